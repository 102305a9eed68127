/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EXAMINE_H
#define ICSR_SYNC_EXAMINE_H

#include "base/view.h"
#include "ics/cut.h"
#include "sync/run.h"

/* A file under examination. */
struct examination {
	struct run *run;
	struct scan *scan;
	struct scan_file *file;
	const struct view *view;
	const struct cut *cut;
	struct vec marks;	/* struct booking_mark: bookings of the file */
	struct vec settled;	/* uint64_t: digests known from the state */
	struct arena scratch;	/* for one event at a time */
	size_t fresh;		/* events that were not settled */
	bool zone_known;	/* X-WR-TIMEZONE of the calendar below */
	uint32_t zone_calendar;
	const char *zone;
};

/*
 * Look at each event of the file: settled ones are passed over, the others
 * parsed, mapped, compared and, unless nothing is left to do, added to the
 * run as items.  Bookings whose event is there are marked as seen.
 */
int examine_file(struct examination *x, struct err *e);

#endif
