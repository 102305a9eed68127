/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EXCHANGE_H
#define ICSR_SYNC_EXCHANGE_H

#include "sync/uid_set.h"

/*
 * Calendars that have an event of the same UID, and gave each other their
 * contents between two runs: each VEVENT keeps the link that it carries, so
 * the bookings change their calendars.
 *
 * *from: the calendar whose bookings are the set's now; its own when nothing
 * was exchanged.  all: every booking of the UID.
 */
void exchange_find(struct uid_set *s, const struct vec *all,
    const char **from);

/* Whether a booking goes along when contents are exchanged. */
bool exchange_moves(const struct run *r, const struct booking *b);

#endif
