/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_RULE_H
#define ICSR_ICS_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "ics/date.h"

/*
 * The RECUR value of an RRULE or EXRULE (RFC 5545, 3.3.10), read by own
 * code.  libical's reader would have to be fenced part by part (COUNT
 * wraps, 367 for a day of the year passes, UNTIL has no checks) and then
 * copied into a form of our own all the same; the grammar is a list of
 * names with lists of numbers.
 */

/* FREQ, from the shortest: what is below DAILY counts in seconds. */
enum rule_freq {
	RULE_SECONDLY, RULE_MINUTELY, RULE_HOURLY, RULE_DAILY, RULE_WEEKLY,
	RULE_MONTHLY, RULE_YEARLY,
};

/* Days of the week as RFC 5545 counts weeks: from Monday. */
enum rule_day {
	RULE_MO, RULE_TU, RULE_WE, RULE_TH, RULE_FR, RULE_SA, RULE_SU,
};

#define RULE_NUMBER_MAX 366
#define RULE_SET_WORDS 6

/* The numbers of one BY part: n counted from the front or from the back. */
struct rule_set {
	bool any;
	uint64_t front[RULE_SET_WORDS], back[RULE_SET_WORDS];
};

struct rule {
	bool has_freq;
	enum rule_freq freq;
	int64_t interval;
	int64_t count;			/* 0: none */
	bool has_until;
	struct date until_date;		/* as written */
	bool until_odd;			/* in a form of date_parse_loose */
	int64_t until;			/* local seconds, the last that
					 * counts; INT64_MAX: none */
	enum rule_day wkst;
	struct rule_set seconds, minutes, hours, months, month_days,
	    year_days, weeks, positions;
	bool by_day;			/* has a BYDAY */
	unsigned week_days;		/* 1 << enum rule_day, each of them */
	struct { uint64_t front, back; } nth[7];	/* the n-th of them */
};

/*
 * Read a RECUR value whole.  -1 with ERR_FAILED and a sentence that says
 * what is wrong, and *kind "bad-rrule" or "unsupported-rscale".  Refused is
 * what the RFC forbids and what has no one meaning: a part twice, COUNT
 * with UNTIL, BYDAY=1MO in a weekly rule.  An UNTIL after
 * DATE_YEAR_MAX is none.
 */
int rule_parse(struct slice text, struct rule *r, const char **kind,
    struct err *e);

/*
 * Fill in what the rule leaves to DTSTART (local seconds): the time of day,
 * the day when no part names one.  On a DATE the parts below a day don't
 * count (3.3.10).  A COUNT that is plain arithmetic becomes an UNTIL.  until
 * is set before, by who knows the zone.
 */
void rule_complete(struct rule *r, int64_t start, bool all_day);

/* Whether the n-th from the front, which is the m-th from the back, is in
 * the set.  Numbers above RULE_NUMBER_MAX are not. */
bool rule_in(const struct rule_set *s, int64_t front, int64_t back);

/* The day of the week of a day since 1970. */
enum rule_day rule_weekday(int64_t day);

#endif
