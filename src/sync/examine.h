/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EXAMINE_H
#define ICSR_SYNC_EXAMINE_H

#include "sync/run.h"

/*
 * The second step of a plan: each event that is in question, all VEVENTs of
 * its UID together, becomes items of the run.
 *
 *	examine ──► single | series | occurrences ──► uid_set ──► component
 *
 * After scan_calendars.  The error is for the state alone.
 */
int examine(struct run *r, struct err *e);

#endif
