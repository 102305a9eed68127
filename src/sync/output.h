/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OUTPUT_H
#define ICSR_SYNC_OUTPUT_H

#include <stdbool.h>

#include "ics/splice.h"
#include "sync/catalog.h"
#include "sync/ours.h"

/*
 * A calendar with `output` leaves its source alone: the copy with the
 * links is output itself when that ends in .ics and the source is a
 * file, else in the folder output under the source's name.
 */
const char *output_path(struct arena *a, const struct scan_file *f);

/*
 * ERR_USAGE when two files of a calendar would be written to one output, or
 * one onto a calendar.
 */
int output_check(struct run *r, const struct scan *sc, struct err *e);

/*
 * Whose the copy of a file is.  It may be replaced or removed when it is ours:
 * there is none, or an earlier run wrote it: it has an id line that was issued
 * here, or its VEVENTs are those of the source, now or when the cache was
 * written.  With id lines that were all issued elsewhere it is another state's.
 * -1 with the error of the state.
 */
enum output_owner { OUTPUT_OURS, OUTPUT_OTHER_STATE, OUTPUT_USER };
int output_whose(struct run *r, const struct scan_file *f,
    enum output_owner *whose, struct err *e);

/*
 * The copy that an earlier run wrote, while the next one is planned.  A VEVENT
 * that would differ in its stamps alone keeps those.
 */
struct output_copy {
	bool there;
	struct view view;
	struct cut cut;			/* its VEVENTs, by their keys */
	struct edit_list left_out;	/* input_leave_out, of the source */
	struct arena arena;
	const char *stamps[OWN_STAMPS];	/* of the VEVENT found last */
};

/* Open the copy of a file; without one there is nothing to be found in it. */
void output_open(struct output_copy *copy, const struct run *r,
    const struct scan_file *f, const char *path);
void output_close(struct output_copy *copy);
/* Find the VEVENT with a key (struct cut_event), and its stamps. */
const struct cut_event *output_find(struct output_copy *copy, uint64_t key);
/* Whether the VEVENT in the copy is the source's with these edits made. */
bool output_has(const struct output_copy *copy, const struct cut_event *ev,
    const struct ours_input *in, const struct edit_list *edits);

/* Whether the file at path is there and equals bytes with the edits made. */
bool output_is_current(const char *path, struct slice bytes,
    const struct edit_list *edits);

#endif
