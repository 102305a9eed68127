/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "sync/cancel_files.h"
#include "sync/scan.h"
#include "sync/scan_file.h"
#include "sync/source.h"

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
	bool there = file_stat(f->row.path, &stamp), concerned = true;

	f->status = SCAN_AS_IT_WAS;
	if (f->row.id && (!there || (f->row.trusted && !c->strays &&
	    file_stamp_eq(&stamp, &f->row.stamp)))) {
		if (files_holds(r->store, f->row.id, &r->arena, &holds,
		    e) == -1)
			return -1;
		concerned = is_concerned(c, &holds);
		VEC_FREE(&holds);
	}
	if (!concerned)
		return 0;
	if (!there && errno == ENOENT) {
		f->status = SCAN_VANISHED;
		f->scan->waiting = true;	/* its row stays */
		tell_missing(r, f);
		return 0;
	}
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
