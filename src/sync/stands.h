/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_STANDS_H
#define ICSR_SYNC_STANDS_H

#include "sync/catalog.h"

/* Where an event stands in a calendar. */
enum standing {
	STANDS_NOWHERE,
	STANDS_HERE,
	STANDS_UNKNOWN,		/* what may hold it can't be read */
};
/*
 * Whether a UID stands in a calendar, in the run or not; asker: the calendar
 * that it was found in.  A calendar that is not in the run is looked into
 * where the cache does not vouch for it; one that is not configured either
 * counts as STANDS_NOWHERE when the asker is configured or imported, whose
 * claim goes first.  -1, here and below: the state can't be read; *where is
 * undefined then.
 */
int stands_where(struct run *r, const char *calendar, uint64_t uid_key,
    const struct calendar *asker, enum standing *where, struct err *e);
/*
 * Whether a reservation is kept because its event stands, or may, in a
 * configured calendar that is not in the run, by its UID or under another one
 * with its id or link.  If so, a problem of kind moved-away tells the user.
 */
int stands_tell(struct run *r, const struct booking *b, bool *kept,
    struct err *e);

/* Whether the event of a booking stands in a calendar that is not in the run,
 * by UID, id or link, as stands_tell has it. */
int stands_in_calendar(struct run *r, const char *calendar,
    const struct booking *b, enum standing *where, struct err *e);

/* Whether the event of a booking stands in another configured calendar, with
 * its lines, or where nothing is booked for it. */
int stands_moved(struct run *r, const struct booking *b, bool *moved,
    struct err *e);

/* Whether a line of the booking stands in such a calendar. */
int stands_by_lines(struct run *r, const char *calendar,
    const struct booking *b, bool *stands, struct err *e);

/* Whether overrides are all that a calendar which is not in the run has of a
 * UID.  False when not all of the calendar can be read, or it has none. */
int stands_overrides_alone(struct run *r, const char *calendar,
    const char *uid, bool *alone, struct err *e);

/* Forget what was looked up. */
void stands_free(struct run *r);

#endif
