/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_DAY_H
#define ICSR_CSV_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/* Dates as people write them, and in which order their numbers stand. */

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
	WHEN_HOUR,		/* bad, too: "上午12:00" can mean two times */
	WHEN_SPAN,		/* bad, too: "10:00-11:00" is a start and an
				 * end, or a time with its offset */
	WHEN_DATE,		/* a date alone */
	WHEN_TIME,		/* a time alone: the date in `at' is 0 */
	WHEN_LOCAL,		/* both */
	WHEN_OFFSET,		/* both, and the offset from UTC */
};

/* What a cell says of a date and a time. */
struct csv_when {
	enum when_kind kind;
	struct civil at;	/* as written; the hour may be 24, with
				 * nothing behind it */
	int64_t offset;		/* of WHEN_OFFSET: seconds east of UTC */
	unsigned orders;	/* in which it can be read, whatever is
				 * allowed; 0: it is none such date */
	enum when_mark mark;	/* of such a date */
};

/*
 * Dates: 2026-12-01, 2026/12/1, 2026.12.1, 20261201, 2026年12月1日; Dec 1,
 * 2026, 1 Dec 2026, 1. Dezember 2026; 12/1/2026, 1.12.26, whose order may be
 * open.
 *
 * The date at the start of a text of csv/plain.h, and the weekday in front
 * of it or behind it, are taken off: w->at, orders and mark say what it is;
 * kind is WHEN_WEEKDAY for a date on another weekday.  at.year is 0 when
 * its order is undecided.  *joined: a time may follow without a blank.
 * False when there is no date, or one that doesn't exist.
 */
bool day_read(struct slice *rest, const unsigned allowed[WHEN_MARKS],
    struct csv_when *w, bool *joined);

/*
 * In which order the numbers of 12/1/2026 stand.  All dates of a column
 * with the same mark between their numbers are taken to be written alike:
 * one that can be read in one order alone decides for all.  Where a column
 * has none, the other one decides, and then the user.
 */
enum order_column { ORDER_START, ORDER_END, ORDER_COLUMNS };

struct orders {
	struct order_seen {
		unsigned set;	/* in which all dates so far can be read;
				 * before the first: all */
		uint32_t line;	/* of the date that left one; 0 */
		bool any;
	} seen[ORDER_COLUMNS][WHEN_MARKS];
	unsigned allowed[ORDER_COLUMNS][WHEN_MARKS];	/* for when_read */
	size_t undecided;	/* dates that could not be read */
	uint32_t decided_by;	/* the line; 0: none was needed, or the user */
	bool both;		/* a column has dates of both orders */
	bool against;		/* what the dates say is not what the user
				 * says */
};

/* Before the first date. */
void orders_init(struct orders *o);

/* Note a date as it was read. */
void orders_note(struct orders *o, enum order_column column,
    const struct csv_when *w, uint32_t line);

/*
 * After the last date: fill in what is allowed.  False when nothing was
 * learnt that would decide an undecided date.
 */
bool orders_decide(struct orders *o, unsigned by_user);

/* "mdy", "dmy" or "ymd" as a set; 0 for another word or NULL. */
unsigned orders_word(const char *word);

#endif
