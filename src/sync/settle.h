/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SETTLE_H
#define ICSR_SYNC_SETTLE_H

#include "sync/run.h"

/* A run is noted once in so many seconds: not every one writes the state. */
#define SETTLE_RUN_NOTED ((int64_t)6 * 3600)

/*
 * The end of a run, in one transaction: what is done is recorded as done,
 * and nothing before.  What each file that was read is now, which of its
 * events need nothing until when, what was put into them, and which bookings
 * can be forgotten.
 */
int settle(struct run *r, struct err *e);

#endif
