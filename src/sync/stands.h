/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_STANDS_H
#define ICSR_SYNC_STANDS_H

#include "sync/catalog.h"

/* Whether an event is in a calendar. */
enum standing {
	STANDS_NOWHERE,
	STANDS_HERE,
	STANDS_UNKNOWN,		/* what may hold it can't be read */
};
/*
 * Set *where to whether a UID is in a calendar, which may be outside the run.
 * asker: the calendar in which the UID was found.  Of a calendar outside the
 * run, files are read unless the cache vouches for them; one that is not
 * configured either counts as STANDS_NOWHERE when asker is configured or
 * imported, whose claim goes first.  -1, here and below: the state can't be
 * read; *where is undefined then.
 */
int stands_where(struct run *r, const char *calendar, uint64_t uid_key,
    const struct calendar *asker, enum standing *where, struct err *e);
/*
 * Whether a reservation is kept because its event is, or may be, in a
 * configured calendar that is not in the run: by its UID, or under another one
 * with its id or link; lines: by its id or link alone.  If so, a problem of
 * kind moved-away tells the user.
 */
int stands_tell(struct run *r, const struct booking *b, bool lines,
    bool *kept, struct err *e);

/* The same for one calendar that is not in the run. */
int stands_in_calendar(struct run *r, const char *calendar,
    const struct booking *b, enum standing *where, struct err *e);

/* Whether the event of a booking is in another configured calendar: with its
 * lines, or where nothing is booked for its UID. */
int stands_moved(struct run *r, const struct booking *b, bool *moved,
    struct err *e);

/* Whether a UID of a calendar is in another configured one. */
int stands_uid_moved(struct run *r, const char *calendar, uint64_t uid_key,
    bool *moved, struct err *e);

/* Whether a VEVENT there has the id or the link of the booking. */
int stands_by_lines(struct run *r, const char *calendar,
    const struct booking *b, bool *stands, struct err *e);

/* Whether a calendar outside the run has overrides of a UID alone.  False when
 * it can't be read completely, or has nothing of the UID. */
int stands_overrides_alone(struct run *r, const char *calendar,
    const char *uid, bool *alone, struct err *e);

/* Forget what was looked up. */
void stands_free(struct run *r);

#endif
