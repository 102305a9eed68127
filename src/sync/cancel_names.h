/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CANCEL_NAMES_H
#define ICSR_SYNC_CANCEL_NAMES_H

#include "sync/cancel_files.h"

/*
 * Other names that the files of a cancelled calendar are booked under: that of
 * a section which was renamed, a path of an earlier command line, another
 * section that has the same files.
 */

/*
 * Add to more what is booked under a name that nobody configures, has its
 * lines in the calendar, and does not stand in files of that name which the
 * calendar does not have.  Files of all other calendars go to c->others; what
 * is booked under a name that nobody configures, and stands there as well, is
 * reported.  Nothing is done when all calendars are cancelled.
 */
int cancel_names(struct canceller *c, struct bookings *more, struct err *e);

/* Whether a file is one of another calendar, too. */
bool cancel_names_other(const struct canceller *c, const struct scan_file *f);

#endif
