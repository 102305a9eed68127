/* SPDX-License-Identifier: MIT */
#include "ics/splice.h"

int
splice_bytes(struct slice bytes, const struct vec *edits,
    const struct splice_sink *sink, struct err *e)
{
	const struct edit *ed;
	size_t i, at = 0;

	for (i = 0; i < edits->n; i++) {
		ed = &VEC_AT(edits, struct edit, i);
		if (sink->put(sink->cookie, slice_of(bytes.p + at,
		    ed->off - at), e) == -1 ||
		    sink->put(sink->cookie, ed->text, e) == -1)
			return -1;
		at = ed->off + ed->len;
	}
	return sink->put(sink->cookie, slice_from(bytes, at), e);
}

/* Take a prefix off *rest; false when it is not there. */
static bool
take(struct slice *rest, struct slice prefix)
{
	if (!slice_starts(*rest, prefix))
		return false;
	*rest = slice_from(*rest, prefix.n);
	return true;
}

static bool
same_outside(struct slice before, const struct vec *edits,
    struct slice after)
{
	const struct edit *ed;
	size_t i, at = 0;

	for (i = 0; i < edits->n; i++) {
		ed = &VEC_AT(edits, struct edit, i);
		if (ed->off < at || ed->off + ed->len > before.n)
			return false;
		if (!take(&after, slice_of(before.p + at, ed->off - at)) ||
		    !take(&after, ed->text))
			return false;
		at = ed->off + ed->len;
	}
	return slice_eq(after, slice_from(before, at));
}

static bool
same_structure(const struct cut *a, const struct cut *b)
{
	size_t i;

	if (a->reason != b->reason || a->calendars.n != b->calendars.n ||
	    a->events.n != b->events.n)
		return false;
	for (i = 0; i < a->calendars.n; i++)
		if (VEC_AT(&a->calendars, struct cut_calendar, i).context !=
		    VEC_AT(&b->calendars, struct cut_calendar, i).context)
			return false;
	for (i = 0; i < a->events.n; i++)
		if (VEC_AT(&a->events, struct cut_event, i).key !=
		    VEC_AT(&b->events, struct cut_event, i).key)
			return false;
	return true;
}

bool
splice_verify(struct slice before, const struct cut *before_cut,
    const struct vec *edits, struct slice after, struct cut *after_cut)
{
	cut_bytes(after_cut, after, NULL);
	return same_outside(before, edits, after) &&
	    same_structure(before_cut, after_cut);
}
