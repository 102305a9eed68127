/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CANCEL_NAMES_H
#define ICSR_SYNC_CANCEL_NAMES_H

#include "sync/cancel_files.h"

/*
 * Other names that the files of a cancelled calendar are booked under: of a
 * section that was renamed, a path of an earlier command line, another
 * section that has the same files.
 */

/*
 * Add to *more the bookings under names that are no longer configured, if
 * their lines are in the cancelled calendar.  One whose event is also in a
 * file that only the old name has is not added; a problem says that it is
 * kept.  The files of all other calendars go to c->others.  Nothing is done
 * when all calendars are cancelled.
 */
int cancel_names(struct canceller *c, struct bookings *more, struct err *e);

/* Whether a file is one of another calendar, too. */
bool cancel_names_other(const struct canceller *c, const struct scan_file *f);

#endif
