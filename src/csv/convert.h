/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_CONVERT_H
#define ICSR_CSV_CONVERT_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "csv/table.h"

/*
 * A table of bookings (RFC 4180) made into an iCalendar stream: one
 * VCALENDAR, a VEVENT for each row, which is then read as any other.
 * Nothing of a row is guessed: what can't be understood is passed on, so
 * that the event is refused by name.  The manual's CSV FILES has the names
 * of columns and the forms of dates.
 *
 * Fill in the table; csv_table_free afterwards in any case.  Notes tell of
 * an encoding that was assumed, of columns that are not read, of equal rows,
 * of rows that are left out, and of dates whose order follows from others.
 * bytes must outlive it.  The UID of a row without one is a digest of what
 * it says: the same bytes give the same stream.
 *
 * -1 for what is wrong with the file as a whole; *t is empty then.
 * ERR_SOURCE: no header, a required column missing, a column twice, a
 * quotation mark without its second one, bytes that are not of the
 * encoding, NUL bytes, above a bound of limits.h.  ERR_USAGE: an encoding
 * that is none.
 *
 * A row fails alone: its `why` says what is wrong, and its VEVENT has a
 * DTSTART or DTEND that no reader takes for a time.  Text that is none of
 * the forms, or empty; an end before the start; more cells than columns; a
 * quotation mark in the wrong place; a cell that is too long.  A missing
 * summary is no fault here: SUMMARY is empty, and the plan refuses the event
 * (`no-summary`).
 */
int csv_convert(struct csv_table *t, struct slice bytes,
    const struct csv_options *opt, struct err *e);

/*
 * Free it; it can be used again.  A zeroed one may be given.  (The name
 * csv_free is libcsv's.)
 */
void csv_table_free(struct csv_table *t);

/*
 * The row whose VEVENT a line of ics belongs to; NULL for the lines of the
 * VCALENDAR.
 */
const struct csv_row *csv_row_at(const struct csv_table *t,
    uint32_t ics_line);

/* Whether raw bytes of the table, such as a row's, end with a line end. */
bool csv_is_ended(const struct csv_table *t, struct slice raw);

/* The column that a property came from: "DTSTART" -> "start"; NULL:
 * from none. */
const char *csv_column(const char *property);

#endif
