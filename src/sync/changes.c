/* SPDX-License-Identifier: MIT */
#include "store/bookings.h"
#include "sync/changes.h"

static void
add(struct changes *c, const struct booking *b, bool remove, struct arena *a)
{
	struct change *one = VEC_ADD(&c->rows);

	one->order = c->rows.n;
	one->remove = remove;
	one->booking = *b;
	booking_keep(&one->booking, a);
}

void
changes_put(struct changes *c, const struct booking *b, struct arena *a)
{
	add(c, b, false, a);
}

void
changes_remove(struct changes *c, const struct booking *b, struct arena *a)
{
	add(c, b, true, a);
}

static int
by_row(const void *x, const void *y)
{
	const struct change *a = x, *b = y;

	if (a->booking.id != b->booking.id)
		return a->booking.id < b->booking.id ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* Of each row the last one counts. */
static void
drop_earlier(struct changes *c)
{
	struct change *all = c->rows.items;
	size_t i, n = 0;

	VEC_SORT(&c->rows, by_row);
	for (i = 0; i < c->rows.n; i++)
		if (i + 1 == c->rows.n ||
		    all[i].booking.id != all[i + 1].booking.id)
			all[n++] = all[i];
	c->rows.n = n;
}

int
changes_make(struct changes *c, struct store *s, struct err *e)
{
	struct change *one;
	size_t i;
	int rc = 0;

	drop_earlier(c);
	for (i = 0; rc == 0 && i < c->rows.n; i++) {
		one = &c->rows.items[i];
		rc = one->remove ? bookings_delete(s, one->booking.id, e)
		    : bookings_set_aside(s, one->booking.id, e);
	}
	for (i = 0; rc == 0 && i < c->rows.n; i++)
		if (!c->rows.items[i].remove)
			rc = bookings_put(s, &c->rows.items[i].booking, e);
	for (i = 0; rc == 0 && i < c->issued.n; i++)
		rc = issued_put(s, &c->issued.items[i], e);
	for (i = 0; rc == 0 && i < c->users.n; i++)
		rc = made_put(s, &c->users.items[i], e);
	return rc;
}

void
changes_free(struct changes *c)
{
	VEC_FREE(&c->rows);
	VEC_FREE(&c->issued);
	VEC_FREE(&c->users);
}
