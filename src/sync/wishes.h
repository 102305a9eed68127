/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_WISHES_H
#define ICSR_SYNC_WISHES_H

#include "base/slice.h"
#include "sync/run.h"

/* The VEVENT of an item in the bytes that are to be edited. */
struct wish_target {
	struct slice file;
	size_t off, len;
	struct arena *arena;	/* for the texts of edits and lines */
};

/*
 * What has to be edited so that the event says what the item wishes, by
 * own_plan on what the state knows of the item's booking.  Adds to edits
 * and lines.  A link that may not be
 * written becomes a problem of the run and no edit.
 */
int wishes_plan(struct run *r, struct item *it, const struct wish_target *t,
    struct vec *edits, struct vec *lines, struct err *e);

/* Whether the item's own file is edited: write-back is on, and not to an
 * output elsewhere. */
bool wishes_in_place(const struct run *r, const struct item *it);

/* Whether the link may be written. */
bool wishes_link_good(const struct item *it);

#endif
