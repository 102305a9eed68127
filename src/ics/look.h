/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_LOOK_H
#define ICSR_ICS_LOOK_H

#include "ics/expand.h"
#include "ics/occurrence.h"
#include "ics/recurrence.h"

/*
 * The tables in which recur.c looks an occurrence up: overrides, the ranges of
 * THISANDFUTURE, excluded dates, and which of these match none.  For recur.c
 * alone.
 */

/* Far beyond all dates, and yet to be reckoned with. */
#define LOOK_FAR ((int64_t)1 << 40)

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

struct look {
	const struct event *master;
	const struct recurrence *r;
	int64_t from, to, max, steps;
	struct recur_look *out;
	struct VEC(struct override_key) keys;	/* ascending, none twice */
	struct VEC(struct segment) segments;	/* ascending */
	struct VEC(struct exrule) exrules;
	bool has_days;		/* keys from a DATE in a timed event */
	bool endless;
	bool empty[ICS_RECUR_RULES_MAX];	/* rules that never match */
};

/* Conversions, which cost steps: libical's are slow. */
int64_t look_to_local(struct look *l, const struct zone *z, int64_t at);
int64_t look_to_utc(struct look *l, const struct zone *z, int64_t local);

/* Fill in keys, segments and exrules. */
void look_find_keys(struct look *l, const struct recur_group *g);
void look_find_segments(struct look *l);
void look_find_exrules(struct look *l);

/* The segment of an instant. */
const struct segment *look_segment(const struct look *l, int64_t at);

/* Whether one of n ascending items, each of size bytes and with an int64_t
 * in front, has a value. */
bool look_holds(const void *items, size_t n, size_t size, int64_t value);

/*
 * Whether an occurrence of the rules or dates is none: by EXDATE or EXRULE,
 * or because an override stands for it.
 */
bool look_is_out(struct look *l, int64_t at, int64_t local);

/*
 * Set out->missed: the first EXDATE, or RECURRENCE-ID, from `from` on that
 * names no occurrence of the rules and dates, and how many there are.  It
 * has a bound of steps of its own; when that is reached nothing is missed.
 */
void look_find_missed(struct look *l);

#endif
