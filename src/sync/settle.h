/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SETTLE_H
#define ICSR_SYNC_SETTLE_H

#include "sync/run.h"

/* A run is noted once in so many seconds: not every one writes the state. */
#define SETTLE_RUN_NOTED ((int64_t)6 * 3600)

/*
 * The end of a run, in one transaction: what each file that was read is
 * now, which of its events need nothing, which lines in it are ours, and
 * which bookings and files can be forgotten.
 */
int settle(struct run *r, struct err *e);

#endif
