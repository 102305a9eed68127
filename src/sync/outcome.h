/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OUTCOME_H
#define ICSR_SYNC_OUTCOME_H

#include "sync/job.h"

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
