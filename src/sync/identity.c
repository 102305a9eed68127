/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/identity.h"
#include "sync/scan.h"

/* Take a booking off the list of those whose event is gone. */
static bool
take_gone(struct scan *sc, int64_t id)
{
	int64_t *ids = sc->gone.items;
	size_t i;

	for (i = 0; i < sc->gone.n; i++) {
		if (ids[i] == id) {
			ids[i] = ids[--sc->gone.n];
			return true;
		}
	}
	return false;
}

/*
 * RFC 5546, 2.1.5: the higher SEQUENCE, then the later DTSTAMP.  A plain
 * copy of what we wrote has our own DTSTAMP, which makes it no newer.
 */
static bool
is_newer(const struct booking *a, const struct booking *b)
{
	if (a->sequence != b->sequence)
		return a->sequence > b->sequence;
	return a->dtstamp > b->dtstamp && a->dtstamp > b->updated;
}

static void
leave_alone(struct run *r, struct item *it)
{
	struct problem p = {
		.kind = "duplicate-uid",
		.calendar = it->act.booking.calendar, .file = it->act.file,
		.uid = it->act.booking.uid, .line = it->act.line,
		.message = "the same event stands in another file of this "
		    "calendar, which is the one that is booked",
	};

	it->act.kind = ACTION_NONE;
	it->act.note = "stands in another file too";
	it->wish = WISH_LEAVE;
	it->open = true;	/* the other one may go */
	r->totals.skipped++;
	run_problem(r, &p);
}

/* One file under the names of two calendars: one event, not two. */
static bool
same_file(const struct file_row *row, const struct item *it)
{
	struct file_stamp s;

	return file_stat(row->path, &s) && s.dev == it->file->row.stamp.dev &&
	    s.ino == it->file->row.stamp.ino;
}

/*
 * The file that the booking knows, as far as the event could still stand
 * there.
 */
static int
stands_there(struct run *r, const struct item *it, const struct booking *b,
    bool *there, struct err *e)
{
	struct scan *sc = run_scan(r, b->calendar);
	struct scan_file *f = run_file(r, b->file);
	struct vec rows = VEC_OF(struct file_row);
	const struct file_row *row;
	int rc = 0;

	*there = false;
	if (sc && f && f->status != SCAN_DOUBT) {
		*there = !take_gone(sc, b->id);
	} else if (!f && b->file) {
		/* A calendar that is not part of this run. */
		rc = files_by_id(r->store, b->file, &r->arena, &rows, e);
		row = rows.items;
		if (rc == 0 && rows.n && !same_file(row, it))
			*there = scan_still_there(r, row, b);
		vec_free(&rows);
	}
	return rc;
}

/*
 * Another file's event takes the booking over: the one that had it is
 * looked at again, for the other may go.
 */
static int
depose(struct run *r, const struct item *by, const struct booking *known,
    struct err *e)
{
	struct scan_file *f = run_file(r, known->file);
	struct item *it;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = run_item(r, i);
		if (it != by && !it->follower && it->file &&
		    it->file == f && it->act.booking.id == known->id)
			leave_alone(r, it);
	}
	if (f) {
		f->settled.n = 0;
		f->open = true;
	}
	return files_distrust(r->store, known->file, e);
}

/* The event of this file has a booking that belongs to another one. */
static int
claim(struct run *r, struct item *it, struct err *e)
{
	struct booking *b = &it->act.booking, *known;
	struct booking_key key = { b->calendar, b->uid, b->recurrence_id };
	bool there;

	if (bookings_find(r->store, &key, &r->arena, &known, e) == -1)
		return -1;
	if (stands_there(r, it, known, &there, e) == -1)
		return -1;
	if (there && !is_newer(b, known)) {
		leave_alone(r, it);
		return 0;
	}
	if (there && depose(r, it, known, e) == -1)
		return -1;
	b->file = it->file->row.id;
	return bookings_set_file(r->store, b->id, b->file, b->key, e);
}

/* A live booking counts for the calendar that it is in. */
static void
recount(const struct run *r, const char *calendar, int64_t n)
{
	struct scan *sc = run_scan(r, calendar);

	if (sc)
		sc->live += n;
}

/* A booking of another calendar becomes that of this event. */
static void
adopt(struct run *r, struct item *it, const struct booking *b)
{
	struct booking *mine = &it->act.booking, old = *mine;
	struct verdict v = { .kind = VERDICT_BOOK, .request = *it->act.want,
		.needed = old.end + it->settings->grace };

	if (compare_alive(b, r->now)) {
		recount(r, b->calendar, -1);
		recount(r, old.calendar, 1);
	}
	*mine = *b;
	mine->calendar = old.calendar;
	mine->file = it->file->row.id;
	mine->key = old.key;
	mine->topic = old.topic;
	mine->start = old.start;
	mine->end = old.end;
	mine->sequence = old.sequence;
	mine->dtstamp = old.dtstamp;
	/* What the create was to send is not to be sent. */
	it->act.changed = 0;
	it->act.end_time = 0;
	it->act.note = NULL;
	compare_event(it->settings, &v, mine, r->now, &it->act);
	if (compare_alive(mine, r->now))
		mine->held.until = v.request.until;
	run_set_due(it);
	if (!it->act.note)
		it->act.note = "moved from another calendar";
}

static int
look_elsewhere(struct run *r, struct item *it, struct err *e)
{
	struct booking *b = &it->act.booking;
	struct booking_key key = { b->calendar, b->uid, b->recurrence_id };
	struct vec others = VEC_OF(struct booking);
	bool there = true;
	size_t i;
	int rc = bookings_elsewhere(r->store, &key, &r->arena, &others, e);

	for (i = 0; rc == 0 && i < others.n && there; i++) {
		b = &VEC_AT(&others, struct booking, i);
		if (!b->url)
			continue;
		rc = stands_there(r, it, b, &there, e);
		if (rc == 0 && !there) {
			adopt(r, it, b);
			rc = bookings_put(r->store, &it->act.booking, e);
		}
	}
	vec_free(&others);
	if (rc == 0 && there && it->linked) {
		it->act.kind = ACTION_NONE;
		it->act.note = "a copy, with the link of its original";
		it->open = true;	/* the original may go */
		it->wish = WISH_LEAVE;
		r->totals.skipped++;
	}
	return rc;
}

static int
by_key_then_newest(const void *x, const void *y)
{
	const struct booking *a = &(*(struct item *const *)x)->act.booking;
	const struct booking *b = &(*(struct item *const *)y)->act.booking;
	int order = strcmp(a->calendar, b->calendar);

	if (!order)
		order = strcmp(a->uid, b->uid);
	if (!order)
		order = strcmp(a->recurrence_id, b->recurrence_id);
	if (!order && is_newer(a, b) != is_newer(b, a))
		order = is_newer(a, b) ? -1 : 1;
	return order;
}

static bool
same_event(const struct item *x, const struct item *y)
{
	const struct booking *a = &x->act.booking, *b = &y->act.booking;

	return strcmp(a->calendar, b->calendar) == 0 &&
	    strcmp(a->uid, b->uid) == 0 &&
	    strcmp(a->recurrence_id, b->recurrence_id) == 0;
}

/* Two files of a calendar bring the same new event: one is booked. */
static void
drop_twins(struct run *r)
{
	struct vec creates = VEC_OF(struct item *);
	struct item *it, *best = NULL;
	size_t i;

	for (i = 0; i < r->items.n; i++)
		if (run_item(r, i)->act.kind == ACTION_CREATE)
			*(struct item **)vec_add(&creates) = run_item(r, i);
	vec_sort(&creates, by_key_then_newest);
	for (i = 0; i < creates.n; i++) {
		it = VEC_AT(&creates, struct item *, i);
		if (best && same_event(best, it))
			leave_alone(r, it);
		else
			best = it;
	}
	vec_free(&creates);
}

int
identity_resolve(struct run *r, struct err *e)
{
	struct item *it;
	size_t i;
	int rc = 0;

	for (i = 0; i < r->items.n && rc == 0; i++) {
		it = run_item(r, i);
		if (it->file && !it->follower && it->act.booking.file &&
		    it->act.booking.file != it->file->row.id)
			rc = claim(r, it, e);
	}
	drop_twins(r);
	for (i = 0; i < r->items.n && rc == 0; i++) {
		it = run_item(r, i);
		if (it->act.kind == ACTION_CREATE && !it->act.booking.id)
			rc = look_elsewhere(r, it, e);
	}
	return rc;
}

/* It failed, or is refused, where it stands now: that is not gone. */
static bool
stands_somewhere(const struct run *r, uint64_t key)
{
	const struct scan *sc;
	size_t i, j;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		for (j = 0; j < sc->standing.n; j++)
			if (VEC_AT(&sc->standing, uint64_t, j) == key)
				return true;
	}
	return false;
}

/*
 * Absent, but not gone: it stands where it could not be looked into, or its
 * file is still there and has left the configuration.
 */
static bool
is_kept(struct run *r, const struct booking *b)
{
	struct scan_file *f = run_file(r, b->file);
	struct problem p = { .kind = "not-configured",
		.calendar = b->calendar, .uid = b->uid,
		.message = "its file is no longer part of the calendar; the "
		    "reservation is kept until it expires" };
	bool left = f && f->status == SCAN_VANISHED &&
	    access(f->row.path, F_OK) == 0;

	if (!left && !stands_somewhere(r, b->key))
		return false;
	if (left) {
		p.file = f->row.path;
		run_problem(r, &p);
	}
	if (f)
		f->open = true;		/* its row stays, for the next run */
	return true;
}

static int
add_gone(struct run *r, struct scan *sc, int64_t id, struct err *e)
{
	struct vec found = VEC_OF(struct booking);
	struct item *it;
	int rc = bookings_select(r->store, BOOKINGS_ID, NULL, id, &r->arena,
	    &found, e);

	if (rc == 0 && found.n && !is_kept(r, found.items)) {
		it = run_add_item(r);
		it->act.booking = VEC_AT(&found, struct booking, 0);
		it->settings = &sc->calendar->settings;
		it->forget = true;
		it->component = it->act.booking.recurrence_id;
		compare_gone(it->settings, &it->act.booking, r->now,
		    &it->act);
	}
	vec_free(&found);
	return rc;
}

static void
tell_kept(struct run *r, const struct scan *sc)
{
	struct problem p = {
		.kind = "kept-in-doubt",
		.calendar = sc->calendar->name,
		.message = arena_printf(&r->arena, "%zu events are absent; "
		    "their reservations are kept, because the calendar could "
		    "not be read completely", sc->gone.n),
		.exit = ERR_SOURCE,
	};

	run_problem(r, &p);
}

/* A due booking that no item deals with: its file was not readable. */
static void
add_due(struct run *r, struct scan *sc, const struct booking *b)
{
	const struct scan_file *f = run_file(r, b->file);
	struct item *it;
	size_t i;

	if (f && f->status != SCAN_DOUBT && f->status != SCAN_VANISHED)
		return;
	for (i = 0; i < r->items.n; i++)
		if (run_item(r, i)->act.booking.id == b->id)
			return;
	it = run_add_item(r);
	it->act.booking = *b;
	it->settings = &sc->calendar->settings;
	it->component = b->recurrence_id;
	compare_unread(it->settings, b, r->now, &it->act);
}

static int
absent_of(struct run *r, struct scan *sc, struct err *e)
{
	size_t i;

	if (sc->doubt && sc->gone.n)
		tell_kept(r, sc);
	for (i = 0; i < sc->gone.n && !sc->doubt; i++)
		if (add_gone(r, sc, VEC_AT(&sc->gone, int64_t, i), e) == -1)
			return -1;
	for (i = 0; i < sc->due.n; i++)
		add_due(r, sc, &VEC_AT(&sc->due, struct booking, i));
	return 0;
}

int
identity_absent(struct run *r, struct err *e)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (absent_of(r, VEC_AT(&r->scans, struct scan *, i), e) == -1)
			return -1;
	return 0;
}
