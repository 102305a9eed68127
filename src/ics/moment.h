/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_MOMENT_H
#define ICSR_ICS_MOMENT_H

#include "ics/date.h"
#include "ics/parser.h"

/*
 * The times of the event that a parser holds, as instants.  Each returns 0, or
 * -1 with the parser's fault set; *m, or those fields of the event that the
 * function fills in, are then undefined.
 */

/* A time as it stands in the event and as an instant. */
struct moment {
	struct date date;
	const struct zone *zone;
	int64_t at;			/* Unix seconds */
};

/*
 * Read one date or time of the line at hand, which is the property's: in
 * the zone of its TZID.  Without one, DTSTART is where floating times are,
 * and all others are in DTSTART's zone: its wall clock, or UTC.
 */
int moment_read(struct parser *p, enum parser_prop prop, struct slice text,
    struct moment *m);

/* Whether DTSTART is a date by its form, whether or not it makes sense. */
bool moment_looks_all_day(struct parser *p);

/* Fill in start, end, days, seconds, all_day, utc, zone and tzid of the
 * event, from DTSTART, DTEND and DURATION. */
int moment_times(struct parser *p);

/*
 * Fill in recurrence_at, range_future, and recurrence_id in one form, however
 * it is written, for it is half of an event's key: "20261201T020000Z", or
 * "20261201" for a date.  Without a RECURRENCE-ID they stay as they are.
 */
int moment_recurrence_id(struct parser *p);

/*
 * When the event that a parser holds is over at the latest, in Unix seconds,
 * whatever its zone is and whatever is taken out of it: for an event whose
 * times can't all be read.  0: not known.
 */
int64_t moment_over_by(struct parser *p);

#endif
