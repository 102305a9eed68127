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

/*
 * Make items of the bookings whose event is gone for good, and of those
 * that fall due while their file can't be read.  A calendar in doubt
 * yields no deletion.
 */
int identity_absent(struct run *r, struct err *e);

#endif
