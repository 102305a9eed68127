/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/view.h"
#include "ics/cut.h"
#include "ics/zone.h"
#include "store/bookings.h"
#include "sync/examine.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/scan.h"
#include "sync/source.h"

uint64_t
scan_config(const struct run *r, const struct calendar *cal)
{
	uint64_t config = hash_join(cal->digest, r->write_back);

	/* Floating times are of the system's zone, until one is set. */
	if (!cal->settings.timezone)
		config = hash_join(config, hash_bytes(slice_str(
		    zone_system_name())));
	return r->clock_seen.jumps
	    ? hash_join(config, (uint64_t)r->clock_seen.jumps) : config;
}

static void
doubt(struct run *r, struct scan *sc, const char *file, const char *why)
{
	struct problem p = { .kind = "unreadable",
		.calendar = sc->calendar->name, .file = file,
		.message = why, .exit = ERR_SOURCE };

	sc->doubt = true;
	run_problem(r, &p);
}

static struct scan_file *
add_file(struct run *r, struct scan *sc, const char *path)
{
	struct scan_file *f = ARENA_NEW(&r->arena, struct scan_file);

	f->calendar = sc->calendar;
	f->row.calendar = sc->calendar->name;
	f->row.path = path;
	f->settled = (struct vec)VEC_OF(uint64_t);
	*(struct scan_file **)vec_add(&sc->files) = f;
	return f;
}

/*
 * Nothing of the file can have changed, and nothing in it is due.  An import
 * tells each time what it leaves out.
 */
static bool
is_as_it_was(const struct run *r, const struct scan *sc,
    const struct file_row *row, const struct file_stamp *stamp)
{
	return !r->explainer && row->trusted &&
	    !(sc->calendar->imported && row->skipped) &&
	    file_stamp_eq(&row->stamp, stamp) &&
	    row->config == scan_config(r, sc->calendar) &&
	    (!row->due || row->due > r->now) && !run_is_due(sc, row->id, 0);
}

/*
 * A file with fewer VCALENDARs than before, and nothing new in the rest,
 * may have been cut off exactly at the end of one: that can't be told.
 */
static bool
may_be_cut_off(const struct examination *x)
{
	return (int64_t)x->cut->calendars.n < x->file->row.calendars &&
	    x->fresh == 0;
}

static void
judge_structure(struct examination *x)
{
	const struct cut *c = x->cut;
	struct problem p = { .calendar = x->scan->calendar->name,
		.file = x->file->row.path, .exit = ERR_SOURCE };

	if (cut_doubtful(c->reason)) {
		p.kind = cut_reason_word(c->reason);
		p.message = cut_reason_text(c->reason);
		p.line = c->reason_line;
	} else if (may_be_cut_off(x)) {
		p.kind = "truncated";
		p.message = "a whole VCALENDAR is missing at the end and "
		    "nothing else changed; is the file cut off?";
	} else {
		return;
	}
	x->scan->doubt = true;
	x->file->status = SCAN_DOUBT;
	run_problem(x->run, &p);
}

static void
note_absent(struct examination *x)
{
	const struct booking_mark *m;
	size_t i;

	for (i = 0; i < x->marks.n; i++) {
		m = &VEC_AT(&x->marks, struct booking_mark, i);
		if (!m->seen)
			*(int64_t *)vec_add(&x->scan->gone) = m->id;
	}
}

static int
look_into(struct examination *x, struct err *e)
{
	struct store *s = x->run->store;
	struct scan_file *f = x->file;
	size_t items = x->run->items.n;

	if (f->row.id == 0 && files_put(s, &f->row, NULL, e) == -1)
		return -1;
	if (bookings_marks(s, f->row.id, &x->marks, e) == -1)
		return -1;
	if (files_settled(s, f->row.id, &x->settled, e) == -1)
		return -1;
	/* An output is made from all events, so all are looked into. */
	x->anew = x->scan->calendar->output || x->run->explainer ||
	    f->row.config != scan_config(x->run, x->scan->calendar);
	if (examine_file(x, e) == -1)
		return -1;
	if (!view_intact(x->view)) {
		f->status = SCAN_DOUBT;
		doubt(x->run, x->scan, f->row.path, "it changed while it was "
		    "being read; the next run takes it up");
	} else {
		judge_structure(x);
	}
	/* A file in doubt is left alone: it may be half of a download. */
	if (f->status == SCAN_DOUBT) {
		x->run->items.n = items;
		return 0;
	}
	note_absent(x);
	f->row.calendars = (int64_t)x->cut->calendars.n;
	return 0;
}

static int
read_file(struct run *r, struct scan *sc, struct scan_file *f,
    struct err *e)
{
	struct view view;
	struct cut cut;
	struct examination x = { .run = r, .scan = sc, .file = f,
		.view = &view, .cut = &cut,
		.marks = VEC_OF(struct booking_mark),
		.settled = VEC_OF(uint64_t) };
	struct str folder = { 0 };
	struct err why;
	int rc;

	f->status = SCAN_READ;
	if (input_open(r, &view, sc->calendar, f->row.path, &why) == -1) {
		f->status = SCAN_DOUBT;
		doubt(r, sc, f->row.path, why.msg);
		return 0;
	}
	f->row.stamp = view.stamp;
	file_dirname(&folder, f->row.path);
	f->writable = view.links == 1 &&
	    access(str_text(&folder), W_OK | X_OK) == 0;
	cut_bytes(&cut, view.bytes, &view);
	rc = look_into(&x, e);
	cut_free(&cut);
	view_close(&view);
	str_free(&folder);
	vec_free(&x.marks);
	vec_free(&x.settled);
	arena_free(&x.scratch);
	arena_free(&x.memory);
	return rc;
}

/* An output that someone removed is made again. */
static bool
has_output(struct run *r, const struct scan_file *f)
{
	return !f->calendar->output ||
	    access(output_path(&r->arena, f), F_OK) == 0;
}

static int
visit(struct run *r, struct scan *sc, struct scan_file *f, struct err *e)
{
	struct file_stamp stamp;

	if (f->row.id && has_output(r, f) &&
	    file_stat(f->row.path, &stamp) &&
	    is_as_it_was(r, sc, &f->row, &stamp)) {
		f->status = SCAN_UNREAD;
		r->totals.skipped += f->row.skipped;
		r->totals.deferred += f->row.deferred;
		return 0;
	}
	return read_file(r, sc, f, e);
}

/* The state knows the file, the calendar has it no more. */
static int
note_vanished(struct run *r, struct scan *sc, const struct file_row *row,
    struct err *e)
{
	struct vec marks = VEC_OF(struct booking_mark);
	struct scan_file *f = add_file(r, sc, row->path);
	size_t i;
	int rc;

	f->row = *row;
	f->status = SCAN_VANISHED;
	rc = bookings_marks(r->store, row->id, &marks, e);
	for (i = 0; i < marks.n; i++)
		*(int64_t *)vec_add(&sc->gone) =
		    VEC_AT(&marks, struct booking_mark, i).id;
	vec_free(&marks);
	return rc;
}

/*
 * Walk the listing and the known rows together, both in byte order: what
 * stands in one alone is new or has vanished.
 */
static int
visit_all(struct run *r, struct scan *sc, const struct vec *paths,
    const struct vec *rows, struct err *e)
{
	size_t i = 0, j = 0;
	int order, rc = 0;
	struct scan_file *f;

	while (rc == 0 && (i < paths->n || j < rows->n)) {
		order = i == paths->n ? 1 : j == rows->n ? -1 :
		    strcmp(VEC_AT(paths, const char *, i),
		    VEC_AT(rows, struct file_row, j).path);
		if (order > 0) {
			rc = note_vanished(r, sc,
			    &VEC_AT(rows, struct file_row, j++), e);
			continue;
		}
		f = add_file(r, sc, VEC_AT(paths, const char *, i++));
		if (order == 0)
			f->row = VEC_AT(rows, struct file_row, j++);
		rc = visit(r, sc, f, e);
	}
	return rc;
}

/*
 * Whether the row is of a time when its calendar's path was a file and is
 * a folder now, or the other way round.
 */
static bool
is_of_other_kind(const struct scan *sc, const struct vec *paths,
    const struct file_row *row)
{
	struct slice path = slice_str(sc->calendar->path);
	struct slice known = slice_str(row->path);
	bool file = paths->n == 1 && slice_eq(slice_str(VEC_AT(paths,
	    const char *, 0)), path);

	return file ? slice_starts(known, path) && known.p[path.n] == '/'
	    : slice_eq(known, path);
}

static int
doubt_other_kind(struct run *r, struct scan *sc, struct vec *paths,
    const struct vec *rows, struct err *e)
{
	struct vec marks = VEC_OF(struct booking_mark);
	const struct file_row *row;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && marks.n == 0 && i < rows->n; i++) {
		row = &VEC_AT(rows, struct file_row, i);
		if (is_of_other_kind(sc, paths, row))
			rc = bookings_marks(r->store, row->id, &marks, e);
	}
	if (marks.n) {
		paths->n = 0;	/* what is there now is something else */
		doubt(r, sc, sc->calendar->path, arena_printf(&r->arena,
		    "it was a file and is a folder now, or the other way "
		    "round; nothing is done until it is back, or until "
		    "`icsreserve cancel --calendar %s` has ended what was "
		    "booked for it", sc->calendar->name));
	}
	vec_free(&marks);
	return rc;
}

/*
 * An empty folder, or a missing path, says nothing about events that were
 * there.
 */
/* It may be a slip, such as the folder above those of the calendars. */
static void
tell_empty(struct run *r, const struct scan *sc)
{
	const char *path = sc->calendar->path;
	struct problem p = { .kind = "empty", .calendar = sc->calendar->name,
		.file = path, .message = "there is no .ics in it" };

	if (source_is_nested(path))
		p.message = arena_printf(&r->arena, "there is no .ics in it, "
		    "but in folders of it: name one of them, or set path "
		    "= %s/*/*.ics", path);
	run_problem(r, &p);
}

/* Whether the server holds anything for the calendar. */
static int
is_held(struct run *r, const struct scan *sc, bool *held, struct err *e)
{
	struct vec counts = VEC_OF(struct live_count);
	size_t i;
	int rc = bookings_live(r->store, r->now, &r->arena, &counts, e);

	*held = false;
	for (i = 0; rc == 0 && i < counts.n; i++)
		*held |= strcmp(VEC_AT(&counts, struct live_count,
		    i).calendar, sc->calendar->name) == 0;
	vec_free(&counts);
	return rc;
}

static int
judge_listing(struct run *r, struct scan *sc, struct vec *paths,
    const struct vec *rows, struct err *e)
{
	bool held;

	if (sc->doubt)
		return 0;
	if (!paths->n && !rows->n)
		tell_empty(r, sc);
	if (paths->n || !rows->n)
		return doubt_other_kind(r, sc, paths, rows, e);
	if (is_held(r, sc, &held, e) == -1)
		return -1;
	if (!held) {
		/* Its files are remembered, should they come back. */
		sc->doubt = true;
		tell_empty(r, sc);
		return 0;
	}
	doubt(r, sc, sc->calendar->path, arena_printf(&r->arena, "there is "
	    "no calendar file where there were some; nothing is deleted for "
	    "that. If it was emptied on purpose, end what was booked for it: "
	    "icsreserve cancel --calendar %s", sc->calendar->name));
	return 0;
}

static int
scan_files(struct run *r, struct scan *sc, struct err *e)
{
	struct vec paths = VEC_OF(const char *);
	struct vec rows = VEC_OF(struct file_row);
	struct err why;
	int rc = files_of(r->store, sc->calendar->name, &r->arena, &rows, e);

	if (rc == 0 && source_list(sc->calendar->path, &r->arena, &paths,
	    &why) == -1)
		doubt(r, sc, sc->calendar->path, why.msg);
	if (rc == 0)
		rc = judge_listing(r, sc, &paths, &rows, e);
	if (rc == 0)
		rc = visit_all(r, sc, &paths, &rows, e);
	vec_free(&paths);
	vec_free(&rows);
	return rc;
}

static int
by_file_then_key(const void *x, const void *y)
{
	const struct booking *a = x, *b = y;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return a->key < b->key ? -1 : a->key > b->key;
}

int
scan_calendar(struct run *r, const struct calendar *cal, struct err *e)
{
	struct scan *sc = ARENA_NEW(&r->arena, struct scan);

	sc->calendar = cal;
	sc->files = (struct vec)VEC_OF(struct scan_file *);
	sc->gone = (struct vec)VEC_OF(int64_t);
	sc->standing = (struct vec)VEC_OF(uint64_t);
	sc->skipped = (struct vec)VEC_OF(uint64_t);
	sc->due = (struct vec)VEC_OF(struct booking);
	*(struct scan **)vec_add(&r->scans) = sc;
	if (bookings_select(r->store, BOOKINGS_DUE, cal->name,
	    r->now + cal->settings.renew_more,
	    &r->arena, &sc->due, e) == -1)
		return -1;
	vec_sort(&sc->due, by_file_then_key);
	if (scan_files(r, sc, e) == -1)
		return -1;
	return cal->output ? output_check(sc, &r->arena, e) : 0;
}

/* The keys of the events in a file; false when there is doubt. */
static bool
read_keys(struct run *r, const char *path, struct vec *keys)
{
	struct view view;
	struct cut cut;
	struct err why;
	bool fine;
	size_t i;

	if (input_open(r, &view, NULL, path, &why) == -1)
		return false;
	cut_bytes(&cut, view.bytes, &view);
	for (i = 0; i < cut.events.n; i++)
		*(uint64_t *)vec_add(keys) =
		    VEC_AT(&cut.events, struct cut_event, i).key;
	vec_sort(keys, hash_cmp);
	fine = !cut_doubtful(cut.reason);
	cut_free(&cut);
	view_close(&view);
	return fine;
}

bool
scan_still_there(struct run *r, const struct file_row *row,
    const struct booking *b)
{
	struct foreign_file *f = &r->foreign;

	if (access(row->path, F_OK) == -1)
		return false;
	if (f->row != row->id) {
		f->row = row->id;
		f->keys.n = 0;
		f->readable = read_keys(r, row->path, &f->keys);
	}
	return !f->readable || (f->keys.n && bsearch(&b->key, f->keys.items,
	    f->keys.n, sizeof(uint64_t), hash_cmp));
}
