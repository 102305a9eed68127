/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_TWINS_H
#define ICSR_SYNC_TWINS_H

#include "sync/run.h"

/*
 * An event that stands in more than one place: one of them is booked, the
 * others are left alone and told.
 */

/*
 * RFC 5546, 2.1.5: the higher SEQUENCE, then the later DTSTAMP.  A plain
 * copy of what we wrote has our own DTSTAMP, which makes it no newer.
 */
bool twins_is_newer(const struct booking *a, const struct booking *b);

/* Nothing is done for the item; once for each VEVENT it is told. */
void twins_leave_alone(struct run *r, struct item *it);

/*
 * The calendar has an override of its own for this occurrence, in another
 * file than the series: there is none to make, and one that we made goes.
 */
void twins_yield(struct item *it);

/*
 * Of the items that would be created: in one file that two calendars have
 * the first calendar's, in two files of a calendar (or of all that is
 * imported) the newest.  A new override in another file than its new series
 * joins that.
 */
void twins_drop(struct run *r);

#endif
