/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_WISHES_H
#define ICSR_SYNC_WISHES_H

#include "base/slice.h"
#include "store/own_lines.h"
#include "sync/run.h"

/* The VEVENT of an item in the bytes that are to be edited. */
struct wish_target {
	struct slice file;
	size_t off, len;
	struct arena *arena;	/* for the texts of edits and lines */
};

/*
 * What has to be edited so that the VEVENT says what the item wishes, on
 * what the state knows of lines of ours in it.  Adds to edits, and to lines
 * (empty before) what is ours then.  A link that may not be written becomes
 * a problem of the run and no edit.
 */
int wishes_plan(struct run *r, struct item *it, const struct wish_target *t,
    struct vec *edits, struct vec *lines, struct err *e);

/* Whether the item's own file is edited: write-back is on, and not to an
 * output elsewhere. */
bool wishes_in_place(const struct run *r, const struct item *it);

/* Whether the link may be written. */
bool wishes_link_good(struct item *it);

/* Where the lines of an item stand; it has a file. */
struct own_place wishes_place(struct item *it);

#endif
