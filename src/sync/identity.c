/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan/compare.h"
#include "store/bookings.h"
#include "store/own_lines.h"
#include "sync/identity.h"
#include "sync/scan.h"
#include "sync/twins.h"

bool
identity_take_gone(struct scan *sc, int64_t id)
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
		*there = !identity_take_gone(sc, b->id);
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
		if (it == by || it->follower || !it->file || it->file != f ||
		    it->act.booking.id != known->id)
			continue;
		if (it->made.n)
			it->wish = WISH_LEAVE;
		else
			twins_leave_alone(r, it);
	}
	if (f) {
		f->settled.n = 0;
		f->open = true;
	}
	return files_distrust(r->store, known->file, e);
}

/* Whether the VEVENT that a booking stands in is one that we made. */
static int
is_made(struct run *r, const struct booking *b, bool *made, struct err *e)
{
	struct vec marks = VEC_OF(struct own_mark);
	const struct own_mark *m;
	size_t i;
	int rc = own_lines_marks(r->store, b->uid, &r->arena, &marks, e);

	*made = false;
	for (i = 0; i < marks.n; i++) {
		m = &VEC_AT(&marks, struct own_mark, i);
		*made |= strcmp(m->name, "VEVENT") == 0 &&
		    m->file == b->file &&
		    strcmp(m->calendar, b->calendar) == 0 &&
		    strcmp(m->component, b->recurrence_id) == 0;
	}
	vec_free(&marks);
	return rc;
}

/* The event of this file has a booking that belongs to another one. */
static int
claim(struct run *r, struct item *it, struct err *e)
{
	struct booking *b = &it->act.booking, *known;
	struct booking_key key = { b->calendar, b->uid, b->recurrence_id };
	bool there, made = false;

	if (bookings_find(r->store, &key, &r->arena, &known, e) == -1)
		return -1;
	if (stands_there(r, it, known, &there, e) == -1)
		return -1;
	if (there && *known->recurrence_id &&
	    is_made(r, known, &made, e) == -1)
		return -1;
	if (there && it->made.n && !made) {
		twins_yield(it);
		return 0;
	}
	made = made && !it->made.n;
	if (there && !made && !twins_is_newer(b, known)) {
		twins_leave_alone(r, it);
		return 0;
	}
	if (there && depose(r, it, known, e) == -1)
		return -1;
	/* Its lines are those of the one that we made, until that is out. */
	if (made) {
		it->act.kind = ACTION_NONE;
		it->act.note = "the override that was made for it goes first";
		it->wish = WISH_LEAVE;
		it->open = it->file->anew = true;
	}
	b->file = it->file->row.id;
	return bookings_put(r->store, b, e);
}

/* A live booking counts for the calendar that it is in. */
static void
recount(const struct run *r, const char *calendar, int64_t n)
{
	struct scan *sc = run_scan(r, calendar);

	if (sc)
		sc->live += n;
}

void
identity_adopt(struct run *r, struct item *it, const struct booking *b)
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
	mine->uid = old.uid;
	mine->recurrence_id = old.recurrence_id;
	mine->file = it->file->row.id;
	mine->key = old.key;
	mine->topic = old.topic;
	mine->start = old.start;
	mine->end = old.end;
	mine->pattern = old.pattern;
	mine->sequence = old.sequence;
	mine->dtstamp = old.dtstamp;
	/* What the create was to send is not to be sent. */
	it->act.changed = 0;
	it->act.end_time = 0;
	r->totals.deferred -= it->act.deferred;
	it->act.deferred = false;
	it->act.note = NULL;
	compare_event(it->settings, &v, mine, r->now, &it->act);
	/* What is still to be sent is not held yet, should the run end. */
	if (compare_alive(mine, r->now) && !it->act.end_time)
		mine->held.until = v.request.until;
	run_set_due(it);
	if (!it->act.note)
		it->act.note = "moved from another calendar";
}

/* Who imports it has the event, whatever the file was called before. */
static bool
is_imported(const struct run *r, const struct item *it,
    const struct booking *b)
{
	return it->file && it->file->calendar->imported &&
	    !conf_has_calendar(r->conf, b->calendar);
}

/*
 * Whether a booking elsewhere is worth taking over: one with a link, or, for
 * who imports its event, one that may exist.  A row of its own that never
 * got a link gives way to a live one.
 */
static bool
is_worth(const struct run *r, const struct item *it, const struct booking *b)
{
	if (it->act.booking.id)
		return !it->act.booking.url && compare_alive(b, r->now);
	return b->url || (b->state == BOOKING_UNKNOWN &&
	    is_imported(r, it, b));
}

static int
take_over(struct run *r, struct item *it, const struct booking *b,
    struct err *e)
{
	int64_t own = it->act.booking.id;

	if (own && bookings_delete(r->store, own, e) == -1)
		return -1;
	identity_adopt(r, it, b);
	return bookings_put(r->store, &it->act.booking, e);
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
		if (!is_worth(r, it, b))
			continue;
		rc = stands_there(r, it, b, &there, e);
		there = there && !is_imported(r, it, b);
		if (rc == 0 && !there)
			rc = take_over(r, it, b, e);
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
by_booking(const void *x, const void *y)
{
	const struct item *v = *(struct item *const *)x;
	const struct item *w = *(struct item *const *)y;

	return (v->act.booking.id > w->act.booking.id) -
	    (v->act.booking.id < w->act.booking.id);
}

/* Overrides of a series that stands in another file of this run. */
static void
find_leaders(struct run *r)
{
	struct vec leaders = VEC_OF(struct item *);
	struct item *it, **leader;
	size_t i;

	for (i = 0; i < r->items.n; i++) {
		it = run_item(r, i);
		if (!it->follower && it->act.booking.id &&
		    it->wish != WISH_LEAVE)
			*(struct item **)vec_add(&leaders) = it;
	}
	vec_sort(&leaders, by_booking);
	for (i = 0; i < r->items.n && leaders.n; i++) {
		it = run_item(r, i);
		if (!it->follower || it->leader || !it->act.booking.id)
			continue;
		leader = bsearch(&it, leaders.items, leaders.n, leaders.size,
		    by_booking);
		it->leader = leader ? *leader : NULL;
	}
	vec_free(&leaders);
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
	twins_drop(r);
	find_leaders(r);
	for (i = 0; i < r->items.n && rc == 0; i++) {
		it = run_item(r, i);
		if (it->file && !it->follower && !it->act.booking.url &&
		    (it->act.kind == ACTION_CREATE || it->act.deferred))
			rc = look_elsewhere(r, it, e);
	}
	return rc;
}
