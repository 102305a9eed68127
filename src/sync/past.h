/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_PAST_H
#define ICSR_SYNC_PAST_H

#include "sync/ours.h"

/*
 * What earlier runs recorded of a VEVENT: what they put into it, and what
 * stood there before (store/issued).
 *
 * A VEVENT is recognised by its RECURRENCE-ID (the old one, when its series
 * moved); where two have the same, or none has it, by the likeness of its text
 * (ics/likeness).  Of rows that fit equally well, only what they agree on
 * counts.
 */

#define PAST_NO_ID "?"

/* Which VEVENT it is, for what is recorded of it. */
struct past_place {
	const char *component;		/* its RECURRENCE-ID, "" for none;
					 * PAST_NO_ID: it can't be read, or
					 * two VEVENTs of its file have it */
	int64_t at;			/* the instant of that: Unix seconds */
	int64_t anchor;			/* its series' DTSTART now, the same;
					 * 0: no series */
};

/* What has been recorded of a VEVENT, of all reservations in it. */
struct past {
	struct own_undos undos;
	unsigned put, looked;		/* kinds: see struct own_wish; looked:
					 * all that were ever written for one
					 * of the reservations */
	int64_t losses, lost_at;	/* see struct put_row */
	bool moved;			/* the records stand under another
					 * RECURRENCE-ID: the series moved */
	const char *component;		/* under which the records are kept */
	struct slice says;		/* likeness_of the VEVENT now */
	/* its key in undo, for the booking's reservation; 0: it has no rows
	 * there */
	uint64_t vevent;
};

/*
 * Load the records of the reservations whose ids the VEVENT carries, and of
 * the booking's (NULL: no booking); of its former one, if the VEVENT carries
 * no id any more.  A line that was replaced comes back, unless it held a link
 * or id of ours whose reservation has ended.  Texts belong to the arena, or to
 * at; past_free in any case.  -1: the state can't be read.
 */
int past_recall(struct run *r, const struct ours *o,
    const struct past_place *at, const struct booking *b, struct arena *a,
    struct past *past, struct err *e);
void past_free(struct past *p);

#endif
