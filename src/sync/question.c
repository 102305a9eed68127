/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/bookings.h"
#include "sync/catalog.h"
#include "sync/emptied.h"
#include "sync/question.h"
#include "sync/scan_file.h"

static const struct cut_event *
event_at(const struct scan_file *f, size_t i)
{
	return &f->cut.events.items[i];
}

/* --- sets of UIDs --------------------------------------------------------- */

static void
add_key(struct digests *k, uint64_t key)
{
	*VEC_ADD(k) = key;
}

/* Sort, and keep each once. */
static void
finish(struct digests *k)
{
	size_t i, n = 0;

	VEC_SORT(k, hash_cmp);
	for (i = 0; i < k->n; i++)
		if (n == 0 || k->items[n - 1] != k->items[i])
			k->items[n++] = k->items[i];
	k->n = n;
}

static bool
has_key(const struct digests *k, uint64_t key)
{
	return VEC_FIND(k, &key, hash_cmp) != NULL;
}

/* --- places --------------------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->uid_key != y->uid_key)
		return x->uid_key < y->uid_key ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->event < y->event ? -1 : x->event > y->event;
}

void
question_places(struct catalog *c)
{
	const struct scan_file *f;
	size_t i, j;

	c->places.n = 0;
	for (i = 0; i < c->files.n; i++) {
		f = c->files.items[i];
		if (f->status != SCAN_READ || f->alias)
			continue;
		for (j = 0; j < f->cut.events.n; j++)
			if (event_at(f, j)->has_uid &&
			    !event_at(f, j)->follower)
				*VEC_ADD(&c->places) = (struct place){
					event_at(f, j)->uid, (uint32_t)i,
					(uint32_t)j };
	}
	VEC_SORT(&c->places, by_place);
}

/* --- what is asked -------------------------------------------------------- */

/* Whether the cache vouches for all VEVENTs of a UID in a file. */
static bool
is_known(const struct run *r, const struct scan_file *f, size_t first)
{
	const struct settled *s;
	size_t i = first;

	if (f->anew)
		return false;
	do {
		s = scan_file_known(f, event_at(f, i));
		if (!s || s->kind == SETTLED_OPEN ||
		    (s->due && s->due <= r->now) ||
		    (s->kind == SETTLED_SKIPPED && f->calendar->imported))
			return false;
		i = event_at(f, i)->next;
	} while (i);
	return true;
}

/* UIDs that stood in the file and don't any more: their other VEVENTs, in
 * other files, mean something else now. */
static void
ask_removed(struct catalog *c, const struct scan_file *f)
{
	struct digests here = { 0 };
	size_t i;

	for (i = 0; f->status == SCAN_READ && i < f->cut.events.n; i++)
		add_key(&here, event_at(f, i)->uid);
	finish(&here);
	for (i = 0; i < f->known_holds.n; i++)
		if (!has_key(&here, f->known_holds.items[i].uid_key))
			add_key(&c->questions, f->known_holds.items[i].uid_key);
	VEC_FREE(&here);
}

static void
ask_of_file(struct run *r, struct catalog *c, const struct scan_file *f)
{
	size_t i;

	for (i = 0; f->status == SCAN_READ && i < f->cut.events.n; i++)
		if (!event_at(f, i)->follower && !is_known(r, f, i))
			add_key(&c->questions, event_at(f, i)->uid);
	if (f->status == SCAN_READ || f->status == SCAN_VANISHED)
		ask_removed(c, f);
}

static void
doubt_unasked(const struct run *r, struct catalog *c)
{
	size_t i;

	for (i = 0; i < r->unasked.n; i++)
		add_key(&c->doubts, r->unasked.items[i]);
}

static void
doubt_file(struct catalog *c, const struct scan_file *f)
{
	size_t i;

	if (f->status != SCAN_DOUBT)
		return;
	for (i = 0; i < f->cut.events.n; i++)
		add_key(&c->doubts, event_at(f, i)->uid);
	for (i = 0; i < f->known_holds.n; i++)
		add_key(&c->doubts, f->known_holds.items[i].uid_key);
}

static int
ask_due(struct run *r, struct scan *sc, struct err *e)
{
	const struct settings *s = &sc->calendar->settings;
	size_t i;

	sc->due.n = 0;
	if (bookings_ending(r->store, sc->calendar->name,
	    r->now + s->renew_before, &r->arena, &sc->due, e) == -1)
		return -1;
	for (i = 0; i < sc->due.n; i++)
		add_key(&sc->catalog->questions,
		    cut_uid_key(slice_str(sc->due.items[i].uid)));
	return 0;
}

/* --- what is absent ------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The UIDs that files hold which were not opened. */
static int
add_unopened(struct run *r, const struct scan *sc, struct digests *out,
    struct err *e)
{
	struct holds holds = { 0 };
	struct ids rows = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < sc->files.n; i++)
		if (sc->files.items[i]->status == SCAN_AS_IT_WAS)
			*VEC_ADD(&rows) = sc->files.items[i]->row.id;
	VEC_SORT(&rows, by_number);
	rc = rows.n ? files_holds_of_calendar(r->store, sc->calendar->name,
	    &holds, e) : 0;
	for (i = 0; i < holds.n; i++)
		if (VEC_FIND(&rows, &holds.items[i].file, by_number))
			add_key(out, holds.items[i].uid_key);
	VEC_FREE(&holds);
	VEC_FREE(&rows);
	return rc;
}

static int
find_standing(struct run *r, const struct scan *sc, struct digests *out,
    struct err *e)
{
	const struct scan_file *f;
	const struct catalog *c = sc->catalog;
	size_t i, j;

	for (i = 0; i < c->files.n; i++) {
		f = c->files.items[i];
		for (j = 0; f->status != SCAN_VANISHED &&
		    j < f->cut.events.n; j++)
			add_key(out, event_at(f, j)->uid);
	}
	if (add_unopened(r, sc, out, e) == -1)
		return -1;
	finish(out);
	return 0;
}

static int
find_absent(struct run *r, struct scan *sc, struct err *e)
{
	struct booking_marks marks = { 0 };
	struct digests standing = { 0 };
	size_t i;
	int rc = find_standing(r, sc, &standing, e);

	sc->absent.n = 0;
	if (rc == 0)
		rc = bookings_marks(r->store, sc->calendar->name, &marks, e);
	for (i = 0; rc == 0 && i < marks.n; i++)
		if (!has_key(&standing, marks.items[i].uid_key) &&
		    !catalog_doubts(sc->catalog, marks.items[i].uid_key))
			rc = bookings_by_id(r->store, marks.items[i].id,
			    &r->arena, &sc->absent, e);
	VEC_FREE(&standing);
	VEC_FREE(&marks);
	return rc;
}

/* Where a booking whose event is absent may have gone: to the events that
 * carry its id, or have its UID, in other files of the run. */
static int
ask_for(struct run *r, const struct booking *b, struct err *e)
{
	struct file_rows rows = { 0 };
	uint64_t key = cut_uid_key(slice_str(b->uid));
	struct holds holds = { 0 };
	struct scan *sc;
	size_t i, j;
	int rc = files_holding(r->store, key, b->reserve_id ? b->reserve_id :
	    "", &r->arena, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++) {
		sc = catalog_scan(r, rows.items[i].calendar);
		if (!sc)
			continue;
		holds.n = 0;
		rc = files_holds(r->store, rows.items[i].id, &r->arena, &holds,
		    e);
		for (j = 0; j < holds.n; j++)
			if (holds.items[j].uid_key == key || (b->reserve_id &&
			    strcmp(holds.items[j].reserve_id,
			    b->reserve_id) == 0))
				add_key(&sc->catalog->questions,
				    holds.items[j].uid_key);
	}
	VEC_FREE(&holds);
	VEC_FREE(&rows);
	return rc;
}

static int
ask_absent(struct run *r, struct scan *sc, struct err *e)
{
	struct bookings leaving = { 0 };
	size_t i;
	int rc = bookings_leaving(r->store, sc->calendar->name, &r->arena,
	    &leaving, e);

	if (rc == 0 && (sc->looked || leaving.n))
		rc = find_absent(r, sc, e);
	for (i = 0; rc == 0 && i < sc->absent.n; i++)
		rc = ask_for(r, &sc->absent.items[i], e);
	/* Of a series that stands, occurrences may be leaving. */
	for (i = 0; i < leaving.n; i++)
		add_key(&sc->catalog->questions,
		    cut_uid_key(slice_str(leaving.items[i].uid)));
	VEC_FREE(&leaving);
	return rc;
}

/* --- what a plan before this one found out -------------------------------- */

static void
ask_wanted(struct run *r)
{
	size_t i, j;

	for (i = 0; i < r->wanted.n; i++)
		for (j = 0; j < r->scans.n; j++)
			add_key(&r->scans.items[j]->catalog->questions,
			    r->wanted.items[i]);
}

/* --- all of it ------------------------------------------------------------ */

static int
ask_all(struct run *r, struct err *e)
{
	struct catalog *c;
	struct scan *sc;
	size_t i, j;

	for (i = 0; i < r->scans.n; i++) {
		c = r->scans.items[i]->catalog;
		c->questions.n = c->doubts.n = 0;
		question_places(c);
	}
	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		doubt_unasked(r, sc->catalog);
		for (j = 0; j < sc->files.n; j++) {
			ask_of_file(r, sc->catalog, sc->files.items[j]);
			doubt_file(sc->catalog, sc->files.items[j]);
		}
		if (ask_due(r, sc, e) == -1)
			return -1;
	}
	for (i = 0; i < r->scans.n; i++)
		finish(&r->scans.items[i]->catalog->doubts);
	for (i = 0; i < r->scans.n; i++)
		if (ask_absent(r, r->scans.items[i], e) == -1)
			return -1;
	ask_wanted(r);
	for (i = 0; i < r->scans.n; i++)
		finish(&r->scans.items[i]->catalog->questions);
	return 0;
}

/* Files that hold an event in question are read too; *more when one was. */
static int
open_more(struct run *r, struct scan *sc, bool *more, struct err *e)
{
	struct holds holds = { 0 };
	struct scan_file *f;
	size_t i, unopened = 0;
	int rc = 0;

	for (i = 0; i < sc->files.n; i++)
		unopened += sc->files.items[i]->status == SCAN_AS_IT_WAS;
	if (unopened && sc->catalog->questions.n)
		rc = files_holds_of_calendar(r->store, sc->calendar->name,
		    &holds, e);
	for (i = 0; rc == 0 && i < holds.n; i++) {
		if (!catalog_asks(sc->catalog, holds.items[i].uid_key))
			continue;
		f = catalog_file(sc, holds.items[i].file);
		if (!f || f->status != SCAN_AS_IT_WAS)
			continue;
		r->totals.skipped -= f->row.skipped;
		r->totals.deferred -= f->row.deferred;
		rc = scan_file_open(r, f, e);
		*more = true;
	}
	VEC_FREE(&holds);
	return rc;
}

int
question_find(struct run *r, struct err *e)
{
	bool more;
	size_t i;

	/* A file that is opened now may have changed a moment ago, and bring
	 * questions of its own. */
	do {
		if (ask_all(r, e) == -1)
			return -1;
		/* What is absent is another thing then. */
		more = emptied_folders(r);
		for (i = 0; i < r->scans.n; i++)
			if (open_more(r, r->scans.items[i], &more, e) == -1)
				return -1;
	} while (more);
	return 0;
}
