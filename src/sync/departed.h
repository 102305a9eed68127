/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_DEPARTED_H
#define ICSR_SYNC_DEPARTED_H

#include "sync/run.h"

/*
 * Remove the copies of calendars over the network that are no longer
 * configured, or have another URL, and what is recorded of them.  Each is
 * reported, except feeds, which hold no edits.  A copy stays, and is reported
 * in each run, while it has edits that were never sent and its server is no
 * longer configured; and so do files in it that came from elsewhere.
 * The error is for the state alone.
 */
int departed_remove(struct run *r, struct err *e);

#endif
