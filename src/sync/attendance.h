/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ATTENDANCE_H
#define ICSR_SYNC_ATTENDANCE_H

#include "sync/run.h"

/* `attendance --record`: one look at the meetings that may be running now. */

/* Seconds by which a meeting may begin before its event. */
#define ATTENDANCE_EARLY 900

struct attendance_round {
	const struct bookings *bookings;	/* all there are */
	struct calendar *const *cals;	/* of those that are series */
	size_t n_cals;
	int64_t days;			/* how long it is kept */

	/* filled in: */
	size_t asked, running, over;	/* calls, and meetings */
	size_t people;			/* in the meetings that run */
};

/*
 * Whether the meeting of a booking may be running, as far as the state knows:
 * from ATTENDANCE_EARLY before its start until its reservation ends.
 */
bool attendance_may_run(const struct booking *b, int64_t now);

/*
 * Ask for each meeting that may be running, and record who is and was in it,
 * then the names that the app may know, and remove what is older than `days`.
 * Of a series the calendars say when: from ATTENDANCE_EARLY before an
 * occurrence until `grace` after it; a meeting that was seen running is asked
 * for until it is over.
 *
 * The run has a copy of the state; the caller holds the lock of attendance.
 * Errors are those of client_query and of the state; a query that fails is a
 * problem of the run, and the others are recorded.
 */
int attendance_record(struct run *r, struct attendance_round *round,
    struct err *e);

#endif
