/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "ics/own_lines.h"
#include "ics/parse.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/issued.h"
#include "sync/identity.h"
#include "sync/own_override.h"
#include "sync/uid_read.h"
#include "sync/uid_set.h"

/* --- calendars that exchanged their events -------------------------------- */

/* What is looked for. */
struct contents {
	struct uid_set *set;
	const struct bookings *all;	/* of the UID */
};

/* Whether a booking goes along when contents are exchanged. */
static bool
moves_along(const struct run *r, const struct booking *b)
{
	return !b->released && !b->going &&
	    (compare_alive(b, r->now) || b->state == BOOKING_UNKNOWN);
}

static bool
is_of(const struct contents *g, const struct own_line *l,
    const struct booking *b)
{
	const char *link;

	if (!l->key || !b->reserve_id || !moves_along(g->set->run, b))
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
			b = &g->all->items[k];
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
			ev = &f->cut.events.items[k];
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
		b = &g->all->items[i];
		if (!moves_along(g->set->run, b))
			continue;
		if (first && strcmp(first->calendar, b->calendar) != 0)
			return true;
		first = b;
	}
	return false;
}

/*
 * Calendars that have an event of the same UID, and gave each other their
 * contents between two runs: each VEVENT keeps the link that it carries, so
 * the bookings change their calendars.  Round, from one calendar to that whose
 * bookings it has, back to the first: else somebody may have copied, and not
 * exchanged.
 *
 * *from: the calendar whose bookings are the set's now; its own when nothing
 * was exchanged.  all: every booking of the UID.
 */
static void
find_exchange(struct uid_set *s, const struct bookings *all, const char **from)
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

/* --- reading -------------------------------------------------------------- */

static int
load_rows(struct uid_set *s, const char *uid, struct err *e)
{
	struct bookings found = { 0 };
	const char *own = s->scan->calendar->name, *from;
	struct booking *b;
	size_t i;
	int rc = bookings_of_uid(s->run->store, uid, &s->reader->scratch,
	    &found, e);

	s->rows.n = 0;
	find_exchange(s, &found, &from);
	for (i = 0; i < found.n; i++) {
		b = &found.items[i];
		if (strcmp(b->calendar, moves_along(s->run, b) ? from :
		    own) != 0)
			continue;
		if (strcmp(b->calendar, own) != 0)
			identity_take_along(s, b);
		*VEC_ADD(&s->rows) = *b;
	}
	VEC_FREE(&found);
	return rc;
}

static bool
is_legacy(const struct uid_set *s)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++)
		if (s->rows.items[i].legacy)
			return true;
	return false;
}

static int
read_file(struct uid_set *s, struct scan_file *f, uint32_t first,
    bool *good, struct err *e)
{
	const struct cut_event *ev;
	struct slice bytes;
	uint32_t i = first;

	*good = *good && reader_bytes(s->reader, f, &bytes);
	while (*good) {
		ev = &f->cut.events.items[i];
		if (component_read(VEC_ADD(&s->components), s->reader, f, i,
		    bytes, is_legacy(s), e) == -1)
			return -1;
		i = ev->next;
		if (!i)
			break;
	}
	return 0;
}

/* The UID as the first VEVENT has it: bookings are known by it. */
static int
read_rows(struct uid_set *s, struct scan_file *f, uint32_t first,
    struct err *e)
{
	const struct parse_context ctx = { 0 };
	struct parse_fault ignored;
	struct event ev = { 0 };
	struct slice bytes;
	struct err why;

	if (!reader_bytes(s->reader, f, &bytes))
		return 0;
	parse_event(cut_slice(bytes, &f->cut.events.items[first]), &ctx,
	    &s->reader->scratch, &ev, &ignored, &why);
	s->uid = ev.uid;
	if (!s->uid)
		return 0;
	if (load_rows(s, s->uid, e) == -1)
		return -1;
	return made_of(s->run->store, s->uid, &s->reader->scratch, &s->made,
	    e);
}

/* Whether a reservation lives whose lines no run has put in. */
static int
is_unput(const struct uid_set *s, const struct booking *b, bool *is,
    struct err *e)
{
	struct put_rows rows = { 0 };
	int rc = 0;

	*is = compare_alive(b, s->run->now);
	if (*is)
		rc = put_of(s->run->store, b->reserve_id, &s->reader->scratch,
		    &rows, e);
	*is &= rows.n == 0;
	VEC_FREE(&rows);
	return rc;
}

/*
 * Two states may book an event at the same time.  When the first one has
 * written its lines, and a server has dropped its id line, the second one can
 * tell by the label of the CONFERENCE alone that no person wrote it.
 */
static int
find_others(struct uid_set *s, struct err *e)
{
	bool alike = false, unput = s->rows.n > 0;
	size_t i;

	for (i = 0; i < s->components.n; i++)
		alike |= s->components.items[i].ours.alike;
	for (i = 0; alike && unput && i < s->rows.n; i++)
		if (is_unput(s, &s->rows.items[i], &unput, e) == -1)
			return -1;
	for (i = 0; alike && unput && i < s->components.n; i++)
		s->components.items[i].ours.foreign |=
		    s->components.items[i].ours.alike;
	return 0;
}

static void
find_master(struct uid_set *s)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		s->refused |= c->refused;
		s->foreign |= c->ours.foreign;
	}
	s->master = uid_set_find(s, "");
	if (s->master)
		s->anchor = s->master->ev.start;
}

/* RECURRENCE-IDs without a zone are in that of the series. */
static void
find_recurrence_ids(struct uid_set *s)
{
	struct component *c;
	size_t i;

	for (i = 0; s->master && i < s->components.n; i++) {
		c = &s->components.items[i];
		if (!c->refused && parse_in_series(&c->ev, &s->master->ev,
		    &s->reader->scratch))
			c->id = c->ev.recurrence_id;
	}
}

static void
refuse_double(struct component *c)
{
	const struct parse_fault fault = { .kind = "duplicate-uid" };

	if (!c->refused)
		component_fail(c, &fault, _("its UID and RECURRENCE-ID occur "
		    "twice in this file; remove one of the two"));
}

/* A RECURRENCE-ID may be written in two ways, or with a RANGE. */
static void
refuse_doubles(struct uid_set *s)
{
	struct component *a, *b;
	size_t i, j;

	for (i = 0; i < s->components.n; i++) {
		a = &s->components.items[i];
		if (a->refused || a->whole)
			continue;
		for (j = i + 1; j < s->components.n; j++) {
			b = &s->components.items[j];
			if (b->refused || b->whole || a->file != b->file ||
			    strcmp(a->id, b->id) != 0)
				continue;
			refuse_double(a);
			refuse_double(b);
		}
	}
}

int
uid_read(struct uid_set *s, struct reader *rd, const struct catalog *c,
    const struct place *places, size_t n, bool *good, struct err *e)
{
	struct scan_file *f = c->files.items[places[0].file];
	size_t i;

	*s = (struct uid_set){ .reader = rd, .run = rd->run,
		.scan = f->scan, .settings = &f->calendar->settings,
		.uid_key = places[0].uid_key };
	*good = true;
	if (read_rows(s, f, places[0].event, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (read_file(s, c->files.items[places[i].file],
		    places[i].event, good, e) == -1)
			return -1;
	if (!*good)
		return 0;
	if (find_others(s, e) == -1)
		return -1;
	/* An override that we made gives way to one of the calendar's. */
	find_master(s);
	find_recurrence_ids(s);
	if (own_override_find(s, e) == -1)
		return -1;
	refuse_doubles(s);
	uid_set_find_twins(s);
	find_master(s);
	return 0;
}
