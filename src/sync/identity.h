/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_IDENTITY_H
#define ICSR_SYNC_IDENTITY_H

#include "sync/run.h"

/*
 * After all scans: which event is which.  An event that is new in one
 * place and gone from another is one that moved: its booking follows it,
 * to another file or calendar.  An event that stands in two places at once
 * is booked once, for the higher SEQUENCE, then DTSTAMP; the other is
 * left alone and told.
 */
int identity_resolve(struct run *r, struct err *e);

/* --- for rekey -------------------------------------------------------- */

/* Take a booking off the list of those whose event is gone; false when it
 * is not on it. */
bool identity_take_gone(struct scan *sc, int64_t id);
/* A booking of another event becomes that of the item, which is new. */
void identity_adopt(struct run *r, struct item *it, const struct booking *b);

#endif
