/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CALENDAR_H
#define ICSR_ICS_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "ics/zone.h"
#include "model/settings.h"

/* What a calendar says for all of its events, and what it calls zones. */

/*
 * What one VCALENDAR calls its zones.  All memory is in the arena; the zones
 * that it finds live until zone_done.
 */
struct zone_table;

/*
 * The table of the VCALENDAR in bytes, which must outlive it.  Nothing is
 * read of them before a name needs it.
 */
const struct zone_table *zone_table_new(struct slice calendar,
    const struct tz_aliases *aliases, struct arena *a);

/*
 * The zone of a TZID, by the first of these that knows it: the user's
 * aliases; names that can only mean one zone (zone_find_certain); the
 * calendar's VTIMEZONE of this name, when it can be used (vtimezone.h), else
 * what its X-LIC-LOCATION names; any other name (zone_find).  NULL when none
 * does.  A NULL table has names alone.
 */
const struct zone *zone_table_find(const struct zone_table *t,
    struct slice tzid);

/*
 * Whether that zone is the calendar's own and has a second VTIMEZONE of this
 * TZID that is another one; the first counts.
 */
bool zone_table_doubled(const struct zone_table *t, struct slice tzid);

/*
 * Whether the calendar has a VTIMEZONE of this TZID that was passed over for
 * a name that can only mean one zone (zone_find_certain), and that gives
 * another instant, *at, for a local time from its first observance on.
 */
bool zone_table_differs(const struct zone_table *t, struct slice tzid,
    const struct civil *local, int64_t *at);

/* The TZID of the one VTIMEZONE; NULL when there are others, or none. */
const char *zone_table_only(const struct zone_table *t);

/* Whether that zone is known by an offset without a sign, which is taken for
 * one east of Greenwich. */
bool zone_table_unsigned(const struct zone_table *t, struct slice tzid);

/* Whether that zone is known by a mere offset though its name says more
 * (zone_offset_only). */
bool zone_table_offset_only(const struct zone_table *t, struct slice tzid);

/* Whether no zone was found since the calendar's VTIMEZONE of this name can't
 * be used. */
bool zone_table_broken(const struct zone_table *t, struct slice tzid);

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
