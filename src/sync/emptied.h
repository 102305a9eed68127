/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EMPTIED_H
#define ICSR_SYNC_EMPTIED_H

#include "sync/remote.h"

/*
 * What is suddenly empty says nothing about the events that were there: it may
 * be a slip, or a server that has lost its data.
 */

/* Add the keys (cut_uid_key) of the events whose reservations live and are
 * wanted for a calendar, and which have not moved to another one. */
int emptied_booked(struct run *r, const char *calendar, struct digests *uids,
    struct err *e);

/*
 * Judge a calendar over the network in which nothing is left of the n events
 * that were there, and `there` others are: ERR_SOURCE, with the remedy, unless
 * the run ends all that is booked for it.
 */
int emptied_judge(const struct remote *rm, size_t n, size_t there,
    struct err *e);

#endif
