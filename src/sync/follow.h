/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_FOLLOW_H
#define ICSR_SYNC_FOLLOW_H

#include "sync/uid_set.h"

/* VEVENTs that follow another one's booking, and bookings without an event. */

/*
 * A VEVENT that carries the link of another one's booking, or shall carry
 * none; leader: the item of that booking, or NULL.  No call.
 */
int follow_vevent(struct uid_set *s, struct component *c, enum wish wish,
    struct booking *b, struct item *leader, struct err *e);

/*
 * A booking of the set without an event: it is deleted with that note
 * (NULL: it is only forgotten), and the VEVENT that carries it (NULL: none)
 * is cleaned.
 */
int follow_end(struct uid_set *s, struct booking *b, struct component *c,
    const char *note, struct err *e);
/*
 * A booking that no event wants any more: it is kept until it expires, and
 * told once.  Wanted again, it is used again.
 */
void follow_release(struct uid_set *s, struct booking *b, const char *note);

#endif
