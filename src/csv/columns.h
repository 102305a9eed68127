/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_COLUMNS_H
#define ICSR_CSV_COLUMNS_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"
#include "csv/record.h"

/*
 * What the columns of a table mean, by their names in the header: English
 * and Chinese ones, and those of Outlook's export in some languages more.
 * Marks around a name don't count: "Topic *", "开始时间（必填）".
 */
enum column {
	COLUMN_UID,
	COLUMN_SUMMARY,
	COLUMN_START,
	COLUMN_END,
	COLUMN_START_DATE,	/* in front of START's text, or alone */
	COLUMN_END_DATE,
	COLUMN_ALL_DAY,
	COLUMN_TIMEZONE,
	COLUMN_OWNER,
	COLUMN_HOSTS,
	COLUMN_PASSWORD,
	COLUMN_STATUS,
	COLUMN_LOCATION,
	COLUMN_DESCRIPTION,
	COLUMN_CALENDAR,	/* in a table of ours */
	COLUMN_RECURRENCE_ID,	/* of an occurrence in a table of ours */
	COLUMN_COUNT,
	COLUMN_RESULT		/* what the program itself puts into its
				 * tables; never read */
};

struct columns {
	size_t n;			/* of the header */
	size_t at[COLUMN_COUNT];	/* index, from 1; 0: not there */
};

/*
 * Read the header.  Names of columns that mean nothing here are appended to
 * ignored, with commas.  -1 with ERR_SOURCE for a required
 * column that is missing (summary, start, end), one that is there twice,
 * and a record that is none.
 */
int columns_read(struct columns *c, const struct csv_record *header,
    struct str *ignored, struct err *e);

/*
 * A cell of a row without blanks around it, and without what keeps a
 * spreadsheet from changing it: an apostrophe before a formula's sign, or
 * ="..." around the text.  Empty when the row has none.
 */
struct slice columns_cell(const struct columns *c, const struct csv_record *row,
    enum column column);

/* Whether a cell is one of n words, in whatever case. */
bool columns_says(struct slice cell, const char *const *words, size_t n);

/* The first name of a column, as "start". */
const char *columns_name(enum column column);

#endif
