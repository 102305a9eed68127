/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_ACTION_H
#define ICSR_MODEL_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/booking.h"
#include "model/reservation.h"

enum action_kind {
	ACTION_NONE,		/* nothing is sent; `note` says why */
	ACTION_CREATE,
	ACTION_UPDATE,
	ACTION_RENEW,
	ACTION_DELETE,
	ACTION_WRITE,		/* only the calendar file changes */
};

enum action_result {
	RESULT_PLANNED,
	RESULT_OK,
	RESULT_FAILED,
	RESULT_UNKNOWN,		/* the outcome of the call is not known */
	RESULT_REFUSED,		/* by the deletion guard */
};

/* The words of the plan and of --json. */
const char *action_kind_name(enum action_kind k);
const char *action_result_name(enum action_result r);

/*
 * One step of the plan.  compare makes it, apply carries it out and fills
 * in what came of it; show prints it before and after.
 */
struct action {
	enum action_kind kind;
	enum action_result result;
	bool bad_link;			/* the server's, not to be followed */
	struct booking booking;		/* as it is, and then as it became */
	const struct request *want;	/* NULL: delete, or renew from state;
					 * a delete that has one is followed
					 * by a create */
	unsigned changed;		/* request fields an update sends */
	int64_t end_time;		/* to be sent; 0: not sent */
	const char *file;		/* for output; NULL: none */
	uint32_t line;
	const char *note;		/* why, in a few words; NULL: none */
	bool deferred;			/* booked later, when in reach */
	struct api_error error;
};
struct actions VEC(struct action);

/* Whether it is a delete that is followed by a create. */
static inline bool
action_recreates(const struct action *act)
{
	return act->kind == ACTION_DELETE && act->want;
}

/* Whether the event gets a link that is not known yet. */
static inline bool
action_brings_link(const struct action *act)
{
	return act->kind == ACTION_CREATE || action_recreates(act);
}

/*
 * Something a person should know of: an event that is skipped or failed, a
 * file that can't be read.  kind is a stable word.
 */
struct problem {
	const char *kind;		/* "unknown-timezone" */
	const char *calendar, *file, *uid, *property;	/* NULL: none */
	uint32_t line;			/* 0: none */
	const char *message;
	int exit;			/* the exit status it asks for; 0:
					 * worth telling, no failure */
	bool lenient;			/* what was read otherwise than it is
					 * written; alike in all of a file */
};
struct problems VEC(struct problem);

/* What a run did, or with a dry run would do. */
struct totals {
	int64_t created, updated, renewed, deleted, unchanged, deferred,
	    skipped, failed;
	int64_t refused;	/* deletions, by the guard */
	int64_t not_tried;	/* calls not sent when a signal came */
	int64_t unknown, files_written;
	/* Events whose link is another than before; not among the totals of
	 * --json, where problems say so. */
	int64_t links_changed;
};

#endif
