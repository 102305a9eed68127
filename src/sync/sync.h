/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SYNC_H
#define ICSR_SYNC_SYNC_H

#include "sync/run.h"

/*
 * The main job for some calendars: pull, scan, plan, guard, call, write,
 * settle, push (src/README.md has all stages).  With run->dry_run it ends with
 * the plan: no call, no write.  Results, problems and exit
 * status are in the run; the error is for what ends the run at once.
 * plan, when not NULL, is called with the finished plan before it is carried
 * out.  When run->only_plan names another plan, it is not (ERR_USAGE).
 */
int sync_calendars(struct run *r, struct calendar *const *cals, size_t n,
    void (*plan)(const struct run *r), struct err *e);

#endif
