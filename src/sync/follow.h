/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_FOLLOW_H
#define ICSR_SYNC_FOLLOW_H

#include "sync/uid_set.h"

/* VEVENTs that follow another one's booking, and bookings without an event. */

/*
 * Plan the edit of a VEVENT that is to carry the link of another VEVENT's
 * booking, or none.  leader: the item of that booking, or NULL.  No call is
 * planned; a file that can't be replaced is a problem of the run.
 */
int follow_vevent(struct uid_set *s, struct component *c, enum wish wish,
    struct booking *b, struct item *leader, struct err *e);

/*
 * Plan the end of a booking whose event is gone: it is deleted with that note
 * (NULL: it is only forgotten), and our lines are taken out of the VEVENT that
 * carries it (NULL: none).
 */
int follow_end(struct uid_set *s, struct booking *b, struct component *c,
    const char *note, struct err *e);
/*
 * Release a booking that no event wants any more: it is kept until it expires,
 * and reported once.  Wanted again, it is used again.
 */
void follow_release(struct uid_set *s, struct booking *b, const char *note);

#endif
