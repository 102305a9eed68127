/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/own_read.h"
#include "plan/compare.h"
#include "sync/exchange.h"

/* What is looked for. */
struct contents {
	struct uid_set *set;
	const struct vec *all;		/* struct booking: of the UID */
};

bool
exchange_moves(const struct run *r, const struct booking *b)
{
	return !b->released && !b->going &&
	    (compare_alive(b, r->now) || b->state == BOOKING_UNKNOWN);
}

static bool
is_of(const struct contents *g, const struct own_line *l,
    const struct booking *b)
{
	const char *link;

	if (!l->key || !b->reserve_id || !exchange_moves(g->set->run, b))
		return false;
	if (l->kind == OWN_ID)
		return strcmp(l->key, b->reserve_id) == 0;
	link = b->url ? own_link_key(slice_str(b->url),
	    &g->set->reader->scratch) : NULL;
	return link && strcmp(l->key, link) == 0;
}

/* Note in *from whose booking's lines stand in a VEVENT; false: there are
 * some of two calendars. */
static bool
add_lines(const struct contents *g, struct slice bytes,
    const struct cut_event *ev, const char **from)
{
	const struct booking *b;
	struct own_event own;
	bool one = true;
	size_t i, k;

	own_read(&own, bytes, ev->off, ev->len, &g->set->reader->scratch);
	for (i = 0; i < own.lines.n && one; i++) {
		for (k = 0; k < g->all->n && one; k++) {
			b = &VEC_AT(g->all, struct booking, k);
			if (!is_of(g, &own.lines.items[i], b))
				continue;
			one = !*from || strcmp(*from, b->calendar) == 0;
			*from = b->calendar;
		}
	}
	own_free(&own);
	return one;
}

/* The calendar whose bookings a calendar's VEVENTs of the UID carry, and no
 * other one's; NULL: there is none. */
static const char *
origin_of(const struct contents *g, const struct scan *sc)
{
	const struct cut_event *ev;
	const struct place *p;
	const char *from = NULL;
	struct scan_file *f;
	struct slice bytes;
	size_t i, n;
	uint32_t k;

	if (!sc || catalog_doubts(sc->catalog, g->set->uid_key))
		return NULL;
	p = catalog_places(sc->catalog, g->set->uid_key, &n);
	for (i = 0; i < n; i++) {
		f = sc->catalog->files.items[p[i].file];
		if (f->scan != sc)
			continue;
		if (!reader_bytes(g->set->reader, f, &bytes))
			return NULL;
		for (k = p[i].event;;) {
			ev = &VEC_AT(&f->cut.events, struct cut_event, k);
			if (!add_lines(g, bytes, ev, &from))
				return NULL;
			k = ev->next;
			if (!k)
				break;
		}
	}
	return from;
}

static bool
are_of_several(const struct contents *g)
{
	const struct booking *b, *first = NULL;
	size_t i;

	for (i = 0; i < g->all->n; i++) {
		b = &VEC_AT(g->all, struct booking, i);
		if (!exchange_moves(g->set->run, b))
			continue;
		if (first && strcmp(first->calendar, b->calendar) != 0)
			return true;
		first = b;
	}
	return false;
}

/* Round, from one calendar to that whose bookings it has, back to the first:
 * else somebody may have copied, and not exchanged. */
void
exchange_find(struct uid_set *s, const struct vec *all, const char **from)
{
	const struct contents g = { s, all };
	const char *own = s->scan->calendar->name, *at = own, *first = NULL;
	size_t i;

	*from = own;
	if (!are_of_several(&g))
		return;
	for (i = 0; i < s->run->scans.n; i++) {
		at = origin_of(&g, catalog_scan(s->run, at));
		if (!at)
			return;
		if (!first)
			first = at;
		if (strcmp(at, own) == 0) {
			*from = first;
			return;
		}
	}
}
