/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OUTCOME_H
#define ICSR_SYNC_OUTCOME_H

#include "api/api.h"
#include "base/str.h"
#include "store/operations.h"
#include "sync/item.h"
#include "sync/run.h"

/* A call under way. */
struct job {
	struct item *item;
	struct operation op;
	struct api_call call;
	struct str body;
	enum action_kind kind;
	unsigned fields;		/* an update sends */
	struct request held;		/* by the server before it was sent */
	size_t pages;			/* of the state, for it */
	/* another booking that lives, and has the id or the link that the
	 * answer has; NULL: none (outcome_look_up) */
	const struct booking *same_id, *same_link;
};

/* The calls of a run. */
struct applier {
	struct run *run;
	struct api *api;
	struct VEC(struct job *) queue;	/* in order */
	size_t next;			/* in the queue */
	size_t under_way, done;
	size_t pages;			/* for what is under way */
	int64_t started;		/* mono, for the bar */
};

/*
 * A reservation has one event.  Where a server gives one link to two
 * reservations, this is the other one: a booking that lives, the first of
 * them, in *other; NULL: there is none, or no url.  Numbers of reservations
 * that are over come back.  Its texts belong to the run.
 */
int outcome_same_link(struct run *r, const struct booking *b, const char *url,
    const struct booking **other, struct err *e);

/* "UID x of calendar y", for a message. */
const char *outcome_name(struct run *r, const struct booking *other);

/* Add a call for an item at the end of the queue. */
void outcome_enqueue(struct applier *ap, struct item *it, enum action_kind kind,
    unsigned fields);

/*
 * See whether an answer has the id or the link of another booking; comes before
 * outcome_judge.  A create's id that is another's already is none: what it made
 * is not known then.  A link that is another's does not take the place of one
 * that is known.
 */
int outcome_look_up(struct run *r, struct job *job, struct err *e);

/*
 * Two bookings have one reservation, which a state of an earlier version may
 * say.  Where the planned update or delete of an item would do something to the
 * other one, its booking gives the reservation up, which is recorded and told,
 * and is to be made anew if it is wanted.
 */
int outcome_give_up(struct run *r, struct item *it, struct err *e);

/*
 * Take in an answer: set the item's booking and result, the totals and the
 * exit status of the run, and queue a further call where the answer asks for
 * it (a reservation that is gone is made anew, a password that the server
 * changed is sent again).  Returns what the journal records.
 */
enum operation_outcome outcome_judge(struct applier *ap, struct job *job);

/* A signal came before the item's call was sent: it stays planned, is
 * counted, and the next run does it. */
void outcome_not_tried(struct applier *ap, struct item *it);

/*
 * Keep for good which link and id the answer gave, and until when they live;
 * before: the reservation that the booking had, which has ended unless another
 * booking has it too.  In the answer's transaction.
 */
int outcome_issue(struct run *r, const struct booking *b,
    const char *before, struct err *e);

#endif
