/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_EVENT_H
#define ICSR_CSV_EVENT_H

#include <stdint.h>

#include "base/str.h"
#include "csv/columns.h"
#include "csv/record.h"
#include "csv/uid.h"

/*
 * A row of the table as a VEVENT.  What is not understood goes into the
 * VEVENT as it is, where no reader of events can take it for anything
 * else, so that this event alone is refused, with its text.
 */
struct event_maker {
	const struct columns *columns;
	struct uids uids;
	const char *stamp;	/* DTSTAMP, in iCalendar's form */
	struct arena *arena;	/* for UIDs */
};

/* Append the row's VEVENT; its UID comes back, in the arena. */
const char *event_make(struct event_maker *m, const struct record *row,
    struct str *out);

#endif
