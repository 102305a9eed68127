/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_PARSE_CONTEXT_H
#define ICSR_ICS_PARSE_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "model/settings.h"

/* What an event is parsed with, and what it may fail for. */

/* What the calendar around the events says. */
struct parse_calendar {
	const char *timezone;	/* of all of it; NULL: none */
	const char *timezone_from;	/* the property, as X-WR-TIMEZONE */
	/* Another zone, by another property, which does not count; NULL. */
	const char *other_timezone, *other_from;
	const char *calscale;	/* when it is not Gregorian; NULL */
	const struct zone_table *zones;	/* NULL: names alone */
};

/*
 * What the VCALENDAR in bytes says for its events; all of it is in the
 * arena, and the bytes must live as long.  Its own lines are those before
 * the first component and after the last; VTIMEZONEs are looked for when a
 * name needs them.  aliases: the user's names for zones, or NULL.
 */
void parse_calendar(struct slice calendar, const struct tz_aliases *aliases,
    struct arena *a, struct parse_calendar *out);

/* How texts that are not UTF-8 become it. */
struct parse_text {
	const char *encoding;		/* its name; NULL: nobody knows */
	/* Append raw as UTF-8; how many bytes were not of the encoding. */
	size_t (*decode)(void *cookie, struct slice raw, struct str *out);
	void *cookie;
};

/* What is the same for all events of a calendar. */
struct parse_context {
	const struct parse_calendar *calendar;	/* NULL: says nothing */
	const char *timezone;		/* configured; NULL: none */
	int64_t default_duration;	/* seconds, with no DTEND, DURATION */
	const struct parse_text *text;	/* NULL: the bytes are UTF-8.  UIDs and
					 * names of zones stay as they are */
};

/* What a VEVENT could not be understood for. */
struct parse_fault {
	const char *kind;	/* stable word: "bad-date", "no-uid", … */
	const char *property;	/* or NULL */
	uint32_t line;		/* within the event, 0 is its BEGIN line */
};

#endif
