/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_TABLE_H
#define ICSR_CSV_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"

/* A table of bookings, and how it is read: plain data. */

struct csv_options {
	const char *encoding;	/* "gb18030", ...; NULL: found out */
	int64_t stamp;		/* Unix seconds: DTSTAMP of the events */
	const char *zone;	/* TZID of times without a zone; NULL: they
				 * float */
	const char *dates;	/* "mdy", "dmy", "ymd": of dates that can be
				 * read in several orders, where no date of
				 * the table decides; NULL: unknown */
	/* Names of calendars whose events are booked from there: rows of a
	 * table of ours that name one of them are left out. */
	const char *const *calendars;
	size_t n_calendars;
	/* Append the VTIMEZONE of a TZID for events from an instant on; false
	 * when it has none.  NULL: no VTIMEZONEs. */
	bool (*add_zone)(void *cookie, struct str *out, const char *tzid,
	    int64_t from);
	/* Whether a TZID is an offset without a sign, which is a guess;
	 * NULL: none is. */
	bool (*is_unsigned)(void *cookie, const char *tzid);
	/* Whether a TZID is read as a mere offset though it says more; NULL:
	 * none is. */
	bool (*is_offset_only)(void *cookie, const char *tzid);
	void *cookie;
};

/* What a person should know of a table that is read all the same. */
struct csv_note {
	const char *kind;	/* a stable word */
	const char *message;
	uint32_t line;		/* 0: none */
};

struct csv_row {
	uint32_t line;		/* in the table, from 1, where it begins */
	uint32_t off, len;	/* its raw bytes, with its line end; the last
				 * row may have none */
	uint32_t ics_off, ics_len;
	uint32_t secret_off, secret_len;	/* of ics: the line with the
						 * password; 0, 0: none */
	uint32_t ics_line;	/* of its BEGIN:VEVENT, from 1 */
	const char *uid;	/* as its event's reader has it; in the
				 * arena */
	bool alike;		/* like an earlier row: its UID has its place
				 * among these */
	uint32_t like;		/* the line of that one; 0 */
	const char *why;	/* why it is no event, and what to do; NULL:
				 * it is one.  In the arena */
	const char *column;	/* at fault; NULL: the row */
};

struct csv_table {
	struct str ics;
	struct csv_rows VEC(struct csv_row) rows;	/* in order; no empty
				 * ones, and no occurrences of series */
	struct VEC(struct csv_note) notes;
	struct slice header;	/* raw bytes up to the end of the header, with
				 * BOM and line end; of the input */
	bool cut_off;		/* it seems to end within its last row */
	uint32_t end_line;	/* of ics: that of END:VCALENDAR */
	char encoding[48];	/* what it is read as */
	char lf[4], cr[4];	/* line ends in it */
	size_t width;		/* bytes of each */
	struct arena arena;
};

#endif
