/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_READER_H
#define ICSR_SYNC_READER_H

#include "ics/parse.h"
#include "sync/catalog.h"

/*
 * The bytes of the files that events are read from, and the memory for the
 * events of one UID at a time.
 */
struct reader {
	struct run *run;
	struct arena scratch;		/* of the UID at hand */
	struct arena memory;	/* what VCALENDARs say for their events */
	struct VEC(struct reader_view *) views;	/* open files */
	const struct scan_file *calendar_file;	/* of the VCALENDAR at hand */
	uint32_t calendar_index;
	struct parse_calendar calendar;
	size_t n_calendars;		/* those in memory */
};

/* Give back the memory of the last UID.  A few files stay open; of a large
 * file the bytes before `off` are given back. */
void reader_next(struct reader *rd, const struct scan_file *f, size_t off);

/*
 * The bytes of a file as it was cut.  False when it can't be read or has been
 * replaced since; a problem names it, and the plan is made anew.
 */
bool reader_bytes(struct reader *rd, struct scan_file *f, struct slice *out);

/* What the VCALENDAR of an event says; until the next call.  Its zones stay
 * until reader_next. */
const struct parse_calendar *reader_calendar(struct reader *rd,
    const struct scan_file *f, struct slice bytes, uint32_t calendar);

void reader_free(struct reader *rd);

#endif
