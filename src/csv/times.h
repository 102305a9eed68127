/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_TIMES_H
#define ICSR_CSV_TIMES_H

#include "base/mem.h"
#include "base/str.h"
#include "csv/columns.h"
#include "csv/day.h"
#include "csv/record.h"
#include "csv/table.h"

/*
 * Start and end of a row: from its cells to DTSTART and DTEND.
 */
#define ZONE_SIZE 128

struct moment_cell {
	struct str text;	/* of the date's and the time's column */
	struct csv_when when;
};

struct times {
	struct moment_cell start, end;
	struct slice zone;	/* TZID of times without an offset; "": they
				 * float */
	char zone_text[ZONE_SIZE];
	struct slice all_day;	/* the cell that says so; may be empty */
};

/*
 * Read the row's cells; times_free afterwards.  zone is that of rows that
 * name none.  Dates that can be read in several orders are noted in o and
 * read as it allows.  Slices borrow
 * from the row, from zone and from t itself, which must not move.
 */
void times_read(struct times *t, const struct columns *c,
    const struct csv_record *row, struct slice zone, struct orders *o);
void times_free(struct times *t);

/*
 * Append DTSTART and DTEND.  What is no time becomes a property that no
 * reader takes for one, and of->why and of->column say what it is.
 */
void times_add(struct times *t, struct str *out, struct csv_row *of,
    struct arena *a);

#endif
