/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_EXPAND_H
#define ICSR_ICS_EXPAND_H

#include <stdbool.h>
#include <stdint.h>

#include "ics/rule.h"

/*
 * What one rule yields, in ascending order, as local seconds: the civil
 * time of the event's zone by clock_from_civil.  A rule goes from period to
 * period (of its FREQ, each INTERVAL-th); of the one at hand the matching
 * days and the times of day are kept, and the set of both is only counted
 * through, never built: a year can have 31 million.
 *
 * Never after the end of DATE_YEAR_MAX.  Each period and each day looked at
 * takes from *steps; below zero there is nothing more.
 */

#define EXPAND_POSITIONS (2 * RULE_NUMBER_MAX)

struct expand {
	const struct rule *rule;
	int64_t start;			/* DTSTART */
	int64_t *steps;
	int64_t first, period;		/* numbers of periods, in their unit */
	int64_t left;			/* of COUNT */
	bool begun, over;
	/* The period at hand: set item i is day i / times, time i % times. */
	int64_t days[366];
	unsigned char hours[24], minutes[60], seconds[60];
	int64_t n_days, n_hours, n_minutes, n_seconds;
	int64_t looked_day;		/* up to DAILY: whose days these are */
	int64_t positions[EXPAND_POSITIONS];
	int64_t i, n;			/* of the set, or of positions */
};

/* Begin before the first; *steps is the caller's and is counted down. */
void expand_init(struct expand *x, const struct rule *r, int64_t start,
    int64_t *steps);

/*
 * What comes next, without taking it: false at the end, and when there are
 * no steps left.  What lies before DTSTART does not come.
 */
bool expand_peek(struct expand *x, int64_t *at);
/* Take it. */
void expand_drop(struct expand *x);

/* The last one of all; INT64_MIN when nothing comes. */
int64_t expand_last(struct expand *x);

/*
 * Go on to the first one that is not before at; never back.  By arithmetic
 * unless the rule has a COUNT.
 */
void expand_seek(struct expand *x, int64_t at);

#endif
