/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_DAY_H
#define ICSR_CSV_DAY_H

#include "csv/when.h"

/*
 * The date at the start of a text of csv/plain.h, and the weekday in front
 * of it or behind it, are taken off: w->at, orders and mark say what it is;
 * kind is WHEN_WEEKDAY for a date on another weekday.  at.year is 0 when
 * its order is undecided.  *joined: a time may follow without a blank.
 * False when there is no date, or one that doesn't exist.
 */
bool day_read(struct slice *rest, const unsigned allowed[WHEN_MARKS],
    struct when *w, bool *joined);

#endif
