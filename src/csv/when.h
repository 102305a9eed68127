/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_WHEN_H
#define ICSR_CSV_WHEN_H

#include <stdbool.h>

#include "csv/day.h"

/*
 * Dates and times as people and spreadsheets write them; the manual lists
 * the forms.  12/1/2026 alone can be read in two ways: in which order its
 * numbers stand is what other dates of the table say, or the user.
 */

/*
 * Read a text whole, blanks around it left out.  allowed: the orders that
 * its numbers may have, by their mark; NULL: all.  A text that can be read
 * in one order alone is read in that one whatever is allowed.
 */
struct csv_when when_read(struct slice text,
    const unsigned allowed[WHEN_MARKS]);

/*
 * "+08:00", "UTC+8", "GMT-5:30", "Z" and "UTC" as the cell of a zone: false
 * when it is none such.
 */
bool when_offset(struct slice text, int64_t *seconds);

#endif
