/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REJECTS_H
#define ICSR_SYNC_REJECTS_H

#include "base/str.h"
#include "sync/run.h"

/*
 * The events of an import that could not be booked, byte for byte: all of
 * a UID when one of its VEVENTs could not.
 */
struct rejects {
	struct str ics;		/* their calendars, without the other events */
	struct str csv;		/* their rows, below the heading */
	size_t n;		/* how many failed: VEVENTs */
	size_t n_rows;		/* VEVENTs of tables */
	size_t n_alike;		/* of these, those whose UID goes by the place
				 * that they had */
	char encoding[48];	/* of csv */
	bool mixed;		/* tables have different headings or encodings:
				 * csv has the rows of the first alone */
};

/*
 * Collect them, after the run.  A problem of a whole file has no event and
 * yields nothing.  No file is written; rejects_free in any case.
 */
void rejects_collect(struct run *r, struct rejects *out);
void rejects_free(struct rejects *out);

#endif
