/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CLIENT_H
#define ICSR_SYNC_CLIENT_H

#include "sync/run.h"

/*
 * The API of the run: opened when it is first needed, so that a run that
 * calls nothing asks for no secret, and shared by all that call, so that
 * one token serves them.  One that has stopped is opened anew.  run_free
 * closes it.
 */
int client_open(struct run *r, struct api **api, struct err *e);
void client_close(struct run *r);

/* When the API has stopped: a problem of the run, and its exit status. */
void client_tell_stop(struct run *r);

/* Move the progress bar: `done` calls of `total` since started (mono). */
void client_progress(const struct run *r, int64_t started, size_t done,
    size_t total);

/*
 * What the API is asked that changes nothing: what a reservation is, or which
 * meeting is running (its get and get_active_meeting).
 */
struct query {
	const char *reserve_id;
	bool active;		/* the meeting; else the reservation */
	bool participants;	/* of the meeting, too */
	struct booking *booking;	/* the caller's; not looked at */

	/* filled in: */
	enum api_outcome outcome;	/* API_GONE: there is none */
	struct api_error error;
	struct reservation reservation;
	struct active_meeting meeting;

	struct api_call call;		/* client_query's own */
};
struct queries VEC(struct query);

/*
 * Ask them all, side by side.  Texts belong to the arena of the run.  The
 * error is for what comes before the first call (no credentials) and for
 * credentials or permission refused (ERR_AUTH), which ends the run; when
 * the network fails, the rest comes back as API_NOT_DONE, with a problem
 * of the run.
 */
int client_query(struct run *r, struct query *queries, size_t n,
    struct err *e);

#endif
