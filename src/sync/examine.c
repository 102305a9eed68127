/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/hash.h"
#include "sync/examine.h"
#include "store/bookings.h"
#include "store/own_lines.h"
#include "sync/group.h"
#include "sync/subject.h"

/* So much is passed before its memory is given back. */
#define DROP_BYTES ((uint32_t)4 << 20)

static struct booking_mark *
first_mark(struct examination *x, uint64_t key)
{
	struct booking_mark *m = x->marks.items;
	size_t lo = 0, hi = x->marks.n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (m[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < x->marks.n && m[lo].key == key ? &m[lo] : NULL;
}

void
examine_mark(struct examination *x, uint64_t key)
{
	struct booking_mark *end = (struct booking_mark *)x->marks.items +
	    x->marks.n;
	struct booking_mark *first = first_mark(x, key), *m;

	for (m = first; m && m < end && m->key == key; m++)
		m->seen = true;
}

static bool
is_settled(const struct examination *x, uint64_t digest)
{
	return x->settled.n && bsearch(&digest, x->settled.items,
	    x->settled.n, sizeof(uint64_t), hash_cmp);
}

/* Whether the very bytes stood in the file when it was last read. */
static bool
was_seen(const struct examination *x, uint64_t digest)
{
	return is_settled(x, digest) || is_settled(x, digest | 1) ||
	    is_settled(x, examine_seen(digest));
}

/* Whether nothing is left to do for an event's bytes. */
static bool
is_known(const struct examination *x, const struct cut_event *ev,
    bool *skipped)
{
	*skipped = is_settled(x, ev->digest | 1);
	if (*skipped && x->scan->calendar->imported)
		return false;		/* to be told again */
	return !x->anew && !run_is_due(x->scan, x->file->row.id, ev->key) &&
	    (*skipped || is_settled(x, ev->digest));
}

static const struct cut_event *
event_at(const struct examination *x, uint32_t i)
{
	return &VEC_AT(&x->cut->events, struct cut_event, i);
}

/* All of one UID, the first at index, are as they were. */
static bool
settle_as_known(struct examination *x, uint32_t index)
{
	struct subject s;
	bool skipped;
	uint32_t i = index;

	do {
		if (!is_known(x, event_at(x, i), &skipped))
			return false;
		i = event_at(x, i)->next;
	} while (i);
	i = index;
	do {
		is_known(x, event_at(x, i), &skipped);
		subject_init(&s, x, i);
		subject_settle(&s, skipped);
		i = event_at(x, i)->next;
	} while (i);
	return true;
}

/* The VEVENTs of one UID, the first at index, are looked into together. */
static int
look_at(struct examination *x, uint32_t index, struct err *e)
{
	struct group g = { .x = x, .members = VEC_OF(struct subject),
		.rows = VEC_OF(struct booking),
		.marks = VEC_OF(struct own_mark) };
	struct subject *s;
	uint32_t i = index;
	int rc;

	arena_free(&x->scratch);
	if (x->n_memory > 1) {
		arena_free(&x->memory);
		x->calendar_known = false;
		x->n_memory = 0;
	}
	do {
		s = vec_add(&g.members);
		subject_init(s, x, i);
		x->fresh += !was_seen(x, s->cut->digest);
		if (!subject_refused(s))
			subject_parse(s);
		i = event_at(x, i)->next;
	} while (i);
	rc = group_examine(&g, e);
	vec_free(&g.members);
	vec_free(&g.rows);
	vec_free(&g.marks);
	return rc;
}

static int
examine_event(struct examination *x, uint32_t index, struct err *e)
{
	const struct cut_event *ev = event_at(x, index);

	examine_mark(x, ev->key);
	if (ev->follower)
		return 0;	/* with the first of its UID */
	return settle_as_known(x, index) ? 0 : look_at(x, index, e);
}

int
examine_file(struct examination *x, struct err *e)
{
	uint32_t i, off, dropped = 0;

	x->file->row.deferred = 0;
	x->file->row.skipped = 0;
	x->file->row.due = 0;
	for (i = 0; i < x->cut->events.n; i++) {
		off = event_at(x, i)->off;
		/* The resident size must not grow with the file. */
		if (off - dropped > DROP_BYTES) {
			view_drop(x->view, off);
			dropped = off;
		}
		if (examine_event(x, i, e) == -1)
			return -1;
	}
	return 0;
}
