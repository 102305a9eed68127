/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_TWINS_H
#define ICSR_SYNC_TWINS_H

#include "sync/uid_set.h"

/*
 * Find events that stand in two files of a calendar: one of the two VEVENTs
 * stands for the event, the other one's `twin` is set.  Each run reports it,
 * until one of the files is removed.
 *
 * An override that we made is always the twin of one that the calendar has,
 * and is not reported: it goes.  A copy that a program left beside the
 * original when two edits collided is always the twin: its name says
 * "conflict", or is the original's with more behind it ("b-DESKTOP-1.ics",
 * "b (1).ics" beside "b.ics").  Else the older VEVENT is (RFC 5546, 2.1.5).
 * When the master is a twin, all VEVENTs of its file are.
 */
void twins_find(struct uid_set *s);

#endif
