/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_OPERATIONS_H
#define ICSR_STORE_OPERATIONS_H

#include "base/mem.h"
#include "base/vec.h"
#include "model/booking.h"
#include "store/store.h"

/*
 * The journal: one row for each intended call, committed before it goes
 * out, completed once.  Triggers refuse any other change.
 */
enum operation_verb { OPERATION_APPLY, OPERATION_UPDATE, OPERATION_DELETE };

enum operation_outcome {
	OPERATION_OPEN,		/* no answer recorded */
	OPERATION_OK,
	OPERATION_GONE,		/* there was no such reservation */
	OPERATION_REFUSED,	/* the server said no */
	OPERATION_UNKNOWN,	/* it may have happened */
	OPERATION_NOT_DONE,	/* it did not happen */
};

struct operation {
	int64_t id;
	enum operation_verb verb;
	const char *calendar, *uid, *recurrence_id;
	int64_t booking;	/* row at that time; it may be gone since */
	const char *reserve_id;	/* NULL: apply without an answer */
	const char *request;	/* as request_write gives it; NULL: delete */
	int64_t end_time;	/* sent; 0: not sent */
	int64_t started, ended;	/* Unix seconds */
	enum operation_outcome outcome;
	struct api_error error;
	const char *run;	/* id of the run; NULL: an old version's */
	const char *log_id;	/* of the answer; NULL: none */
};
struct operations VEC(struct operation);

/* Insert with OPERATION_OPEN; op->id is set. */
int operations_begin(struct store *s, struct operation *op, struct err *e);
/* Complete: outcome, reserve_id, error and ended of op are recorded. */
int operations_end(struct store *s, const struct operation *op,
    struct err *e);
/* Those without an outcome, oldest first; added to out. */
int operations_unfinished(struct store *s, struct arena *a,
    struct operations *out, struct err *e);
/* Whether a completed apply made this id: DELETE goes to no other. */
int operations_made(struct store *s, const char *reserve_id, bool *made,
    struct err *e);

#endif
