/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_EVENT_H
#define ICSR_MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#include "base/slice.h"

/* STATUS of a VEVENT (RFC 5545, 3.8.1.11); anything else is NONE. */
enum event_status {
	EVENT_NONE,
	EVENT_TENTATIVE,
	EVENT_CONFIRMED,
	EVENT_CANCELLED,
};

/* An X- property of ours or an ATTENDEE, CATEGORIES, … as name and value. */
struct event_prop {
	const char *name;	/* upper case, as "X-ICSRESERVE-OWNER" */
	const char *value;	/* unfolded and unescaped */
	const char *params;	/* as written: ";ROLE=CHAIR;CN=\"Li\"", "" */
};

/*
 * What was read otherwise than it is written, or may not be meant: worth
 * telling, and no failure.
 */
struct event_warning {
	const char *kind;	/* stable word: "duplicate-property", … */
	const char *property;
	uint32_t line;		/* within the event, 0 is its BEGIN line */
	const char *message;
};

#define EVENT_ENDLESS INT64_MAX
#define EVENT_NEVER INT64_MIN

/* How it repeats and where its local times are: ics/ knows. */
struct recurrence;
struct zone;

/*
 * What one VEVENT says, as far as a reservation is concerned.  Plain data;
 * all memory belongs to the arena it was parsed into.  Texts are unfolded
 * and unescaped; they may be invalid UTF-8.  Absent texts are NULL.
 */
struct event {
	const char *uid;
	const char *recurrence_id;	/* NULL: not an override */
	int64_t recurrence_at;		/* its instant */
	bool recurrence_local;		/* its time says no zone */
	bool range_future;		/* RANGE=THISANDFUTURE */
	const char *summary, *location, *url, *description;
	const char *organizer;		/* address without "mailto:" */
	const char *class;		/* CLASS, upper case */
	const char *tzid;		/* of DTSTART, to name it in output */
	int64_t start, end;		/* Unix seconds; of a series the next
					 * occurrence once that is known */
	int64_t last_end;		/* end of the last occurrence;
					 * EVENT_ENDLESS: there is no last
					 * one, EVENT_NEVER: none at all */
	int64_t days, seconds;		/* from start to end: days on the
					 * calendar, then exact seconds */
	bool all_day;
	bool transparent;		/* TRANSP; absent: OPAQUE */
	bool utc;			/* DTSTART ends with Z */
	const struct zone *zone;	/* of DTSTART; borrowed */
	const struct recurrence *recurrence;	/* NULL: it does not repeat */
	uint64_t pattern;		/* digest of what makes it repeat:
					 * DTSTART, RRULE and RDATE; 0: none */
	enum event_status status;
	int64_t sequence;
	int64_t dtstamp;		/* Unix seconds, 0 when absent */
	/* ATTENDEE, CATEGORIES (one each), CONFERENCE and every X- property,
	 * in the order of the calendar. */
	struct event_prop *props;
	size_t n_props;
	/* At most one of each kind and property. */
	struct event_warning *warnings;
	size_t n_warnings;
};

/*
 * Whether CLASS asks for discretion: PRIVATE, CONFIDENTIAL and any value
 * that is not known (RFC 5545, 3.8.1.3), so all but PUBLIC and none.
 */
bool event_private(const struct event *ev);

/* The value of the first property of a name, or NULL. */
const char *event_prop(const struct event *ev, const char *name);

/* The parameters of that property, or NULL. */
const char *event_params(const struct event *ev, const char *name);
/*
 * The value of a parameter by name (any case), quotes taken off, and blanks
 * around both, which some programs write and the grammar has not; false
 * when it is absent.  params begin with a ';' or are empty.
 */
bool event_param(struct slice params, const char *name, struct slice *value);

#endif
