/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_YEARLY_H
#define ICSR_ICS_YEARLY_H

#include "base/mem.h"
#include "base/vec.h"
#include "ics/zone.h"

/*
 * What zones are made of: changes of the offset from UTC, given one by one
 * or by a rule for every year, as the footer of a TZif file (RFC 8536, 3.3)
 * and the observances of a VTIMEZONE (RFC 5545, 3.6.5) have them.  A rule
 * is written out into changes when its zone is read, for all years that
 * events can have; so there is one kind of zone afterwards.
 */

/* No zone is further from UTC than this (RFC 8536, 3.2). */
#define ZONE_OFFSET_MAX (26 * 3600)

/* From instant at on (Unix seconds) local time is offset seconds ahead. */
struct zone_change {
	int64_t at;
	int32_t offset;
};

struct zone {
	const char *name;
	int32_t offset;		/* before the first change */
	const struct zone_change *changes;	/* ascending */
	size_t n;
};

/* The days of a year on which a rule holds: all conditions together. */
struct yearly {
	int month;		/* 1 to 12 */
	int nth;		/* of weekday in the month, negative from its
				 * end; 0: any */
	int weekday;		/* 0 is Sunday; -1: any */
	uint32_t days;		/* bit d: day d of the month; 0: any */
	int64_t time;		/* seconds from midnight, local time; may be
				 * negative or more than a day */
	int32_t before, after;	/* offsets around the change */
};

/* Which of a rule's changes count. */
struct yearly_span {
	int64_t from;		/* those at this instant and behind it */
	int64_t until;		/* and not behind this one; INT64_MAX: all */
	int64_t count;		/* at most so many; 0: any number */
};
#define YEARLY_EVER INT64_MIN	/* from, when until and count are open */

/* Append the rule's changes (struct zone_change) within the span. */
void yearly_write(const struct yearly *y, const struct yearly_span *span,
    struct vec *changes);

/*
 * Give the zone its changes, in order, in the arena.  False when no zone
 * can be like this: offsets out of range, more than ZONE_CHANGES_MAX
 * changes, or more than ZONE_DENSE_MAX of them within three days (a look-up
 * costs as many steps).
 */
bool zone_finish(struct zone *z, struct vec *changes, struct arena *a);

#endif
