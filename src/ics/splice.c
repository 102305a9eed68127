/* SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "ics/splice.h"

static int
put_pieces(const struct splice_sink *sink, struct slice text, struct err *e)
{
	struct slice piece;

	while (text.n) {
		piece = text;
		if (piece.n > SPLICE_PIECE)
			piece.n = SPLICE_PIECE;
		if (sink->put(sink->cookie, piece, e) == -1)
			return -1;
		text = slice_from(text, piece.n);
		if (sink->view && piece.n == SPLICE_PIECE)
			view_drop(sink->view,
			    (size_t)(text.p - sink->view->bytes.p));
	}
	return 0;
}

int
splice_bytes(struct slice bytes, const struct edit_list *edits,
    const struct splice_sink *sink, struct err *e)
{
	const struct edit *ed;
	size_t i, at = 0;

	for (i = 0; i < edits->n; i++) {
		ed = &edits->items[i];
		if (ed->off < at || ed->off + ed->len > bytes.n)
			return err_set(e, ERR_FAILED, "edits overlap");
		if (put_pieces(sink, slice_of(bytes.p + at, ed->off - at),
		    e) == -1)
			return -1;
		if (ed->text.n && sink->put(sink->cookie, ed->text, e) == -1)
			return -1;
		at = ed->off + ed->len;
	}
	return put_pieces(sink, slice_from(bytes, at), e);
}

static int
append(void *cookie, struct slice bytes, struct err *e)
{
	(void)e;
	str_add(cookie, bytes);
	return 0;
}

int
splice_text(struct slice bytes, const struct edit_list *edits, struct str *out,
    struct err *e)
{
	return splice_bytes(bytes, edits,
	    &(struct splice_sink){ append, out, NULL }, e);
}

/* What is left to compare of the new bytes. */
struct rest {
	const struct splice_pair *pair;
	struct slice after;
	size_t dropped;
};

static void
drop_passed(struct rest *r, size_t before_at)
{
	size_t after_at = (size_t)(r->after.p - r->pair->after.p);

	if (after_at - r->dropped < SPLICE_PIECE)
		return;
	r->dropped = after_at;
	if (r->pair->before_view)
		view_drop(r->pair->before_view, before_at);
	if (r->pair->after_view)
		view_drop(r->pair->after_view, after_at);
}

/* Take text off the new bytes, in pieces; false when it is not there. */
static bool
take(struct rest *r, struct slice text)
{
	struct slice piece;

	while (text.n) {
		piece = text;
		if (piece.n > SPLICE_PIECE)
			piece.n = SPLICE_PIECE;
		if (!slice_starts(r->after, piece))
			return false;
		r->after = slice_from(r->after, piece.n);
		text = slice_from(text, piece.n);
		if (piece.n == SPLICE_PIECE)
			drop_passed(r, (size_t)(text.p -
			    r->pair->before.p));
	}
	return true;
}

static bool
same_outside(const struct splice_pair *pair, const struct edit_list *edits)
{
	struct rest r = { pair, pair->after, 0 };
	struct slice before = pair->before;
	const struct edit *ed;
	size_t i, at = 0;

	for (i = 0; i < edits->n; i++) {
		ed = &edits->items[i];
		if (ed->off < at || ed->off + ed->len > before.n)
			return false;
		if (!take(&r, slice_of(before.p + at, ed->off - at)) ||
		    !slice_starts(r.after, ed->text))
			return false;
		r.after = slice_from(r.after, ed->text.n);
		at = ed->off + ed->len;
		drop_passed(&r, at);
	}
	return take(&r, slice_from(before, at)) && r.after.n == 0;
}

uint64_t
splice_key(struct slice component)
{
	struct str file = { 0 };
	struct cut cut;
	uint64_t key = 0;

	str_adds(&file, "BEGIN:VCALENDAR\n");
	str_add(&file, component);
	str_adds(&file, "END:VCALENDAR\n");
	cut_bytes(&cut, str_slice(&file), NULL);
	if (cut.reason == CUT_FINE && cut.events.n == 1 &&
	    cut.calendars.n == 1)
		key = cut.events.items[0].key;
	cut_free(&cut);
	str_free(&file);
	return key;
}

static void
expect(struct digests *keys, uint64_t key)
{
	*VEC_ADD(keys) = key;
}

/*
 * The keys of the events that there should be.  False when an edit of a
 * component is none.
 */
static bool
expected_keys(const struct cut *before, const struct edit_list *edits,
    struct digests *keys)
{
	const struct cut_event *ev = before->events.items;
	const struct cut_event *end = ev + before->events.n;
	const struct edit *ed;
	size_t i;

	for (i = 0; i < edits->n; i++) {
		ed = &edits->items[i];
		if (!ed->component)
			continue;
		for (; ev < end && ev->off < ed->off; ev++)
			expect(keys, ev->key);
		if (ed->len && (ev == end || ev->off != ed->off ||
		    ev->len != ed->len))
			return false;
		ev += ed->len > 0;
		if (ed->text.n)
			expect(keys, splice_key(ed->text));
	}
	for (; ev < end; ev++)
		expect(keys, ev->key);
	return true;
}

static bool
same_events(const struct cut *before, const struct edit_list *edits,
    const struct cut *after)
{
	struct digests keys = { 0 };
	bool same = expected_keys(before, edits, &keys) &&
	    keys.n == after->events.n;
	size_t i;

	for (i = 0; same && i < keys.n; i++)
		same = keys.items[i] == after->events.items[i].key;
	VEC_FREE(&keys);
	return same;
}

static bool
same_structure(const struct cut *a, const struct edit_list *edits,
    const struct cut *b)
{
	size_t i;

	if (a->reason != b->reason || a->calendars.n != b->calendars.n)
		return false;
	for (i = 0; i < a->calendars.n; i++)
		if (a->calendars.items[i].context !=
		    b->calendars.items[i].context)
			return false;
	return same_events(a, edits, b);
}

bool
splice_verify(const struct splice_pair *pair, const struct cut *before_cut,
    const struct edit_list *edits, struct cut *after_cut)
{
	cut_bytes(after_cut, pair->after, pair->after_view);
	return same_outside(pair, edits) &&
	    same_structure(before_cut, edits, after_cut);
}
