/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ASK_H
#define ICSR_SYNC_ASK_H

#include "sync/run.h"

/*
 * Questions to the API that change nothing: what a reservation is, and
 * which meeting is running (the API's get and get_active_meeting).
 */
struct question {
	const char *reserve_id;
	bool active;		/* the meeting; else the reservation */
	bool participants;	/* of the meeting, too */
	struct booking *booking;	/* the caller's; not looked at */

	/* filled in: */
	enum api_outcome outcome;	/* API_GONE: there is none */
	struct api_error error;
	struct reservation reservation;
	struct active_meeting meeting;

	struct api_call call;		/* ask's own */
};

/*
 * Ask them all, side by side.  Texts belong to the arena of the run.  The
 * error is for what comes before the first call (no credentials) and for
 * credentials or permission refused (ERR_AUTH), which ends the run; when
 * the network fails, the rest comes back as API_NOT_DONE, with a problem
 * of the run.
 */
int ask(struct run *r, struct question *questions, size_t n, struct err *e);

#endif
