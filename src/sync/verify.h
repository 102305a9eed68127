/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_VERIFY_H
#define ICSR_SYNC_VERIFY_H

#include "api/drift.h"
#include "sync/client.h"
#include "sync/run.h"

/*
 * Whether the server still holds what the state says that it holds.
 *
 * To mend is to learn and then to sync: what the server really has is
 * recorded, and the plan that sync makes of it sends what is missing, by
 * the same guard and journal.
 */
struct finding {
	struct booking booking;		/* as it was recorded */
	struct query query;		/* and what was answered */
	unsigned drifts;		/* 1u << enum drift; 0: none, or it
					 * could not be asked */
};
struct findings VEC(struct finding);

/*
 * Ask for the reservation of each of the bookings, live or not; findings,
 * empty before, has one for each of them, in their order.  One without a
 * reserve_id is not asked for (API_NOT_DONE).  Texts belong to the arena of
 * the run.  Errors are those of client_query.
 */
int verify_ask(struct run *r, const struct bookings *bookings,
    struct findings *findings, struct err *e);

/* Whether the query was answered, also with "there is none". */
bool verify_answered(const struct finding *f);

/* Whether it was answered or refused: asking again does not help. */
bool verify_known(const struct finding *f);

/* Record what the server has; the next plan looks at those events. */
int verify_learn(struct run *r, const struct findings *findings, struct err *e);

/*
 * Read back the reservations whose updates of this run cleared a field: the
 * API's pages do not agree whether an empty value does that (request_clears).
 * A field that kept its value is a problem of the run, and so is a failure to
 * read back.  The field is not sent again, since that would not help.
 */
void verify_cleared(struct run *r);

#endif
