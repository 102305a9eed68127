/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_DATE_H
#define ICSR_ICS_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/*
 * DATE, DATE-TIME and DURATION values (RFC 5545, 3.3.4 to 3.3.6), read by
 * own code: libical lets month 13 and hour 25 pass and then reads out of
 * bounds.
 */

/* Birthdays are of 1604, where programs have no year for them. */
#define DATE_YEAR_MIN 1
#define DATE_YEAR_MAX 2500

struct date {
	struct civil local;
	bool timed;		/* has a time; else a DATE, local at 0:00 */
	bool utc;		/* ends with Z, whatever TZID says */
};

/*
 * Read "20261201" or "20261201T100000[Z]" whole, blanks around it left
 * out.  False when it is another form or no date and time that exist in
 * the years above; a leap second becomes second 59.
 */
bool date_parse(struct slice text, struct date *d);
/* The same for the years 0 to 9999. */
bool date_parse_any(struct slice text, struct date *d);

/*
 * What stands in calendars in place of such a value and has one meaning: hour
 * 24 of a day, a time without seconds, ISO 8601 with its '-' and ':', parts
 * of a second, which are passed over, an offset such as +0800 or +08:00 in
 * place of Z.
 */
bool date_parse_loose(struct slice text, struct date *d);

/*
 * A duration: days are nominal (the same time of day, however long the
 * day), seconds exact.  Both are negative or both are not.
 */
struct date_duration {
	int64_t days, seconds;
	bool odd;		/* in a form that the grammar has not */
};

#define DATE_DURATION_DAYS 3660		/* ten years */

/*
 * Read a DURATION whole.  False when it is none, or more than ten years.
 * What programs write beside the grammar has one meaning and is read: weeks
 * with days (Apple), a T before days or twice (ownCloud), no minutes between
 * hours and seconds (libical).
 */
bool date_duration(struct slice text, struct date_duration *d);

#endif
