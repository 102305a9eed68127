/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_PUSH_H
#define ICSR_SYNC_PUSH_H

#include "sync/remote.h"

/*
 * Send the events whose files have bytes that a run of ours has written, each
 * by a PUT with If-Match on the ETag of the bytes that were edited, and read
 * them again.  Whether an event was taken, refused, or changed by somebody
 * else is recorded, and a problem of the run when our line is not on the
 * server; src/README.md has the transitions.  Only calendars that were pulled
 * completely in this run, and only those without `output`.  The error is for
 * the state alone.
 */
int push_calendars(struct run *r, struct err *e);

#endif
