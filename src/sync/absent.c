/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/absent.h"
#include "sync/catalog.h"
#include "sync/identity.h"
#include "sync/input.h"
#include "sync/item.h"
#include "sync/stands.h"

static struct item *
add_item(struct run *r, const struct scan *sc, const struct booking *b)
{
	return item_add(r, &sc->calendar->settings,
	    &(struct action){ .booking = *b });
}

/* It is no deletion, for the reason that the note gives. */
static void
release(struct run *r, const struct scan *sc, struct booking *b,
    const char *note)
{
	struct item *it;

	if (b->released)
		return;
	b->released = true;
	changes_put(&r->changes, b, &r->arena);
	it = add_item(r, sc, b);
	compare_released(&it->act.booking, r->now, note, &it->act);
}

/* An import says what is to be booked, not what is to be ended. */
static void
tell_released(struct run *r, const struct scan *sc, const struct booking *b)
{
	struct problem p = { .kind = "no-longer-there",
		.calendar = b->calendar, .file = sc->calendar->path,
		.uid = b->uid, .message = _("an earlier import booked this "
		    "event, and the file no longer has it; its reservation is "
		    "kept until it expires. `icsreserve cancel UID` deletes it "
		    "now") };

	/* What comes on standard input is another thing each time. */
	if (!input_is_stdin(sc->calendar->path) && !b->released)
		run_problem(r, &p);
}

/*
 * Whether a file was of the copy of another URL, or of one that the calendar
 * has no more: such copies go, and their events with them from here alone.
 */
static bool
is_of_other_copy(struct run *r, const struct calendar *cal, const char *file)
{
	const struct calendar like = { .name = cal->name };
	struct slice path = slice_str(file), here = slice_str(cal->path);
	const char *any;

	if (cal->url)
		return !slice_starts(path, here) || path.p[here.n] != '/';
	any = calendar_folder(&like, r->conf->state, &r->arena);
	return any && slice_starts(path, slice_of(any,
	    (size_t)(strrchr(any, '/') - any) + 1));
}

/* Its file has left the configuration, and was not removed from there. */
static const struct scan_file *
file_that_left(struct run *r, const struct scan *sc, uint64_t uid_key)
{
	const struct scan_file *f;
	size_t i, k;

	for (i = 0; i < sc->files.n; i++) {
		f = sc->files.items[i];
		if (f->status != SCAN_VANISHED ||
		    (access(f->row.path, F_OK) == -1 &&
		    !is_of_other_copy(r, sc->calendar, f->row.path)))
			continue;
		for (k = 0; k < f->known_holds.n; k++)
			if (f->known_holds.items[k].uid_key == uid_key)
				return f;
	}
	return NULL;
}

static bool
is_left_out(struct run *r, struct scan *sc, const struct booking *b,
    uint64_t uid_key)
{
	const struct scan_file *f = file_that_left(r, sc, uid_key);
	struct problem p = { .kind = "not-configured",
		.calendar = b->calendar, .uid = b->uid,
		.message = _("its file is no longer part of the calendar; the "
		    "reservation is kept until it expires") };

	if (!f)
		return false;
	p.file = f->row.path;
	run_problem(r, &p);
	sc->waiting = true;
	return true;
}

/* It stands in a calendar that this run leaves out, or may. */
static int
is_elsewhere(struct run *r, struct scan *sc, const struct booking *b,
    bool *is, struct err *e)
{
	*is = false;
	if (!compare_alive(b, r->now))
		return 0;
	if (stands_tell(r, b, false, is, e) == -1)
		return -1;
	sc->waiting |= *is;
	return 0;
}

static void
end(struct run *r, const struct scan *sc, struct booking *b)
{
	struct item *it;

	/* A call may have made one; that is reported until it would be over. */
	if (b->state == BOOKING_UNKNOWN && b->end + sc->calendar->settings.grace
	    > r->now)
		return;
	it = add_item(r, sc, b);
	it->plan.forget = true;
	compare_gone(it->plan.settings, b, r->now, &it->act);
	if (it->act.kind == ACTION_DELETE) {
		it->act.booking.going = true;
		changes_put(&r->changes, &it->act.booking, &r->arena);
	}
}

/* Its event, or a VEVENT with its link, stands and can't be understood. */
static bool
is_unread(const struct run *r, const struct booking *b)
{
	uint64_t uid_key = cut_uid_key(slice_str(b->uid)), id;

	if (VEC_FIND(&r->unread, &uid_key, hash_cmp))
		return true;
	id = hash_bytes(slice_str(b->reserve_id));
	return b->reserve_id && VEC_FIND(&r->unread, &id, hash_cmp);
}

static int
add_absent(struct run *r, struct scan *sc, struct booking *b, struct err *e)
{
	uint64_t uid_key = cut_uid_key(slice_str(b->uid));
	bool elsewhere;

	if (identity_is_taken(r, b->id) || is_unread(r, b) ||
	    (b->released && compare_alive(b, r->now)))
		return 0;
	if (is_left_out(r, sc, b, uid_key))
		return 0;
	if (is_elsewhere(r, sc, b, &elsewhere, e) == -1 || elsewhere)
		return elsewhere ? 0 : -1;
	if (sc->calendar->imported && compare_alive(b, r->now) &&
	    b->end > r->now) {
		tell_released(r, sc, b);
		release(r, sc, b, _("no longer there; kept until it expires"));
		return 0;
	}
	end(r, sc, b);
	return 0;
}

static size_t
count_alive(const struct run *r, const struct scan *sc)
{
	const struct booking *b;
	size_t i, n = 0;

	for (i = 0; i < sc->absent.n; i++) {
		b = &sc->absent.items[i];
		n += compare_alive(b, r->now) && !b->released &&
		    !identity_is_taken(r, b->id);
	}
	return n;
}

/* --- rows of tables ------------------------------------------------------- */

/*
 * Whether the row that a problem is about may be any event: the UID of a row
 * is what somebody wrote into it, or follows from what it says.
 */
static int
names_none(struct run *r, const struct problem *p, const struct csv_row *row,
    bool *is, struct err *e)
{
	struct bookings known = { 0 };
	struct arena scratch = { 0 };
	int rc = bookings_of_uid(r->store, row->uid, &scratch, &known, e);

	*is = known.n == 0 || strcmp(p->kind, "duplicate-uid") == 0;
	VEC_FREE(&known);
	arena_free(&scratch);
	return rc;
}

/* By the problems of rows that failed. */
static int
find_unnamed(struct run *r, struct err *e)
{
	const struct csv_row *row;
	const struct csv_table *t;
	const struct problem *p;
	struct scan *sc;
	bool is;
	size_t i;

	for (i = 0; i < r->problems.n; i++) {
		p = &r->problems.items[i];
		t = p->file && p->exit ? input_table(r, p->file) : NULL;
		row = t ? csv_row_at(t, p->line) : NULL;
		sc = row ? catalog_scan(r, p->calendar) : NULL;
		if (!sc || sc->catalog->hides)
			continue;
		if (names_none(r, p, row, &is, e) == -1)
			return -1;
		if (is)
			sc->catalog->hides = _("a row of the table failed "
			    "and may be any of these events; correct the row");
	}
	return 0;
}

static void
find_cut_off(const struct run *r, struct catalog *c)
{
	const struct csv_table *t;
	size_t i;

	for (i = 0; i < c->files.n; i++) {
		t = input_table(r, c->files.items[i]->row.path);
		if (t && t->cut_off)
			c->hides = _("the table seems to be cut off within "
			    "its last row, which has no line end; if it is "
			    "whole, give it one");
	}
}

/* --- what is kept in doubt ------------------------------------------------ */

static void
tell_kept(struct run *r, struct scan *sc)
{
	struct problem p = {
		.kind = "kept-in-doubt",
		.calendar = sc->calendar->name,
		.exit = ERR_SOURCE,
	};
	size_t n = count_alive(r, sc);

	if (!n)
		return;
	p.message = arena_printf(&r->arena,
	    P_("%zu event is in no file of this calendar; its reservation is "
	    "kept, because %s", "%zu events are in no file of this calendar; "
	    "their reservations are kept, because %s", n), n, sc->doubt
	    ? _("the calendar could not be read completely") :
	    sc->catalog->hides ? sc->catalog->hides
	    : _("another calendar could not be read completely"));
	run_problem(r, &p);
	sc->waiting = true;
}

/* A due booking that no item deals with: its event can't be read. */
static void
add_due(struct run *r, const struct scan *sc, const struct booking *b)
{
	uint64_t uid_key = cut_uid_key(slice_str(b->uid));
	struct action act = { .booking = *b };
	struct item *it;

	/* What stands was looked into; what stands nowhere is gone, unless
	 * that is in doubt. */
	if (!catalog_doubts(sc->catalog, uid_key) &&
	    !is_unread(r, b) && ((!sc->doubt && !sc->catalog->hides) ||
	    catalog_holds(sc->catalog, uid_key)))
		return;
	compare_unread(&sc->calendar->settings, b, r->now, &act);
	if (act.kind == ACTION_NONE)
		return;
	it = add_item(r, sc, b);
	act.booking = it->act.booking;
	it->act = act;
}

int
absent_find(struct run *r, struct err *e)
{
	struct scan *sc;
	bool doubt;
	size_t i, k;

	for (i = 0; i < r->scans.n; i++)
		find_cut_off(r, r->scans.items[i]->catalog);
	if (find_unnamed(r, e) == -1)
		return -1;
	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		doubt = catalog_in_doubt(r) || sc->catalog->hides;
		if (doubt)
			tell_kept(r, sc);
		for (k = 0; k < sc->absent.n && !doubt; k++)
			if (add_absent(r, sc, &sc->absent.items[k], e) == -1)
				return -1;
		for (k = 0; k < sc->due.n; k++)
			add_due(r, sc, &sc->due.items[k]);
	}
	return 0;
}
