/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_WINDOW_H
#define ICSR_ICS_WINDOW_H

#include "ics/expand.h"
#include "ics/occurrence.h"
#include "ics/recurrence.h"

/*
 * One search for the occurrences in a window of time, and the tables that it
 * uses: overrides, the ranges of THISANDFUTURE, excluded dates, and which of
 * these match none.  For recur.c alone.
 */

/* Far beyond all dates, and yet to be reckoned with. */
#define WINDOW_FAR ((int64_t)1 << 40)

/* An override under the RECURRENCE-ID that it answers to. */
struct override_key {
	int64_t at;
	const struct event *ev;
};

/* Occurrences in a row that have the words of one event. */
struct segment {
	int64_t from, until;	/* recurrence_at; until is not in it */
	const struct event *ev;
	int64_t shift;		/* of local time */
	bool dead;		/* cancelled */
};

/* An EXRULE, gone through as far as it has been asked for. */
struct exrule {
	struct expand x;
	int64_t asked;
};

struct window {
	const struct event *master;
	const struct recurrence *r;
	int64_t from, to, max, steps;
	struct recur_found *out;
	struct VEC(struct override_key) keys;	/* ascending, none twice */
	struct VEC(struct segment) segments;	/* ascending */
	struct VEC(struct exrule) exrules;
	bool has_days;		/* keys from a DATE in a timed event */
	bool endless;
	bool empty[ICS_RECUR_RULES_MAX];	/* rules that never match */
};

/* Conversions, which cost steps: libical's are slow. */
int64_t window_to_local(struct window *w, const struct zone *z, int64_t at);
int64_t window_to_utc(struct window *w, const struct zone *z, int64_t local);

/* Fill in keys, segments and exrules. */
void window_find_keys(struct window *w, const struct recur_group *g);
void window_find_segments(struct window *w);
void window_find_exrules(struct window *w);

/* The segment of an instant. */
const struct segment *window_segment(const struct window *w, int64_t at);

/* Whether one of n ascending items, each of size bytes and with an int64_t
 * in front, has a value. */
bool window_holds(const void *items, size_t n, size_t size, int64_t value);

/*
 * Whether an occurrence of the rules or dates is none: by EXDATE or EXRULE,
 * or because an override stands for it.
 */
bool window_is_out(struct window *w, int64_t at, int64_t local);

/*
 * Set out->missed: the first EXDATE, or RECURRENCE-ID, from `from` on that
 * names no occurrence of the rules and dates, and how many there are.  It
 * has a bound of steps of its own; when that is reached nothing is missed.
 */
void window_find_missed(struct window *w);

#endif
