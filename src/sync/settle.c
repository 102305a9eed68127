/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/issued.h"
#include "sync/edits.h"
#include "sync/output.h"
#include "sync/scan.h"
#include "sync/scan_file.h"
#include "sync/settle.h"

/* --- items ---------------------------------------------------------------- */

static enum settled_kind
kind_of(const struct item *it)
{
	if (!item_is_done(it) || it->plan.remind)
		return SETTLED_OPEN;
	return it->act.deferred ? SETTLED_WAITS : it->plan.kind;
}

/* What is known now of the VEVENT of an item. */
static void
note_vevent(const struct item *it)
{
	const struct spot *spot = &it->plan.spot;
	const char *id = item_booking(it)->reserve_id;
	struct scan_file *f = spot->file;
	uint64_t digest = it->outcome.edit == EDIT_DONE ? it->digest
	    : spot->digest;

	if (it->plan.wish == WISH_LINK && id)
		*VEC_ADD(&f->holds) = (struct hold){ 0,
			cut_uid_key(slice_str(it->plan.uid)), id };
	if (digest)
		*VEC_ADD(&f->settled) = (struct settled){ digest,
			it->plan.due, kind_of(it) };
}

/* What version 4 forgot has been found, or there was nothing. */
static int
settle_legacy(struct run *r, struct item *it, struct err *e)
{
	struct booking *b = &it->act.booking;

	if (!b->legacy || !b->id || it->plan.follower ||
	    !it->plan.spot.file || it->plan.forget)
		return 0;
	b->legacy = false;
	return bookings_put(r->store, b, e);
}

/* A row that is of no more use goes; that a call may have made a reservation is
 * reported until that would be over. */
static int
forget(struct run *r, const struct item *it, struct err *e)
{
	const struct booking *b = &it->act.booking;

	if (!b->id || it->plan.follower || compare_alive(b, r->now) ||
	    (b->state == BOOKING_UNKNOWN &&
	    b->end + it->plan.settings->grace > r->now))
		return 0;
	if (!it->plan.forget && it->plan.wish != WISH_NOTHING)
		return 0;
	return bookings_delete(r->store, b->id, e);
}

static int
settle_item(struct run *r, struct item *it, struct err *e)
{
	struct scan_file *f = it->plan.spot.file;

	item_finish(it);
	if (f) {
		note_vevent(it);
		f->open |= it->plan.remind;
		if (it->outcome.edit == EDIT_DONE && !f->calendar->output)
			*VEC_ADD(&f->edited) = cut_uid_key(slice_str(
			    it->plan.uid));
	}
	if (!item_is_done(it)) {
		if (f)
			f->open = true;
		/* No VEVENT's digest says that one is still to be made. */
		if (f && !it->plan.spot.digest)
			f->redo = true;
		return 0;
	}
	if (settle_legacy(r, it, e) == -1)
		return -1;
	/* A row goes when its followers are done too. */
	return it->outcome.led_open ? 0 : forget(r, it, e);
}

/* --- files ---------------------------------------------------------------- */

static void
sort_holds(struct holds *holds)
{
	size_t i, n = 0;

	VEC_SORT(holds, files_hold_cmp);
	for (i = 0; i < holds->n; i++)
		if (n == 0 || files_hold_cmp(&holds->items[n - 1],
		    &holds->items[i]) != 0)
			holds->items[n++] = holds->items[i];
	holds->n = n;
}

/* When the first of its events is due. */
static int64_t
due_of(const struct scan_file *f)
{
	const struct settled *s;
	int64_t due = 0;
	size_t i;

	for (i = 0; i < f->settled.n; i++) {
		s = &f->settled.items[i];
		if (s->due && (!due || s->due < due))
			due = s->due;
	}
	return due;
}

/* The number of the file's VEVENTs that are left out, or wait. */
static int64_t
count_kind(const struct scan_file *f, enum settled_kind kind)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < f->settled.n; i++)
		n += f->settled.items[i].kind == kind;
	return n;
}

/* Whether what is known covers every VEVENT that was read. */
static bool
is_covered(const struct scan_file *f)
{
	return f->settled.n >= f->cut.events.n;
}

static void
open_digest(struct scan_file *f, uint64_t digest)
{
	const struct settled key = { .digest = digest };
	struct settled *s = VEC_FIND(&f->settled, &key, hash_cmp);

	for (; s && s > f->settled.items && s[-1].digest == digest; s--)
		;
	for (; s && s < f->settled.items + f->settled.n &&
	    s->digest == digest; s++)
		s->kind = SETTLED_OPEN;
	f->open |= s != NULL;
}

/*
 * A VEVENT that carries the link of a reservation which ended in this run was
 * looked at while that lived; one of a set that was edited, beside VEVENTs that
 * stand there no more, or not yet.  Those that were edited have another digest
 * by now.
 */
static void
open_outdated(const struct run *r, struct scan_file *f)
{
	const struct cut_event *ev;
	struct digests uids = { 0 };
	uint64_t id;
	size_t i;

	for (i = 0; i < f->edited.n; i++)
		*VEC_ADD(&uids) = f->edited.items[i];
	for (i = 0; r->ended.n && i < f->holds.n; i++) {
		id = hash_bytes(slice_str(f->holds.items[i].reserve_id));
		if (VEC_FIND(&r->ended, &id, hash_cmp))
			*VEC_ADD(&uids) = f->holds.items[i].uid_key;
	}
	VEC_SORT(&uids, hash_cmp);
	for (i = 0; uids.n && i < f->cut.events.n; i++) {
		ev = &f->cut.events.items[i];
		if (VEC_FIND(&uids, &ev->uid, hash_cmp))
			open_digest(f, ev->digest);
	}
	VEC_FREE(&uids);
}

/* A leftover that could not be removed: the next run tries again. */
static const char *
leftover(const struct file_row *row)
{
	return row->temp && access(row->temp, F_OK) == 0 ? row->temp : NULL;
}

/* Nobody but us writes into a copy of what a server holds, and never twice
 * into one inode. */
static bool
is_stamp_settled(const struct scan_file *f)
{
	return f->calendar->url ||
	    file_stamp_settled(&f->row.stamp, f->read_at);
}

/* A copy of what is no more would show dead links; another file may have it by
 * now. */
static int
remove_copy(struct run *r, const struct scan *sc, struct scan_file *f,
    struct err *e)
{
	const char *path = output_path(&r->arena, f);
	const struct scan_file *other;
	enum output_owner whose;
	size_t i;

	for (i = 0; i < sc->files.n; i++) {
		other = sc->files.items[i];
		if (other->status != SCAN_VANISHED &&
		    strcmp(output_path(&r->arena, other), path) == 0)
			return 0;
	}
	if (files_settled(r->store, f->row.id, &f->known, e) == -1 ||
	    output_whose(r, f, &whose, e) == -1)
		return -1;
	if (whose == OUTPUT_OURS)
		unlink(path);
	return 0;
}

/* A copy that could not be written anew is known by the VEVENTs that the file
 * had when it was written (output_whose): they stay in the cache. */
static int
keep_known(struct run *r, struct scan_file *f, struct err *e)
{
	struct scan_file now = *f;
	enum output_owner whose;
	size_t i;

	now.known = (struct settled_list){ 0 };
	if (output_whose(r, &now, &whose, e) == -1)
		return -1;
	for (i = 0; whose != OUTPUT_OURS && i < f->known.n; i++)
		*VEC_ADD(&f->settled) = (struct settled){
			f->known.items[i].digest, 0, SETTLED_OPEN };
	return 0;
}

static int
settle_file(struct run *r, struct scan *sc, struct scan_file *f,
    struct err *e)
{
	struct file_row *row = &f->row;

	if (f->status == SCAN_VANISHED && !sc->doubt && !sc->waiting) {
		if (sc->calendar->output && row->calendars &&
		    remove_copy(r, sc, f, e) == -1)
			return -1;
		return leftover(row) ? 0 : files_delete(r->store, row->id, e);
	}
	if (f->status != SCAN_READ)
		return 0;
	if (sc->calendar->output && f->open && keep_known(r, f, e) == -1)
		return -1;
	VEC_SORT(&f->settled, hash_cmp);
	sort_holds(&f->holds);
	open_outdated(r, f);
	row->calendars = (int64_t)f->cut.calendars.n;
	row->trusted = !f->open && !sc->waiting && is_covered(f) &&
	    is_stamp_settled(f);
	row->config = f->redo ? 0 : scan_file_config(r, f);
	row->since = r->now;
	row->due = due_of(f);
	row->skipped = count_kind(f, SETTLED_SKIPPED);
	row->deferred = count_kind(f, SETTLED_WAITS);
	row->temp = leftover(row);
	if (files_put(r->store, row, e) == -1 ||
	    files_set_settled(r->store, row->id, &f->settled, e) == -1)
		return -1;
	return files_set_holds(r->store, row->id, &f->holds, e);
}

/* --- the run -------------------------------------------------------------- */

static int
settle_clock(struct run *r, const struct scan_file *f, struct err *e)
{
	if (f->status != SCAN_READ || r->clock_seen.latest >= r->now)
		return 0;
	r->clock_seen.latest = r->now;
	return files_set_clock(r->store, &r->clock_seen, e);
}

/* At its end: one that was stopped is none. */
static int
note_run(struct run *r, struct err *e)
{
	struct clock_row *c = &r->clock_seen;
	size_t i;

	/* How far apart runs of sync are, an import does not tell. */
	for (i = 0; i < r->scans.n; i++)
		if (r->scans.items[i]->calendar->imported)
			return 0;
	if (c->run <= r->now && r->now - c->run < SETTLE_RUN_NOTED)
		return 0;
	c->run = r->now;
	return files_set_clock(r->store, c, e);
}

static int
settle_all(struct run *r, struct err *e)
{
	struct scan_file *f;
	struct scan *sc;
	size_t i, j;

	for (i = 0; i < r->items.n; i++)
		if (r->items.items[i]->leader &&
		    !item_is_done(r->items.items[i]))
			item_keep_row(r->items.items[i]->leader);
	for (i = 0; i < r->items.n; i++)
		if (settle_item(r, r->items.items[i], e) == -1)
			return -1;
	if (edits_settle(r, e) == -1)
		return -1;
	VEC_SORT(&r->ended, hash_cmp);
	/* Behind all changes of rows, which take the trust from files. */
	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (j = 0; j < sc->files.n; j++) {
			f = sc->files.items[j];
			if (settle_file(r, sc, f, e) == -1 ||
			    settle_clock(r, f, e) == -1)
				return -1;
		}
	}
	/* Behind what files hold: rows of what is over and stands nowhere. */
	if (bookings_purge(r->store, r->now, e) == -1 ||
	    put_purge(r->store, e) == -1)
		return -1;
	return note_run(r, e);
}

int
settle_run(struct run *r, struct err *e)
{
	if (store_begin(r->store, e) == -1)
		return -1;
	return store_end(r->store, settle_all(r, e), "settle", e);
}
