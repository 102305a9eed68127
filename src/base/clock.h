/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_CLOCK_H
#define ICSR_BASE_CLOCK_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

/*
 * Time as a struct of functions, so that tests own it.  wall is Unix
 * seconds: what calendars and the API speak of.  mono is milliseconds of a
 * clock that never jumps: what waiting is measured with.  sleep waits that
 * many milliseconds of mono, less when a signal comes.
 */
struct clock {
	int64_t (*wall)(const struct clock *c);
	int64_t (*mono)(const struct clock *c);
	void (*sleep)(const struct clock *c, int64_t ms);
	int64_t fixed;		/* wall stands still here; CLOCK_RUNS */
};

#define CLOCK_RUNS INT64_MIN	/* it stands nowhere */

/*
 * The system's clocks; with ICSRESERVE_NOW set (RFC 3339 or Unix seconds)
 * wall stands still at that time.  Fails with ERR_USAGE when it can't be
 * read.
 */
int clock_init(struct clock *c, struct err *e);

/* Milliseconds of the system's clock that never jumps, for waits that no test
 * owns. */
int64_t clock_ms(void);

/*
 * Read an RFC 3339 time ("2026-12-01T02:00:00Z", "…+08:00"; a blank for
 * the T) into Unix seconds.  -1 with ERR_USAGE when it is none.
 */
int clock_parse(struct slice text, int64_t *unix_s, struct err *e);

#define CLOCK_TEXT 32
/* Write "2026-12-01T02:00:00Z" into buf and return buf. */
const char *clock_rfc3339(int64_t unix_s, char buf[CLOCK_TEXT]);
/* Write "20261201T020000Z", iCalendar's form (RFC 5545, 3.3.5). */
const char *clock_ical(int64_t unix_s, char buf[CLOCK_TEXT]);

/*
 * Civil date and time (proleptic Gregorian, no zone) to seconds since
 * 1970 and back.  Any year; fields out of range carry over.
 */
struct civil {
	int year, month, day, hour, minute, second;
};
int64_t clock_from_civil(const struct civil *c);
struct civil clock_to_civil(int64_t seconds);

#endif
