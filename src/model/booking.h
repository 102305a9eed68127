/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_BOOKING_H
#define ICSR_MODEL_BOOKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/reservation.h"

/* Bookings, and what a run plans and does with them. */

/*
 * The life of a booking; src/README.md has the diagram.
 */
enum booking_state {
	BOOKING_WANTED,		/* no reservation: held back, or refused */
	BOOKING_CREATING,	/* the intent is on disk, no answer yet */
	BOOKING_UNKNOWN,	/* the answer was lost: it may exist */
	BOOKING_LIVE,		/* the server holds it */
	BOOKING_ENDED,		/* expired, deleted or gone: no reservation */
};

/* The words of the state database and of `status`. */
const char *booking_state_name(enum booking_state s);

/* What the server last said against it; code 0 and message NULL: nothing. */
struct api_error {
	int http, code;
	const char *message;	/* NULL: none */
	const char *log_id;
};

/*
 * held.until while a deletion, or an update of how long the reservation is
 * wanted, has no answer: only the answer to the next update tells whether the
 * reservation is there, and until when.
 */
#define BOOKING_IN_DOUBT 0

/*
 * One row of the state: an event and the reservation made for it.  The key
 * is calendar, uid and recurrence_id ("" for an event that is no
 * override).  Texts are NULL when unknown; they belong to the arena the
 * row was read into.
 */
struct booking {
	int64_t id;		/* 0: not in the state */
	const char *calendar, *uid, *recurrence_id;
	enum booking_state state;
	bool released;		/* no event wants it any more: it is neither
				 * renewed nor deleted */
	bool going;		/* its event is gone: the reservation is to be
				 * deleted */
	bool legacy;		/* version 4 made it: lines that it forgot may
				 * stand in the event */
	bool ask;	/* the server is asked before anything is sent */
	const char *reserve_id, *meeting_no, *url, *app_link, *live_link;
	/* Of this run, not of the state: */
	const char *former;	/* the reserve_id before, when it is made
				 * anew */
	bool along;		/* it came with its event, from another
				 * calendar or UID */
	const char *password;	/* kept only to be written into the file,
				 * with [writeback] password = yes */
	const char *topic;	/* to name it in output */
	int64_t start, end;	/* the event's, Unix seconds */
	int64_t end_time;	/* the server's expiry, Unix seconds */
	struct request held;	/* what the server was last told */
	int64_t sequence, dtstamp;
	uint64_t pattern;	/* of a series: see struct event */
	struct api_error error;
	int64_t created, updated;
};
struct bookings VEC(struct booking);

/* Until when the event wants the reservation, Unix seconds; if that is in
 * doubt, until when the server holds it. */
static inline int64_t
booking_until(const struct booking *b)
{
	return b->held.until == BOOKING_IN_DOUBT ? b->end_time
	    : b->held.until;
}

/* Copy all its texts into the arena. */
void booking_keep(struct booking *b, struct arena *a);

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
