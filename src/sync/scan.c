/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "ics/zone.h"
#include "ics/zone_system.h"
#include "sync/catalog.h"
#include "sync/emptied.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/question.h"
#include "sync/remote.h"
#include "sync/scan.h"
#include "sync/scan_file.h"
#include "sync/source.h"

/* --- one file ------------------------------------------------------------- */

/*
 * Nothing of the file can have changed, and nothing in it is due.  An import
 * tells each time what it leaves out.  A clock that was ahead vouches for
 * nothing; one that goes back an hour in autumn does.
 */
static bool
is_as_it_was(const struct run *r, const struct scan_file *f,
    const struct file_stamp *stamp)
{
	const struct file_row *row = &f->row;

	return row->id && !r->explainer && !r->anew && row->trusted &&
	    !(f->calendar->imported && row->skipped) &&
	    file_stamp_eq(&row->stamp, stamp) &&
	    row->config == scan_file_config(r, f) &&
	    row->since - 3600 <= r->now && (!row->due || row->due > r->now);
}

/* An output that someone removed is made again. */
static bool
has_output(struct run *r, const struct scan_file *f)
{
	return !f->calendar->output ||
	    access(output_path(&r->arena, f), F_OK) == 0;
}

/* --- the files of a calendar ---------------------------------------------- */

static void
add_inodes(const struct run *r, struct scan *sc)
{
	const struct scan_file *f;
	size_t i, j;

	for (i = 0; i + 1 < r->scans.n; i++) {
		for (j = 0; j < r->scans.items[i]->files.n; j++) {
			f = r->scans.items[i]->files.items[j];
			if (f->status == SCAN_READ ||
			    f->status == SCAN_AS_IT_WAS)
				*VEC_ADD(&sc->earlier) = (struct inode){
					f->row.stamp.dev, f->row.stamp.ino };
		}
	}
	VEC_SORT(&sc->earlier, source_by_inode);
}

/* One file under the names of two calendars, or under two names in one: one
 * event, not two. */
static bool
is_alias(const struct scan_file *f, const struct file_stamp *stamp)
{
	const struct inode key = { stamp->dev, stamp->ino };

	return VEC_FIND(&f->scan->earlier, &key, source_by_inode) != NULL;
}

static int
visit(struct run *r, struct scan_file *f, struct err *e)
{
	struct file_stamp stamp;

	if (file_stat(f->row.path, &stamp)) {
		f->alias = is_alias(f, &stamp);
		if (is_as_it_was(r, f, &stamp) && has_output(r, f)) {
			f->status = SCAN_AS_IT_WAS;
			r->totals.skipped += f->row.skipped;
			r->totals.deferred += f->row.deferred;
			return 0;
		}
	}
	return scan_file_open(r, f, e);
}

/* The cache knows the file, the calendar has it no more. */
static int
note_vanished(struct run *r, struct scan_file *f, bool listed, struct err *e)
{
	f->status = listed ? SCAN_VANISHED : SCAN_DOUBT;
	/* A program that replaces a file may remove it first. */
	if (listed && run_changing(r, f->row.path))
		catalog_doubt_changed(r, f);
	f->scan->looked = true;
	return files_holds(r->store, f->row.id, &r->arena, &f->known_holds, e);
}

void
scan_list(struct run *r, struct scan *sc, const struct texts *paths,
    const struct file_rows *rows, bool tables)
{
	size_t i = 0, j = 0;
	struct scan_file *f;
	const char *path;
	int order;

	while (i < paths->n || j < rows->n) {
		order = i == paths->n ? 1 : j == rows->n ? -1
		    : strcmp(paths->items[i], rows->items[j].path);
		path = order > 0 ? rows->items[j].path : paths->items[i];
		i += order <= 0;
		j += order >= 0;
		if (!tables && input_is_table(r, path))
			continue;
		f = ARENA_NEW(&r->arena, struct scan_file);
		if (order >= 0)
			f->row = rows->items[j - 1];
		f->calendar = sc->calendar;
		f->scan = sc;
		f->row.calendar = sc->calendar->name;
		f->row.path = path;
		f->status = order > 0 ? SCAN_VANISHED : SCAN_AS_IT_WAS;
		*VEC_ADD(&sc->files) = f;
		*VEC_ADD(&sc->catalog->files) = f;
	}
}

static int
visit_all(struct run *r, struct scan *sc, const struct texts *paths,
    const struct file_rows *rows, struct err *e)
{
	bool listed = paths->n || !sc->doubt;
	struct scan_file *f;
	size_t i;
	int rc = 0;

	scan_list(r, sc, paths, rows, true);
	for (i = 0; rc == 0 && i < sc->files.n; i++) {
		f = sc->files.items[i];
		rc = f->status == SCAN_VANISHED
		    ? note_vanished(r, f, listed, e) : visit(r, f, e);
	}
	return rc;
}

/*
 * Whether the row is of a time when its calendar's path was a file and is
 * a folder now, or the other way round.
 */
static bool
is_of_other_kind(const struct scan *sc, const struct texts *paths,
    const struct file_row *row)
{
	struct slice path = slice_str(sc->calendar->path);
	struct slice known = slice_str(row->path);
	bool file = paths->n == 1 && slice_eq(slice_str(paths->items[0]), path);

	return file ? slice_starts(known, path) && known.p[path.n] == '/'
	    : slice_eq(known, path);
}

static void
doubt_other_kind(struct run *r, struct scan *sc, struct texts *paths,
    const struct file_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (is_of_other_kind(sc, paths, &rows->items[i]))
			break;
	if (i == rows->n)
		return;
	paths->n = 0;	/* what is there now is something else */
	catalog_doubt(r, sc, sc->calendar->path, arena_printf(&r->arena,
	    _("it was a file and is a folder now, or the other way round; "
	    "nothing is done until it is back, or until `icsreserve cancel "
	    "--calendar %s` has ended what was booked for it"),
	    sc->calendar->name));
}

/* It may be a slip, such as the folder above those of the calendars. */
static void
tell_empty(struct run *r, const struct scan *sc)
{
	const char *path = sc->calendar->path;
	struct problem p = { .kind = "empty", .calendar = sc->calendar->name,
		.file = path, .message = _("there is no .ics in it") };

	if (source_is_nested(path))
		p.message = arena_printf(&r->arena, _("there is no .ics in it, "
		    "but in folders of it: name one of them, or set path "
		    "= %s/*/*.ics"), path);
	run_problem(r, &p);
}

/*
 * An empty folder, or a missing path, says nothing about events that were
 * there, unless they all have moved; nor about those of other calendars, which
 * may have moved there.
 */
static int
judge_listing(struct run *r, struct scan *sc, struct texts *paths,
    const struct file_rows *rows, struct err *e)
{
	struct digests booked = { 0 };
	bool emptied = false;
	size_t n;
	int rc;

	if (sc->doubt)
		return 0;
	if (paths->n) {
		doubt_other_kind(r, sc, paths, rows);
		return 0;
	}
	rc = emptied_booked(r, sc->calendar->name, &booked, &n, e);
	if (rc == 0 && !n && !sc->calendar->url)
		rc = emptied_known(r, rows, &emptied, e);
	if (rc == 0 && (n || emptied))
		catalog_doubt(r, sc, sc->calendar->path,
		    arena_printf(&r->arena, _("there is no calendar file "
		    "where there were some; nothing is deleted for that. If "
		    "it was emptied on purpose, end what was booked for it: "
		    "icsreserve cancel --calendar %s"), sc->calendar->name));
	else if (rc == 0)
		tell_empty(r, sc);
	VEC_FREE(&booked);
	return rc;
}

static int
scan_files(struct run *r, struct scan *sc, struct err *e)
{
	struct texts paths = { 0 };
	struct file_rows rows = { 0 };
	struct err why;
	int rc = files_of(r->store, sc->calendar->name, &r->arena, &rows, e);

	/* The pull has reported why. */
	sc->doubt = remote_doubtful(r, sc->calendar);
	if (rc == 0 && source_list(sc->calendar->path, &r->arena, &paths,
	    &why) == -1) {
		if (!sc->doubt)
			catalog_doubt(r, sc, sc->calendar->path, why.msg);
		sc->catalog->all_in_doubt |= !rows.n;
	}
	if (rc == 0)
		rc = judge_listing(r, sc, &paths, &rows, e);
	if (rc == 0)
		rc = visit_all(r, sc, &paths, &rows, e);
	VEC_FREE(&paths);
	VEC_FREE(&rows);
	return rc;
}

struct scan *
scan_add(struct run *r, const struct calendar *cal)
{
	struct scan *sc = ARENA_NEW(&r->arena, struct scan), *other;
	size_t i;

	sc->calendar = cal;
	for (i = 0; cal->imported && i < r->scans.n && !sc->catalog; i++) {
		other = r->scans.items[i];
		if (other->calendar->imported)
			sc->catalog = other->catalog;
	}
	if (!sc->catalog)
		sc->catalog = ARENA_NEW(&r->arena, struct catalog);
	*VEC_ADD(&r->scans) = sc;
	return sc;
}

int
scan_calendars(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e)
{
	struct scan *sc;
	size_t i;

	for (i = 0; i < n; i++) {
		sc = scan_add(r, cals[i]);
		add_inodes(r, sc);
		if (scan_files(r, sc, e) == -1)
			return -1;
		if (cals[i]->output && output_check(r, sc, e) == -1)
			return -1;
	}
	return question_find(r, e);
}

static struct scan_file *
new_file(const struct scan *sc)
{
	struct scan_file *f;
	size_t i;

	for (i = 0; i < sc->files.n; i++) {
		f = sc->files.items[i];
		if (!f->row.id && f->status == SCAN_READ)
			return f;
	}
	return NULL;
}

int
scan_note_new(struct run *r, struct err *e)
{
	struct scan_file *f;
	size_t i;

	for (i = 0; i < r->scans.n; i++) {
		f = new_file(r->scans.items[i]);
		if (f && files_put(r->store, &f->row, e) == -1)
			return -1;
	}
	return 0;
}

void
scan_free(struct run *r)
{
	struct scan_file *f;
	struct scan *sc;
	size_t i, j;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (j = 0; j < sc->files.n; j++) {
			f = sc->files.items[j];
			cut_free(&f->cut);
			VEC_FREE(&f->known);
			VEC_FREE(&f->known_holds);
			VEC_FREE(&f->settled);
			VEC_FREE(&f->holds);
			VEC_FREE(&f->edited);
		}
		VEC_FREE(&sc->files);
		VEC_FREE(&sc->earlier);
		VEC_FREE(&sc->due);
		VEC_FREE(&sc->absent);
		VEC_FREE(&sc->catalog->files);
		VEC_FREE(&sc->catalog->places);
		VEC_FREE(&sc->catalog->questions);
		VEC_FREE(&sc->catalog->doubts);
	}
	VEC_FREE(&r->scans);
}
