/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_BOOKING_H
#define ICSR_MODEL_BOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/reservation.h"

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

#endif
