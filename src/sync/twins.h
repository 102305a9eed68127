/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_TWINS_H
#define ICSR_SYNC_TWINS_H

#include "sync/uid_set.h"

/*
 * Find events that are in two files of a calendar: one of the two VEVENTs
 * counts, the other one's `twin` is set.  Each run reports it,
 * until one of the files is removed.
 *
 * An override that we made is always the twin of one that the user wrote; it
 * is not reported, and goes.  A copy that a program left next to the
 * original when two edits collided is always the twin: its name says
 * "conflict", or is the original's with more after it ("b-DESKTOP-1.ics",
 * "b (1).ics" next to "b.ics").  Else the older VEVENT is (RFC 5546, 2.1.5).
 * When the master is a twin, all VEVENTs of its file are.
 */
void twins_find(struct uid_set *s);

#endif
