/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EQUAL_H
#define ICSR_SYNC_EQUAL_H

#include "sync/run.h"

/*
 * A reservation has one event.  Where a server gives one id to two events, or
 * one link to two reservations, this is the other one: a booking that lives,
 * the first of them, in *other; NULL: there is none.  Its texts belong to the
 * run.
 */
int equal_id(struct run *r, const struct booking *b, const char *reserve_id,
    const struct booking **other, struct err *e);
/* url NULL: it has none.  Numbers of reservations that are over come back. */
int equal_link(struct run *r, const struct booking *b, const char *url,
    const struct booking **other, struct err *e);

/* "UID x of calendar y", for a message. */
const char *equal_name(struct run *r, const struct booking *other);

#endif
