/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_LIKENESS_H
#define ICSR_ICS_LIKENESS_H

#include "base/mem.h"
#include "ics/own_data.h"

/*
 * Which of several VEVENTs one has been, by the lines that the user gave it.
 * UID and RECURRENCE-ID don't tell: both may stand twice, and both are
 * changed by people and programs, as each other line is.
 */

/*
 * Digests of the names of the user's lines in a VEVENT, and of their names and
 * values, parameters left out: at most 32, so that it stays short.  Stamps,
 * blank lines and lines of ours (by their claims) don't count.  Of the arena.
 */
struct slice likeness_of(const struct own_event *ev, struct arena *a);

/* How much of two is the same: 0, nothing, to LIKENESS_SAME. */
#define LIKENESS_SAME 1000
unsigned likeness_compare(struct slice x, struct slice y);

#endif
