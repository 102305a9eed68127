/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_LIKENESS_H
#define ICSR_ICS_LIKENESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"
#include "ics/own_lines.h"

/* How alike calendars and VEVENTs are, by digests of what they say. */

/*
 * Which of several recorded VEVENTs one has been, by the lines that the user
 * wrote.  UID and RECURRENCE-ID don't decide it: both may occur twice, and
 * people and programs change them like any other line.
 */

/*
 * Digests of the names of the user's lines in a VEVENT, and of their names and
 * values, parameters left out: at most 32, so that it stays short.  Stamps,
 * blank lines and lines of ours (by their claims) don't count.  Of the arena.
 */
struct slice likeness_of(const struct own_event *ev, struct arena *a);

/* How alike two VEVENTs are: 0, nothing in common, to LIKENESS_SAME. */
#define LIKENESS_SAME 1000
unsigned likeness_compare(struct slice x, struct slice y);

/*
 * The X- properties of a VEVENT and of what is in it, by the digests of their
 * names and of their unfolded lines.  Our id line is none of them, nor is
 * X-MOZ-GENERATION, which counts edits.
 */
struct extra {
	uint64_t name, line;
	bool rules;			/* ours, and it rules the event */
};
struct extras VEC(struct extra);

/* Add those in the bytes. */
void extra_find(struct slice bytes, struct extras *out);

bool extra_has_line(const struct extras *all, uint64_t line);
bool extra_has_name(const struct extras *all, uint64_t name);

/* Whether what rules the events is the same in both. */
bool extra_same_rules(struct slice a, struct slice b);

/*
 * A digest of what a calendar says, whatever form a program gave it: the order
 * of components, properties and parameters, folds, line ends, quotes and
 * escapes do not count, nor do PRODID, DTSTAMP, LAST-MODIFIED, CREATED,
 * REFRESH-INTERVAL and X-PUBLISHED-TTL.  Without `uids`, UIDs don't count
 * either.  Equal bytes have equal digests; whether they are a calendar at all
 * is not asked.
 */
uint64_t meaning_digest(struct slice bytes, bool uids);

#endif
