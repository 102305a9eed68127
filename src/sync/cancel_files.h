/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CANCEL_FILES_H
#define ICSR_SYNC_CANCEL_FILES_H

#include "sync/catalog.h"
#include "sync/item.h"

/*
 * The files that a command to cancel has to look into, and other names that
 * they are booked under: of a section that was renamed, a path of an earlier
 * command line, another section that has the same files.
 */

/* What is worked with while a command to cancel is carried out. */
struct canceller {
	struct run *run;
	bool whole, strays;		/* see struct cancel */
	const char *calendar;
	struct items leaders;		/* of the bookings, by reserve_id */
	struct digests uids;		/* of the bookings, sorted */
	struct inodes read;		/* files that were read, sorted */
	struct inodes others;		/* files of other calendars than the
					 * one that is cancelled, sorted */
};

/* Sort the leaders and the UIDs, once all are there. */
void cancel_files_sort(struct canceller *c);

/* The item of a booking that is cancelled; NULL: none has the id. */
struct item *cancel_files_leader(const struct canceller *c,
    const char *reserve_id);

/*
 * List the files of a calendar, those that the cache knows and those that are
 * there, and open each that may hold a line which is to go.  What was read
 * before, under another name, is an alias.  A file that is not there becomes a
 * problem of the run, and its row stays.
 */
int cancel_files_read(struct canceller *c, struct scan *sc, struct err *e);

/*
 * Add to *more the bookings under names that are no longer configured, if
 * their lines are in the cancelled calendar.  One whose event is also in a
 * file that only the old name has is not added; a problem says that it is
 * kept.  The files of all other calendars go to c->others.  Nothing is done
 * when all calendars are cancelled.
 */
int cancel_files_renamed(struct canceller *c, struct bookings *more,
    struct err *e);

/* Whether a file is one of another calendar, too. */
bool cancel_files_shared(const struct canceller *c, const struct scan_file *f);

#endif
