/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_JOB_H
#define ICSR_SYNC_JOB_H

#include "api/api.h"
#include "base/str.h"
#include "store/operations.h"
#include "sync/item.h"

/* The calls of a run under way.  Private to apply and outcome. */

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

struct applier {
	struct run *run;
	struct api *api;
	struct VEC(struct job *) queue;	/* in order */
	size_t next;			/* in the queue */
	size_t under_way, done;
	size_t pages;			/* for what is under way */
	int64_t started;		/* mono, for the bar */
};

#endif
