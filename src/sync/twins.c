/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sync/twins.h"

bool
twins_is_newer(const struct booking *a, const struct booking *b)
{
	if (a->sequence != b->sequence)
		return a->sequence > b->sequence;
	return a->dtstamp > b->dtstamp && a->dtstamp > b->updated;
}

/* Whether the last problem is of the very VEVENT. */
static bool
told_of(const struct run *r, const struct problem *p)
{
	const struct problem *last;

	if (r->problems.n == 0)
		return false;
	last = &VEC_AT(&r->problems, struct problem, r->problems.n - 1);
	return strcmp(last->kind, p->kind) == 0 && last->file &&
	    strcmp(last->file, p->file) == 0 && last->line == p->line;
}

void
twins_leave_alone(struct run *r, struct item *it)
{
	struct problem p = {
		.kind = "duplicate-uid",
		.calendar = it->act.booking.calendar, .file = it->act.file,
		.uid = it->act.booking.uid, .line = it->act.line,
		.message = "the same event stands in another file, which is "
		    "the one that is booked",
	};

	it->act.kind = ACTION_NONE;
	it->act.note = "stands in another file too";
	it->wish = WISH_LEAVE;
	it->open = true;	/* the other one may go */
	/* Once for a series whose occurrences are booked. */
	if (told_of(r, &p))
		return;
	r->totals.skipped++;
	run_problem(r, &p);
}

void
twins_yield(struct item *it)
{
	it->follower = true;
	it->made.n = 0;
	it->act.want = NULL;
	it->act.changed = 0;
	it->act.end_time = 0;
	it->act.deferred = false;
	it->act.kind = it->whole ? ACTION_WRITE : ACTION_NONE;
	it->act.note = "has an override in another file";
	it->wish = it->whole ? WISH_BARE : WISH_LEAVE;
}

/* Within which UIDs are one: a calendar, or all that is imported. */
static const char *
place_of(const struct item *it)
{
	return it->file && it->file->calendar->imported ? ""
	    : it->act.booking.calendar;
}

static int
by_key_then_newest(const void *x, const void *y)
{
	const struct item *v = *(struct item *const *)x;
	const struct item *w = *(struct item *const *)y;
	const struct booking *a = &v->act.booking, *b = &w->act.booking;
	int order = strcmp(place_of(v), place_of(w));

	if (!order)
		order = strcmp(a->uid, b->uid);
	if (!order)
		order = strcmp(a->recurrence_id, b->recurrence_id);
	if (!order)
		order = (v->made.n > 0) - (w->made.n > 0);
	if (!order && twins_is_newer(a, b) != twins_is_newer(b, a))
		order = twins_is_newer(a, b) ? -1 : 1;
	return order;
}

static bool
same_event(const struct item *x, const struct item *y)
{
	const struct booking *a = &x->act.booking, *b = &y->act.booking;

	return strcmp(place_of(x), place_of(y)) == 0 &&
	    strcmp(a->uid, b->uid) == 0 &&
	    strcmp(a->recurrence_id, b->recurrence_id) == 0;
}

/*
 * An override in another file than its series, which is new as well: it
 * has the series' link.
 */
static bool
joins_series(const struct run *r, struct item *it, struct item *master)
{
	const struct booking *a = &it->act.booking, *b;

	if (!master || it->settings->recurrence != RECURRENCE_SERIES)
		return false;
	b = &master->act.booking;
	if (!*a->recurrence_id || *b->recurrence_id ||
	    strcmp(a->calendar, b->calendar) != 0 ||
	    strcmp(a->uid, b->uid) != 0)
		return false;
	it->follower = true;
	it->leader = master;
	it->act.want = NULL;
	it->act.changed = 0;
	it->act.end_time = 0;
	it->act.kind = r->write_back && it->settings->write_back
	    ? ACTION_WRITE : ACTION_NONE;
	return true;
}

/* Two files of a calendar bring the same new event: one is booked. */
static void
drop_twins(struct run *r)
{
	struct vec creates = VEC_OF(struct item *);
	struct item *it, *best = NULL, *master = NULL;
	size_t i;

	for (i = 0; i < r->items.n; i++)
		if (run_item(r, i)->act.kind == ACTION_CREATE)
			*(struct item **)vec_add(&creates) = run_item(r, i);
	vec_sort(&creates, by_key_then_newest);
	for (i = 0; i < creates.n; i++) {
		it = VEC_AT(&creates, struct item *, i);
		if (best && same_event(best, it)) {
			if (it->made.n && !best->made.n)
				twins_yield(it);
			else
				twins_leave_alone(r, it);
			continue;
		}
		if (joins_series(r, it, master))
			continue;
		best = it;
		if (!*it->act.booking.recurrence_id)
			master = it;
	}
	vec_free(&creates);
}

static int
by_place_then_calendar(const void *x, const void *y)
{
	const struct item *v = *(struct item *const *)x;
	const struct item *w = *(struct item *const *)y;
	const struct file_stamp *a = &v->file->row.stamp;
	const struct file_stamp *b = &w->file->row.stamp;

	if (a->dev != b->dev)
		return a->dev < b->dev ? -1 : 1;
	if (a->ino != b->ino)
		return a->ino < b->ino ? -1 : 1;
	if (v->off != w->off)
		return v->off < w->off ? -1 : 1;
	return strcmp(v->act.booking.calendar, w->act.booking.calendar);
}

/* Two calendars have the same file: the first by name books the event. */
static void
drop_doubles(struct run *r)
{
	struct vec creates = VEC_OF(struct item *);
	struct item *it, *first = NULL;
	size_t i;

	for (i = 0; i < r->items.n && r->scans.n > 1; i++) {
		it = run_item(r, i);
		if (it->act.kind == ACTION_CREATE && it->file && !it->made.n)
			*(struct item **)vec_add(&creates) = it;
	}
	vec_sort(&creates, by_place_then_calendar);
	for (i = 0; i < creates.n; i++) {
		it = VEC_AT(&creates, struct item *, i);
		if (first && it->off == first->off &&
		    it->file->row.stamp.dev == first->file->row.stamp.dev &&
		    it->file->row.stamp.ino == first->file->row.stamp.ino)
			twins_leave_alone(r, it);
		else
			first = it;
	}
	vec_free(&creates);
}

void
twins_drop(struct run *r)
{
	drop_doubles(r);
	drop_twins(r);
}
