/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SYNC_H
#define ICSR_SYNC_SYNC_H

#include "sync/run.h"

/*
 * The main job for some calendars: scan, plan, guard, call, write, settle.
 * With run->dry_run it ends after the guard.  Results, problems and exit
 * status are in the run; the error is for what ends the run at once.
 * plan, when not NULL, is called with the finished plan before anything is
 * done.  When run->only_plan names another plan nothing is (ERR_USAGE).
 */
int sync_calendars(struct run *r, struct calendar *const *cals, size_t n,
    void (*plan)(const struct run *r), struct err *e);

/* What is to be cancelled. */
struct cancel {
	const struct vec *bookings;	/* struct booking */
	bool whole;		/* all there is: lines of ours go also where no
				 * booking is known for them any more */
	const char *calendar;	/* of this calendar alone; NULL: of all */
	bool strays;	/* lines of reservations that nothing is known of
			 * here; no booking, no call */
};
/*
 * Cancel bookings: delete the reservations, take our lines out of the files of
 * their calendars, wherever they stand, and forget them.  A file that can't
 * be read keeps its lines, and a problem names it; the next sync or cancel
 * that can read it takes them out.
 */
int sync_cancel(struct run *r, const struct cancel *what,
    void (*plan)(const struct run *r), struct err *e);

#endif
