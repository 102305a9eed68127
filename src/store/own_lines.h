/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_OWN_LINES_H
#define ICSR_STORE_OWN_LINES_H

#include "base/mem.h"
#include "base/vec.h"
#include "model/own_line.h"
#include "store/store.h"

/*
 * Lines of ours in calendar files.  A VEVENT is named by its calendar, UID
 * and RECURRENCE-ID; a series has lines of one booking in several.
 */
struct own_place {
	int64_t booking;		/* that they were written for */
	const char *calendar, *uid;	/* the booking's */
	const char *component;		/* RECURRENCE-ID, "" for none */
	int64_t file;			/* row of its file, 0: none */
	uint64_t key;			/* finds it there: ics/cut.h */
};

/*
 * The lines of a VEVENT, whichever booking they were written for, in the
 * order in which they were put; then those of the series' master, which a
 * calendar program copies when it makes an override.
 */
int own_lines_of(struct store *s, const struct own_place *at,
    struct arena *a, struct vec *out, struct err *e);
/* Replace all lines of a VEVENT, whichever booking they were for. */
int own_lines_put(struct store *s, const struct own_place *at,
    const struct own_line *lines, size_t n, struct err *e);

/*
 * Of all VEVENTs of a UID, in any calendar, the X-ICSRESERVE-ID lines, and
 * what marks those that are ours as a whole: which there are.
 */
struct own_mark {
	const char *component, *name, *text;
	int64_t file;
	const char *calendar;
};
int own_lines_marks(struct store *s, const char *uid, struct arena *a,
    struct vec *out, struct err *e);
/* Where a booking has lines: struct own_place, each once. */
int own_lines_places(struct store *s, int64_t booking, struct arena *a,
    struct vec *out, struct err *e);

#endif
