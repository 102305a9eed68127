/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_EVENT_H
#define ICSR_CSV_EVENT_H

#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"
#include "csv/columns.h"
#include "csv/day.h"
#include "csv/record.h"
#include "csv/table.h"

/*
 * A row of the table as a VEVENT.  What is not understood goes into the
 * VEVENT with why it is not, where no reader of events can take it for
 * anything else, so that this event alone is refused.  A row without a UID
 * gets the digest of its own cells as UID: the same table yields the same UIDs
 * in each import.
 */
struct event_maker {
	const struct columns *columns;
	void *seen;		/* UIDs for rows without one; tsearch's tree of
				 * what the arena has */
	struct orders *orders;		/* of dates: noted, and obeyed */
	const char *stamp;	/* DTSTAMP, in iCalendar's form */
	struct slice zone;	/* of rows that name none; "": none */
	struct arena *arena;	/* for these, and texts of `of' below */
	struct event_zones VEC(struct event_zone {
		const char *tzid;	/* in the arena */
		int64_t from;		/* local seconds of the first start in
					 * it */
		uint32_t line;		/* of the first row */
	}) zones;			/* that are used; VEC_FREE them */
	const char *odd_status;	/* the first that is not known; NULL */
	uint32_t odd_line;	/* its row */
};

/* Append the row's VEVENT, and fill in uid, why and column of `of'. */
void event_make(struct event_maker *m, const struct csv_record *row,
    struct str *out, struct csv_row *of);
/* Forget which UIDs rows got: at the end, or before they are made anew. */
void event_forget_uids(struct event_maker *m);

/*
 * Note what a person should know of a table that is read all the same.  kind:
 * a stable word; line: 0 for the table as a whole.
 */
void event_note(struct csv_table *t, const char *kind, uint32_t line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/*
 * After the last row: note rows that say the same; zones that are an offset
 * without a sign (RFC 5545, 3.3.14, wants one), and those of which no more
 * than the offset is known; a status that is not known, whose row is booked.
 */
void event_notes(const struct event_maker *m, struct csv_table *t,
    const struct csv_options *opt);

#endif
