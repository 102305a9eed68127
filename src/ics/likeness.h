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
 * Digests of the user's lines of a VEVENT, by name and value, parameters left
 * out: of at most 32 lines, so that it stays short.  Stamps, blank lines and
 * lines of ours (by their claims) don't count.  Of the arena.
 */
struct slice likeness_of(const struct own_event *ev, struct arena *a);

/* How much of two is the same: 0, nothing, to 1000. */
unsigned likeness_compare(struct slice x, struct slice y);

#endif
