/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EXAMINE_H
#define ICSR_SYNC_EXAMINE_H

#include "base/view.h"
#include "ics/cut.h"
#include "ics/parse.h"
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
	struct arena scratch;	/* for the events of one UID at a time */
	bool anew;		/* they need a look in any case */
	size_t fresh;		/* events whose bytes are new to the file */
	bool calendar_known;	/* what the calendar below says: */
	uint32_t calendar_index;
	struct parse_calendar calendar;
	struct arena memory;	/* for the calendars of one UID's events */
	size_t n_memory;	/* so many are in it */
};

/*
 * What stands among the settled digests for an event that was seen but
 * needs more: odd, and nobody's digest with the note "skipped".
 */
static inline uint64_t
examine_seen(uint64_t digest)
{
	return ~digest;
}

/*
 * Look at each event of the file: settled ones are passed over, the others
 * parsed, mapped, compared and, unless nothing is left to do, added to the
 * run as items.  Bookings whose event is there are marked as seen.
 */
int examine_file(struct examination *x, struct err *e);

/*
 * The bookings of the file with this key have their event, or are dealt
 * with: they are not absent.  A key is a digest: all that share it are
 * meant.
 */
void examine_mark(struct examination *x, uint64_t key);

#endif
