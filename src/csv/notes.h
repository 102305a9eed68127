/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_NOTES_H
#define ICSR_CSV_NOTES_H

#include <stdint.h>

#include "csv/event.h"
#include "csv/table.h"

/* What a person should know of a table that is read all the same. */

/* kind: a stable word; line: 0 for the table as a whole. */
void notes_add(struct csv_table *t, const char *kind, uint32_t line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Rows that say the same. */
void notes_equal(struct csv_table *t);

/* Zones that are an offset without a sign (RFC 5545, 3.3.14, wants one), and
 * those of which no more than the offset is known. */
void notes_zones(struct csv_table *t, const struct event_zones *zones,
    const struct csv_options *opt);

/* A status that is not known; its row is booked. */
void notes_status(struct csv_table *t, const struct event_maker *m);

#endif
