/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_PARSE_H
#define ICSR_ICS_PARSE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "model/event.h"

/*
 * From the bytes of one VEVENT to a struct event, by its own lines (what is
 * nested in it is passed by).  Structure, dates, durations and texts are
 * read here: libical drops empty properties, turns unknown escapes into
 * blanks, lets month 13 pass and reads out of bounds then.  What it knows
 * well, the rules of time zones, is asked of it in zone.c, with dates that
 * exist.
 */

/* What the calendar around the event says, for all its events. */
struct parse_context {
	const char *x_wr_timezone;	/* NULL: none */
	const char *timezone;		/* configured; NULL: none */
	int64_t default_duration;	/* seconds, with no DTEND, DURATION */
};

/* What a VEVENT could not be understood for. */
struct parse_fault {
	const char *kind;	/* stable word: "bad-date", "no-uid", … */
	const char *property;	/* or NULL */
	uint32_t line;		/* within the event, 0 is its BEGIN line */
};

/*
 * Parse the VEVENT in bytes (as cut: BEGIN to END).  Its texts are copied
 * into the arena.  On failure -1 with ERR_FAILED, a sentence that says what
 * to mend, and *fault; *ev is then not to be used, but uid is set if there
 * is one.  An event's zone is what zone_find knows; an unknown one is a
 * fault, never UTC.  Floating times and dates: timezone when configured,
 * else x_wr_timezone, else the system's.
 *
 * Kinds: no-uid, no-start, bad-date, bad-end, bad-duration,
 * unknown-timezone, bad-rrule, unsupported-rscale, too-large,
 * not-parsable.
 *
 * Not stopped by: a SEQUENCE or DTSTAMP that makes no sense (0 then), a
 * text above ICS_VALUE_MAX (its start counts).  A present but empty text is
 * "".  tzid is the IANA name that was found.
 */
int parse_event(struct slice bytes, const struct parse_context *ctx,
    struct arena *a, struct event *ev, struct parse_fault *fault,
    struct err *e);

/*
 * The X-WR-TIMEZONE of the VCALENDAR in bytes, copied into the arena, or
 * NULL.  Only lines before the first component and after the last are
 * looked at.
 */
const char *parse_calendar_timezone(struct slice calendar, struct arena *a);

/* Free what zones and libical keep for the process. */
void parse_done(void);

#endif
