/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SETTLE_H
#define ICSR_SYNC_SETTLE_H

#include "sync/run.h"

/* Seconds between two runs that are recorded: not each one writes the state. */
#define SETTLE_RUN_NOTED ((int64_t)6 * 3600)

/*
 * The end of a run, in one transaction: what is done is recorded as done,
 * and nothing before.  It records the stamp of each file that was read, until
 * when its events need nothing and what was put into them, and deletes the
 * bookings that can be forgotten.
 */
int settle_run(struct run *r, struct err *e);

#endif
