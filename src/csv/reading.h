/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_READING_H
#define ICSR_CSV_READING_H

#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/* What a cell says of a date and a time. */

/* Orders of day, month and year, as a set. */
enum when_order {
	WHEN_MDY = 1,
	WHEN_DMY = 2,
	WHEN_YMD = 4,		/* with a year of two digits */
};
#define WHEN_ORDERS_ALL 7u

/* What stands between the numbers: dates with another one are of another
 * origin. */
enum when_mark { WHEN_SLASH, WHEN_DASH, WHEN_DOT, WHEN_MARKS };

enum when_kind {
	WHEN_BAD,		/* none of the forms, or no date or time that
				 * exists */
	WHEN_UNDECIDED,		/* bad, too: several orders are possible */
	WHEN_WEEKDAY,		/* bad, too: the date is on another weekday */
	WHEN_SPAN,		/* bad, too: "10:00-11:00" is a start and an
				 * end, or a time with its offset */
	WHEN_DATE,		/* a date alone */
	WHEN_TIME,		/* a time alone: the date in `at' is 0 */
	WHEN_LOCAL,		/* both */
	WHEN_OFFSET,		/* both, and the offset from UTC */
};

struct csv_when {
	enum when_kind kind;
	struct civil at;	/* as written; the hour may be 24, with
				 * nothing behind it */
	int64_t offset;		/* of WHEN_OFFSET: seconds east of UTC */
	unsigned orders;	/* in which it can be read, whatever is
				 * allowed; 0: it is none such date */
	enum when_mark mark;	/* of such a date */
};

#endif
