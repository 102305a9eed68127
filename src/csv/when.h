/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_WHEN_H
#define ICSR_CSV_WHEN_H

#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/*
 * Dates and times as people and spreadsheets write them, in the forms that
 * can be read in one way alone; the manual lists them.
 */
enum when_kind {
	WHEN_BAD,		/* none of the forms, or no date or time that
				 * exists */
	WHEN_YEAR_LAST,		/* bad, too: 12/1/2026 is 12 January to some
				 * and 1 December to others */
	WHEN_DATE,		/* a date alone */
	WHEN_TIME,		/* a time alone: the date in `at' is 0 */
	WHEN_LOCAL,		/* both */
	WHEN_OFFSET,		/* both, and the offset from UTC */
};

struct when {
	enum when_kind kind;
	struct civil at;	/* as written */
	int64_t offset;		/* of WHEN_OFFSET: seconds east of UTC */
};

/* Read a text whole, blanks around it left out. */
struct when when_read(struct slice text);

#endif
