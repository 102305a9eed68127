/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_DAY_H
#define ICSR_CSV_DAY_H

#include <stdbool.h>

#include "csv/reading.h"

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

#endif
