/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OUTCOME_H
#define ICSR_SYNC_OUTCOME_H

#include "sync/job.h"

/* Add a call for an item at the end of the queue. */
void outcome_enqueue(struct applier *ap, struct item *it, enum action_kind kind,
    unsigned fields);

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
 * before: the reservation that the booking had.  In the answer's
 * transaction.
 */
int outcome_issue(struct run *r, const struct booking *b,
    const char *before, struct err *e);

#endif
