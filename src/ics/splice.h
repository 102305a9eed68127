/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_SPLICE_H
#define ICSR_ICS_SPLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"
#include "ics/cut.h"

/*
 * Put text in the place of len bytes at off; len 0 inserts.  Edits are in
 * the order of their offsets and do not overlap.  With `component`, what is
 * taken out, put in, or both is one whole VEVENT.
 */
struct edit {
	size_t off, len;
	struct slice text;
	bool component;
};
struct edit_list VEC(struct edit);

/*
 * Where the new bytes go: old bytes in pieces of at most SPLICE_PIECE, the text
 * of each edit as a whole.  put returns -1 with the error when it can't take
 * them.  view is that of the old bytes, or NULL: memory of old bytes that were
 * handed on is given back to the system (view_drop).
 */
#define SPLICE_PIECE ((size_t)4 << 20)
struct splice_sink {
	int (*put)(void *cookie, struct slice bytes, struct err *e);
	void *cookie;
	const struct view *view;
};

/* Hand the bytes with the edits made to the sink. */
int splice_bytes(struct slice bytes, const struct edit_list *edits,
    const struct splice_sink *sink, struct err *e);
/* The same, appended to out. */
int splice_text(struct slice bytes, const struct edit_list *edits,
    struct str *out, struct err *e);

/*
 * A file before and after; each view may be NULL, for bytes that are in
 * memory anyway.
 */
struct splice_pair {
	struct slice before, after;
	const struct view *before_view, *after_view;
};

/*
 * Whether `after` is `before` with nothing but the edits changed: equal
 * byte for byte outside of them, and, cut anew, the same calendars and
 * events in the same order, but for the VEVENTs that edits put in and take
 * out.  after_cut is filled in and the caller's to free in any case.
 */
bool splice_verify(const struct splice_pair *pair,
    const struct cut *before_cut, const struct edit_list *edits,
    struct cut *after_cut);

/* The key (struct cut_event) of a VEVENT that stands alone; 0: it is none. */
uint64_t splice_key(struct slice component);

#endif
