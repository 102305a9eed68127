/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_PULL_H
#define ICSR_SYNC_PULL_H

#include "sync/remote.h"

/*
 * Bring the folders of calendars over the network up to what the servers hold,
 * before anything is planned.  A calendar that can't be pulled completely is a
 * problem of the run (ERR_AUTH for its login, else ERR_SOURCE) and doubtful
 * from then on: what was fetched stays in its folder, and nothing is removed
 * there.  A dry run asks no server.  The error is for the state alone.
 */
int pull_calendar(struct run *r, const struct calendar *cal, struct err *e);
int pull_calendars(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e);

#endif
