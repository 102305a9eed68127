/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_MEETING_H
#define ICSR_EXPORT_MEETING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"

/*
 * What an export says of a reservation and its event, as plain data.  All
 * texts are the caller's; they may hold anything a calendar or a server
 * may send, and each format makes them harmless in its own way.  NULL and
 * "" mean the same: there is none.
 */
struct meeting {
	const char *calendar;		/* its name */
	const char *uid;
	const char *recurrence_id;	/* of an occurrence; "": the event */
	const char *topic;
	const char *location;		/* of the event */
	const char *zone;		/* as the event names it; NULL: UTC */
	int64_t start, end;		/* Unix seconds, end not included */
	/* Seconds east of UTC in the event's zone at these instants. */
	int32_t start_offset, end_offset;
	int64_t changed;		/* Unix seconds: of what is recorded */
	bool private;			/* CLASS of the event */
	bool all_day;			/* dates without times */
	bool recurring;			/* one of a series */
	const char *state;		/* "live", ... */
	const char *url;		/* to join */
	const char *label;		/* of CONFERENCE; NULL: a default */
	const char *meeting_no, *reserve_id, *app_link, *live_link;
	int64_t expires;		/* Unix seconds; 0: not known */
};
struct meetings VEC(struct meeting);

struct export_input {
	const struct meeting *meetings;
	size_t n;
	int64_t now;			/* Unix seconds */
	const char *title;		/* of the calendar or page */
	/* "en", "zh"; NULL: the reader's browser decides, and it is English
	 * without JavaScript. */
	const char *lang;
};

/* The name of its zone, "UTC" when there is none. */
const char *meeting_zone(const struct meeting *m);

/*
 * Append "2026-12-01T10:00:00+08:00", the event's own time (RFC 3339); of
 * an all-day event "2026-12-01", the end being the day after its last, as
 * in RFC 5545.
 */
void meeting_start(struct str *out, const struct meeting *m);
void meeting_end(struct str *out, const struct meeting *m);
/* Append the time it expires at in UTC, or nothing when it is not known. */
void meeting_expires(struct str *out, const struct meeting *m);

/*
 * The last day of an all-day event, as seconds of its local midnight: that
 * before its end, and not before its start.
 */
int64_t meeting_last_day(const struct meeting *m);

#endif
