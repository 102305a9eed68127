/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_ORDERS_H
#define ICSR_CSV_ORDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "csv/reading.h"

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
		uint32_t line;	/* of the first that left one; 0 */
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
