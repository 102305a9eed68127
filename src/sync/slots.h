/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SLOTS_H
#define ICSR_SYNC_SLOTS_H

#include "sync/uid_set.h"

/*
 * The occurrences of a set that have a booking, or should have one, and which
 * booking is whose.
 */
struct slot {
	struct occurrence occ;
	const char *key;		/* its booking's recurrence_id */
	struct component *words;	/* whose text it has */
	struct component *own;		/* its VEVENT, if the user wrote it */
	struct component *made;		/* the same, if icsreserve made it */
	struct booking *row;		/* NULL: none yet */
	bool nearest;			/* row was found by the nearest time */
	struct item *item;		/* once judged; NULL: nothing to do */
};

struct slots {
	struct VEC(struct slot) list;	/* by start */
	bool *matched;		/* of each row of the set: it has a slot */
	int64_t next;			/* end of the first that is for later;
					 * INT64_MAX: none is */
	struct recur_found found;	/* owns what slots borrow */
};

/*
 * Find the occurrences and match each with its booking: by the id that its
 * VEVENT carries, then by RECURRENCE-ID, then, in a series that moved, by the
 * nearest time.  False, with a problem, when the occurrences can't be worked
 * out.  slots_free in any case.
 */
bool slots_find(struct uid_set *s, struct slots *out);
void slots_free(struct slots *slots);

#endif
