/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_SPLICE_H
#define ICSR_ICS_SPLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/vec.h"
#include "ics/cut.h"

/*
 * Put text in the place of len bytes at off; len 0 inserts.  Edits are in
 * the order of their offsets and do not overlap.
 */
struct edit {
	size_t off, len;
	struct slice text;
};

/* Where the new bytes go; -1 with the error when it can't take them. */
struct splice_sink {
	int (*put)(void *cookie, struct slice bytes, struct err *e);
	void *cookie;
};

/* Hand the bytes with the edits (vec of struct edit) made to the sink. */
int splice_bytes(struct slice bytes, const struct vec *edits,
    const struct splice_sink *sink, struct err *e);

/*
 * Whether `after` is `before` with nothing but the edits changed: equal
 * byte for byte outside of them, and, cut anew, the same calendars and
 * events in the same order.  after_cut is filled in and the caller's to
 * free in any case.
 */
bool splice_verify(struct slice before, const struct cut *before_cut,
    const struct vec *edits, struct slice after, struct cut *after_cut);

#endif
