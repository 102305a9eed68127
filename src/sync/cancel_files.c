/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "conf/calendar.h"
#include "store/bookings.h"
#include "sync/cancel_files.h"
#include "sync/scan.h"
#include "sync/scan_file.h"
#include "sync/source.h"
#include "sync/stands.h"

/* --- what is cancelled ---------------------------------------------------- */

static int
by_reserve_id(const void *x, const void *y)
{
	const struct item *v = *(struct item *const *)x;
	const struct item *w = *(struct item *const *)y;
	const char *a = v->act.booking.reserve_id;
	const char *b = w->act.booking.reserve_id;

	return strcmp(a ? a : "", b ? b : "");
}

static int
by_id(const void *key, const void *item)
{
	const char *id = (*(struct item *const *)item)->act.booking.reserve_id;

	return strcmp(key, id ? id : "");
}

void
cancel_files_sort(struct canceller *c)
{
	VEC_SORT(&c->leaders, by_reserve_id);
	VEC_SORT(&c->uids, hash_cmp);
}

struct item *
cancel_files_leader(const struct canceller *c, const char *reserve_id)
{
	struct item **found = VEC_FIND(&c->leaders, reserve_id, by_id);

	return found ? *found : NULL;
}

/* --- files ---------------------------------------------------------------- */

/* Whether a file that is as it was holds something that is to go. */
static bool
is_concerned(const struct canceller *c, const struct holds *holds)
{
	const struct hold *h;
	size_t i;

	for (i = 0; i < holds->n; i++) {
		h = &holds->items[i];
		if (VEC_FIND(&c->uids, &h->uid_key, hash_cmp) ||
		    (*h->reserve_id && (c->whole ||
		    cancel_files_leader(c, h->reserve_id))))
			return true;
	}
	return false;
}

static void
tell_missing(struct run *r, const struct scan_file *f)
{
	struct problem p = { .kind = "unreadable",
		.calendar = f->calendar->name, .file = f->row.path,
		.message = _("the file is not there, so that nothing is taken "
		    "out of it; should it come back, cancel once more") };

	run_problem(r, &p);
}

/* Read it, once under all of its names. */
static int
read_once(struct canceller *c, struct scan_file *f,
    const struct file_stamp *stamp, struct err *e)
{
	const struct inode key = { stamp->dev, stamp->ino };
	size_t at = VEC_LOWER(&c->read, &key, source_by_inode);

	f->alias = at < c->read.n &&
	    source_by_inode(&c->read.items[at], &key) == 0;
	f->open = f->redo = true;	/* the next sync looks at it anew */
	if (scan_file_open(c->run, f, e) == -1)
		return -1;
	if (!f->alias && f->status == SCAN_READ)
		*VEC_INSERT(&c->read, at) = key;
	return 0;
}

static int
visit(struct canceller *c, struct scan_file *f, struct err *e)
{
	struct run *r = c->run;
	struct file_stamp stamp;
	struct holds holds = { 0 };
	bool there = file_stat(f->row.path, &stamp);
	bool gone = !there && errno == ENOENT, concerned = true;

	f->status = SCAN_AS_IT_WAS;
	if (f->row.id && (!there || (f->row.trusted && !c->strays &&
	    file_stamp_eq(&stamp, &f->row.stamp)))) {
		if (files_holds(r->store, f->row.id, &r->arena, &holds,
		    e) == -1)
			return -1;
		concerned = is_concerned(c, &holds);
		VEC_FREE(&holds);
	}
	if (gone && concerned)
		tell_missing(r, f);
	if (gone && (concerned || c->whole)) {
		f->status = SCAN_VANISHED;
		/* Its row stays, unless the whole calendar is given up. */
		f->scan->waiting |= !c->whole;
		return 0;
	}
	if (!concerned)
		return 0;
	return read_once(c, f, &stamp, e);
}

int
cancel_files_read(struct canceller *c, struct scan *sc, struct err *e)
{
	struct run *r = c->run;
	struct file_rows rows = { 0 };
	struct texts paths = { 0 };
	struct err ignored;
	size_t i;
	int rc = files_of(r->store, sc->calendar->name, &r->arena, &rows, e);

	source_list(sc->calendar->path, &r->arena, &paths, &ignored);
	/* icsreserve writes no line into a table. */
	scan_list(r, sc, &paths, &rows, false);
	for (i = 0; rc == 0 && i < sc->files.n; i++)
		rc = visit(c, sc->files.items[i], e);
	VEC_FREE(&rows);
	VEC_FREE(&paths);
	return rc;
}

/* --- other names of the files --------------------------------------------- */

/* The files of a calendar: those that are there, and those that the cache
 * knows. */
static int
find_files(struct run *r, const char *name, struct inodes *out, struct err *e)
{
	struct file_rows rows = { 0 };
	struct file_stamp stamp;
	size_t i;
	int rc = files_of(r->store, name, &r->arena, &rows, e);

	source_inodes(conf_path(r->conf, name), out);
	for (i = 0; rc == 0 && i < rows.n; i++)
		if (file_stat(rows.items[i].path, &stamp))
			*VEC_ADD(out) = (struct inode){ stamp.dev, stamp.ino };
	VEC_FREE(&rows);
	return rc;
}

static bool
has_all(const struct inodes *own, const struct inodes *files)
{
	size_t i;

	for (i = 0; i < files->n; i++)
		if (!VEC_FIND(own, &files->items[i], source_by_inode))
			return false;
	return true;
}

static void
tell_kept(struct run *r, const struct booking *b)
{
	struct problem p = { .kind = "moved-away", .calendar = b->calendar,
		.uid = b->uid, .message = arena_printf(&r->arena, _("the "
		    "event is booked for the calendar %s, and is there as "
		    "well; its reservation is kept"), b->calendar) };

	run_problem(r, &p);
}

/* Whether a booking under another name is that of an event of the calendar. */
static int
is_taken_over(struct canceller *c, const struct booking *b, bool within,
    bool *is, struct err *e)
{
	enum standing where = STANDS_NOWHERE;
	bool stands;

	*is = false;
	if (stands_by_lines(c->run, c->calendar, b, &stands, e) == -1 ||
	    (!within && stands_in_calendar(c->run, b->calendar, b, &where,
	    e) == -1))
		return -1;
	*is = stands && where == STANDS_NOWHERE;
	if (stands && !*is)
		tell_kept(c->run, b);
	return 0;
}

/* What is booked under a name that nobody configures. */
static int
look_at_bookings(struct canceller *c, const char *name, bool within,
    struct bookings *more, struct err *e)
{
	struct bookings all = { 0 };
	bool is;
	size_t i;
	int rc = bookings_all(c->run->store, name, &c->run->arena, &all, e);

	for (i = 0; rc == 0 && i < all.n; i++) {
		rc = is_taken_over(c, &all.items[i], within, &is, e);
		if (rc == 0 && is)
			*VEC_ADD(more) = all.items[i];
	}
	VEC_FREE(&all);
	return rc;
}

static int
look_at_name(struct canceller *c, const struct inodes *own, const char *name,
    struct bookings *more, struct err *e)
{
	const struct conf *conf = c->run->conf;
	struct inodes files = { 0 };
	bool within = false;
	size_t i;
	int rc = find_files(c->run, name, &files, e);

	if (rc == 0 && !conf_has_calendar(conf, name) &&
	    conf_has_calendar(conf, c->calendar)) {
		within = has_all(own, &files);
		rc = look_at_bookings(c, name, within, more, e);
	}
	for (i = 0; !within && i < files.n; i++)
		*VEC_ADD(&c->others) = files.items[i];
	VEC_FREE(&files);
	return rc;
}

int
cancel_files_renamed(struct canceller *c, struct bookings *more, struct err *e)
{
	struct run *r = c->run;
	const struct calendar *all = r->conf->calendars.items;
	struct live_counts live = { 0 };
	struct inodes own = { 0 };
	const char *name;
	size_t i;
	int rc = 0;

	if (!c->whole || !c->calendar)
		return 0;
	if (find_files(r, c->calendar, &own, e) == -1 ||
	    bookings_live(r->store, r->now, &r->arena, &live, e) == -1)
		rc = -1;
	VEC_SORT(&own, source_by_inode);
	for (i = 0; rc == 0 && i < r->conf->calendars.n; i++)
		if (strcmp(all[i].name, c->calendar) != 0)
			rc = look_at_name(c, &own, all[i].name, more, e);
	for (i = 0; rc == 0 && i < live.n; i++) {
		name = live.items[i].calendar;
		if (!conf_has_calendar(r->conf, name) &&
		    strcmp(name, c->calendar) != 0)
			rc = look_at_name(c, &own, name, more, e);
	}
	VEC_SORT(&c->others, source_by_inode);
	VEC_FREE(&live);
	VEC_FREE(&own);
	return rc;
}

bool
cancel_files_shared(const struct canceller *c, const struct scan_file *f)
{
	const struct inode key = { f->row.stamp.dev, f->row.stamp.ino };

	return VEC_FIND(&c->others, &key, source_by_inode) != NULL;
}
