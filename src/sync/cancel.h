/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CANCEL_H
#define ICSR_SYNC_CANCEL_H

#include "sync/run.h"

/* What is to be cancelled. */
struct cancel {
	const struct bookings *bookings;
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
int cancel_bookings(struct run *r, const struct cancel *what,
    void (*plan)(const struct run *r), struct err *e);

#endif
