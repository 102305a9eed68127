/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/view.h"
#include "ics/cut.h"
#include "plan/compare.h"
#include "store/own_lines.h"
#include "sync/apply.h"
#include "sync/input.h"
#include "sync/recover.h"
#include "sync/scan.h"
#include "sync/settle.h"
#include "sync/sync.h"
#include "sync/write.h"

/* A calendar of a booking: the configured one, or one made for it. */
static struct scan *
scan_of(struct run *r, const char *name)
{
	struct scan *sc = run_scan(r, name);
	struct calendar *cal;
	size_t i;

	if (sc)
		return sc;
	sc = ARENA_NEW(&r->arena, struct scan);
	for (i = 0; i < r->conf->calendars.n && !sc->calendar; i++) {
		cal = &VEC_AT(&r->conf->calendars, struct calendar, i);
		if (strcmp(cal->name, name) == 0)
			sc->calendar = cal;
	}
	if (!sc->calendar) {
		cal = ARENA_NEW(&r->arena, struct calendar);
		cal->name = arena_str(&r->arena, name);
		cal->settings = r->conf->defaults;
		sc->calendar = cal;
	}
	sc->files = (struct vec)VEC_OF(struct scan_file *);
	sc->gone = (struct vec)VEC_OF(int64_t);
	sc->standing = (struct vec)VEC_OF(uint64_t);
	sc->skipped = (struct vec)VEC_OF(uint64_t);
	sc->due = (struct vec)VEC_OF(struct booking);
	*(struct scan **)vec_add(&r->scans) = sc;
	return sc;
}

/* All known files of the calendar, not read yet. */
static int
load_files(struct run *r, struct scan *sc, struct err *e)
{
	struct vec rows = VEC_OF(struct file_row);
	struct scan_file *f;
	size_t i;
	int rc = files_of(r->store, sc->calendar->name, &r->arena, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++) {
		f = ARENA_NEW(&r->arena, struct scan_file);
		f->calendar = sc->calendar;
		f->row = VEC_AT(&rows, struct file_row, i);
		f->status = SCAN_UNREAD;
		f->settled = (struct vec)VEC_OF(uint64_t);
		*(struct scan_file **)vec_add(&sc->files) = f;
	}
	vec_free(&rows);
	return rc;
}

/* A VEVENT with lines of ours: they are to go. */
static void
stand_in(struct run *r, struct item *it, const struct own_place *at)
{
	it->component = at->component;
	it->key = at->key;
	it->file = run_file(r, at->file);
	if (it->file)
		it->act.file = it->file->row.path;
}

static struct item *
new_item(struct run *r, const struct scan *sc, const struct booking *b)
{
	struct item *it = run_add_item(r);

	it->act.booking = *b;
	it->settings = &sc->calendar->settings;
	it->component = b->recurrence_id;
	it->wish = WISH_NOTHING;
	it->forget = true;
	return it;
}

static int
add_item(struct run *r, const struct booking *b, struct err *e)
{
	struct vec places = VEC_OF(struct own_place);
	struct scan *sc = scan_of(r, b->calendar);
	struct item *leader, *it;
	const struct own_place *at;
	size_t i;
	int rc = 0;

	if (sc->files.n == 0)
		rc = load_files(r, sc, e);
	if (rc == 0)
		rc = own_lines_places(r->store, b->id, &r->arena, &places, e);
	leader = new_item(r, sc, b);
	if (compare_alive(b, r->now)) {
		leader->act.kind = ACTION_DELETE;
		leader->act.note = "cancelled by command";
	}
	for (i = 0; rc == 0 && i < places.n; i++) {
		at = &VEC_AT(&places, struct own_place, i);
		it = leader;
		if (strcmp(at->component, leader->component) != 0) {
			it = new_item(r, sc, b);
			it->follower = true;
			it->leader = leader;
		}
		stand_in(r, it, at);
	}
	vec_free(&places);
	return rc;
}

/* By file, then by the key of their event. */
static int
by_place(const void *x, const void *y)
{
	const struct item *a = *(struct item *const *)x;
	const struct item *b = *(struct item *const *)y;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return a->key < b->key ? -1 : a->key > b->key;
}

static void
stand_at(struct item *it, const struct cut *cut, uint32_t i)
{
	const struct cut_event *ev = &VEC_AT(&cut->events, struct cut_event,
	    i);

	it->off = ev->off;
	it->len = ev->len;
	it->digest = ev->digest;
	it->act.line = ev->line;
}

/* The events stand in no file that we know: no lines to take out. */
static void
leave_files(struct item **items, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		items[i]->file = NULL;
		/* One that was made for an occurrence is gone for good. */
		if (!*items[i]->component)
			items[i]->wish = WISH_LEAVE;
	}
}

/*
 * Find the events of the n items of a file, which are in the order of their
 * keys.  One that is not in its file has no lines to take out.
 */
static void
locate(const struct cut *cut, struct item **items, size_t n)
{
	struct item probe = *items[0], *at = &probe, **found;
	uint32_t i;
	size_t j;

	for (i = 0; i < cut->events.n; i++) {
		probe.key = VEC_AT(&cut->events, struct cut_event, i).key;
		found = bsearch(&at, items, n, sizeof(*items), by_place);
		if (found)
			stand_at(*found, cut, i);
	}
	for (j = 0; j < n; j++)
		if (!items[j]->len)
			leave_files(&items[j], 1);
}

static void
tell(struct run *r, const struct scan_file *f, const char *why, int exit)
{
	struct problem p = { .kind = "unreadable",
		.calendar = f->calendar->name, .file = f->row.path,
		.message = why, .exit = exit };

	run_problem(r, &p);
}

/* Read the file of the n items. */
static void
read_file(struct run *r, struct item **items, size_t n)
{
	struct scan_file *f = items[0]->file;
	struct view view;
	struct cut cut;
	struct err why;

	f->status = SCAN_DOUBT;
	if (access(f->row.path, F_OK) == -1 && errno == ENOENT) {
		tell(r, f, "the file is not there, so that nothing is taken "
		    "out of it; should it come back, cancel once more", 0);
		leave_files(items, n);
		return;
	}
	if (input_open(r, &view, f->calendar, f->row.path, &why) == -1) {
		tell(r, f, why.msg, ERR_SOURCE);
		return;
	}
	f->row.stamp = view.stamp;
	cut_bytes(&cut, view.bytes, &view);
	if (cut_doubtful(cut.reason)) {
		tell(r, f, cut_reason_text(cut.reason), ERR_SOURCE);
	} else {
		f->status = SCAN_READ;
		f->open = true;	/* the next sync looks at it anew */
		locate(&cut, items, n);
	}
	cut_free(&cut);
	view_close(&view);
}

/* Our lines stay in a file that can't be edited; the row with them. */
static void
read_files(struct run *r)
{
	struct vec items = VEC_OF(struct item *);
	struct item **all;
	size_t i, j, n;

	for (i = 0; i < r->items.n; i++)
		if (run_item(r, i)->file)
			*(struct item **)vec_add(&items) = run_item(r, i);
	vec_sort(&items, by_place);
	all = items.items;
	for (i = 0; i < items.n; i += n) {
		for (n = 1; i + n < items.n && all[i + n]->file ==
		    all[i]->file; n++)
			;
		read_file(r, all + i, n);
		for (j = i; j < i + n; j++)
			if (all[j]->file &&
			    all[j]->file->status == SCAN_DOUBT)
				all[j]->open = true;
	}
	vec_free(&items);
}

/* --- copies elsewhere -------------------------------------------------- */

static int
scan_again(struct run *copy, const struct calendar *cal, struct err *e)
{
	struct vec rows = VEC_OF(struct file_row);
	size_t i;
	int rc = files_of(copy->store, cal->name, &copy->arena, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++)
		rc = files_distrust(copy->store, VEC_AT(&rows,
		    struct file_row, i).id, e);
	vec_free(&rows);
	return rc == 0 ? scan_calendar(copy, cal, e) : rc;
}

/*
 * An output is a copy made anew: with the links of those that are not
 * cancelled.  Nothing is sent for them.
 */
static int
rewrite_output(struct run *r, const struct calendar *cal, struct err *e)
{
	struct run copy;
	struct item *it;
	size_t i;
	int rc;

	run_init(&copy);
	copy.conf = r->conf;
	copy.store = r->store;
	copy.clock = r->clock;
	copy.now = r->now;
	rc = store_begin(r->store, e);
	if (rc == 0 && scan_again(&copy, cal, e) == -1) {
		store_rollback(r->store);
		rc = -1;
	} else if (rc == 0) {
		rc = store_commit(r->store, "output", e);
	}
	for (i = 0; i < copy.items.n; i++) {
		it = run_item(&copy, i);
		if (it->act.kind == ACTION_CREATE)
			it->wish = WISH_LEAVE;
		it->act.kind = ACTION_NONE;
	}
	copy.problems.n = 0;	/* what is wrong with events is sync's word */
	if (rc == 0)
		rc = write_files(&copy, e);
	for (i = 0; i < copy.problems.n; i++)
		run_problem(r, &VEC_AT(&copy.problems, struct problem, i));
	r->totals.files_written += copy.totals.files_written;
	run_free(&copy);
	return rc;
}

static int
rewrite_outputs(struct run *r, struct err *e)
{
	const struct scan *sc;
	size_t i;

	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		if (sc->calendar->output && r->write_back &&
		    rewrite_output(r, sc->calendar, e) == -1)
			return -1;
	}
	return 0;
}

int
sync_cancel(struct run *r, const struct vec *bookings,
    void (*plan)(const struct run *r), struct err *e)
{
	size_t i;

	if (recover(r, e) == -1 ||
	    files_clock(r->store, &r->clock_seen, e) == -1)
		return -1;
	for (i = 0; i < bookings->n; i++)
		if (add_item(r, &VEC_AT(bookings, struct booking, i), e) == -1)
			return -1;
	read_files(r);
	if (plan)
		plan(r);
	if (apply(r, e) == -1 || rewrite_outputs(r, e) == -1 ||
	    write_files(r, e) == -1)
		return -1;
	return settle(r, e);
}
