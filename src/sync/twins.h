/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_TWINS_H
#define ICSR_SYNC_TWINS_H

#include "sync/uid_set.h"

/*
 * One event in two files of a calendar: one of the two VEVENTs stands for it,
 * the other is its twin.  It is told in every run, until one is removed.
 *
 * A copy that a program left beside the original when two edits collided is
 * never the one: its name says "conflict", or is the original's with more
 * behind it ("b-DESKTOP-1.ics", "b (1).ics" beside "b.ics").  Else the newer
 * one stands (RFC 5546, 2.1.5).  A file whose master is a twin is one as a
 * whole.
 */
void twins_find(struct uid_set *s);

#endif
