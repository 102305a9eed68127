/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CHANGES_H
#define ICSR_SYNC_CHANGES_H

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"
#include "model/booking.h"
#include "store/issued.h"
#include "store/store.h"

/*
 * Changes of rows that a plan wants beside its calls: a booking that follows
 * its event to another calendar or UID, times that are known better, a row
 * that is of no more use.  Values: nothing changes until they are made.
 */
struct change {
	size_t order;			/* in which they were wanted */
	bool remove;
	struct booking booking;		/* as it is to be; its id is not 0 */
};

struct changes {
	struct VEC(struct change) rows;
	struct issued_rows issued;	/* links and ids of bookings that took a
					 * new UID */
	struct made_rows users;		/* overrides that a person changed */
};

/* Want a row to be as this booking is, or to be removed.  Texts are copied
 * into the arena.  A later change of the same row replaces an earlier one. */
void changes_put(struct changes *c, const struct booking *b,
    struct arena *a);
void changes_remove(struct changes *c, const struct booking *b,
    struct arena *a);

/*
 * Make all changes, in the open transaction.  Rows may swap keys: all give up
 * their old ones before any takes a new one.
 */
int changes_make(struct changes *c, struct store *s, struct err *e);

void changes_free(struct changes *c);

#endif
