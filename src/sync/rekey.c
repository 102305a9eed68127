/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/identity.h"
#include "sync/rekey.h"

/* An event by what a person knows it by. */
static int
by_look(const struct booking *a, const struct booking *b)
{
	int order = strcmp(a->calendar, b->calendar);

	if (order)
		return order;
	if (a->pattern != b->pattern)
		return a->pattern < b->pattern ? -1 : 1;
	/* Which occurrence is the next one depends on when one looks. */
	if (!a->pattern && a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (!a->pattern && a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return strcmp(a->topic ? a->topic : "", b->topic ? b->topic : "");
}

static int
bookings_by_look(const void *x, const void *y)
{
	return by_look(x, y);
}

static int
items_by_look(const void *x, const void *y)
{
	return by_look(&(*(struct item *const *)x)->act.booking,
	    &(*(struct item *const *)y)->act.booking);
}

/* Bookings whose event is gone, and whose reservation lives. */
static int
find_gone(struct run *r, struct vec *gone, struct err *e)
{
	struct vec found = VEC_OF(struct booking);
	const struct booking *b;
	const struct scan *sc;
	size_t i, j;
	int rc = 0;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		for (j = 0; rc == 0 && j < sc->gone.n && !sc->doubt; j++)
			rc = bookings_select(r->store, BOOKINGS_ID, NULL,
			    VEC_AT(&sc->gone, int64_t, j), &r->arena, &found,
			    e);
	}
	for (i = 0; i < found.n; i++) {
		b = &VEC_AT(&found, struct booking, i);
		if (compare_alive(b, r->now) &&
		    run_stands(r, b->key) == STANDS_NOWHERE)
			*(struct booking *)vec_add(gone) = *b;
	}
	vec_free(&found);
	return rc;
}

static void
find_new(const struct run *r, struct vec *items)
{
	struct item *it;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = run_item(r, i);
		if (!it->act.booking.id && (it->act.kind == ACTION_CREATE ||
		    it->act.deferred))
			*(struct item **)vec_add(items) = it;
	}
}

static int
take_over(struct run *r, struct item *it, const struct booking *b,
    struct err *e)
{
	const char *note = arena_printf(&r->arena, "the same start and "
	    "summary as %s, which is gone: it keeps that one's link",
	    b->uid);

	identity_take_gone(run_scan(r, b->calendar), b->id);
	identity_adopt(r, it, b);
	it->act.note = note;
	/* The exporter wrote it without our lines. */
	if (it->act.kind == ACTION_NONE && r->write_back &&
	    it->settings->write_back)
		it->act.kind = ACTION_WRITE;
	return bookings_put(r->store, &it->act.booking, e);
}

int
rekey(struct run *r, struct err *e)
{
	struct vec gone = VEC_OF(struct booking);
	struct vec new = VEC_OF(struct item *);
	const struct booking *b;
	struct item *it;
	size_t i = 0, j = 0;
	int order, rc = find_gone(r, &gone, e);

	find_new(r, &new);
	vec_sort(&gone, bookings_by_look);
	vec_sort(&new, items_by_look);
	while (rc == 0 && i < gone.n && j < new.n) {
		b = &VEC_AT(&gone, struct booking, i);
		it = VEC_AT(&new, struct item *, j);
		order = by_look(b, &it->act.booking);
		if (order == 0)
			rc = take_over(r, it, b, e);
		i += order <= 0;
		j += order >= 0;
	}
	vec_free(&gone);
	vec_free(&new);
	return rc;
}
