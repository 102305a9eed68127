/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/hash.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/own_lines.h"
#include "sync/examine.h"
#include "sync/output.h"
#include "sync/scan.h"
#include "sync/settle.h"
#include "sync/wishes.h"
#include "sync/write.h"

/* What was to be done for the item is done. */
static bool
is_done(const struct run *r, struct item *it)
{
	if (it->open || it->act.result == RESULT_FAILED ||
	    it->act.result == RESULT_REFUSED ||
	    it->act.result == RESULT_UNKNOWN)
		return false;
	/* What could not be written is tried again. */
	return !write_is_due(r, it) || it->written;
}

/*
 * Other files that parts of the series stand in have to be looked into:
 * what the link is, or whether there is one, has changed.
 */
static int
look_at_others(struct run *r, const struct booking *b, struct err *e)
{
	struct vec files = VEC_OF(int64_t);
	struct scan_file *f;
	int64_t id;
	size_t i;
	int rc = files_of_uid(r->store, b->calendar, b->uid, &files, e);

	for (i = 0; rc == 0 && i < files.n; i++) {
		id = VEC_AT(&files, int64_t, i);
		if (id == b->file)
			continue;
		f = run_file(r, id);
		if (f)
			f->open = f->anew = true;
		rc = files_distrust(r->store, id, e);
	}
	vec_free(&files);
	return rc;
}

/*
 * Whether overrides in other files carry lines for the booking: until they
 * are looked at, the row is what tells that these are ours.
 */
static int
has_others(struct run *r, const struct booking *b, bool *others,
    struct err *e)
{
	struct vec places = VEC_OF(struct own_place);
	const struct own_place *at;
	size_t i;
	int rc = own_lines_places(r->store, b->id, &r->arena, &places, e);

	*others = false;
	for (i = 0; rc == 0 && i < places.n; i++) {
		at = &VEC_AT(&places, struct own_place, i);
		*others |= at->file && at->file != b->file;
	}
	vec_free(&places);
	return rc;
}

static int
drop_row(struct run *r, const struct item *it, struct err *e)
{
	const struct booking *b = &it->act.booking;
	bool others;

	if (has_others(r, b, &others, e) == -1)
		return -1;
	return others ? bookings_set_file(r->store, b->id, 0, b->key, e)
	    : bookings_delete(r->store, b->id, e);
}

/*
 * A row that is of no more use goes.  One whose event was taken away stays
 * for a while, without a file: the event may turn up elsewhere, with our
 * lines in it.
 */
static int
forget(struct run *r, const struct item *it, struct err *e)
{
	const struct booking *b = &it->act.booking;

	if (!b->id)
		return 0;
	if (it->forget && it->wish == WISH_LEAVE &&
	    b->state == BOOKING_ENDED && b->end > r->now)
		return bookings_set_file(r->store, b->id, 0, b->key, e);
	if (it->forget || (it->wish == WISH_NOTHING && it->written &&
	    !compare_alive(b, r->now)))
		return drop_row(r, it, e);
	return 0;
}

/* What is ours in the VEVENT, now that it is written. */
static int
keep_lines(struct run *r, struct item *it, struct err *e)
{
	const struct booking *b = &it->act.booking;
	const struct own_place at = wishes_place(it);

	if (it->file->calendar->output)
		return 0;
	if (own_lines_put(r->store, &at, it->lines.items, it->lines.n,
	    e) == -1)
		return -1;
	/* An override that was made is where the booking stands now. */
	if (!it->made.n || it->forget || b->key == it->key)
		return 0;
	return bookings_set_file(r->store, b->id, it->file->row.id, it->key,
	    e);
}

static bool
changes_others(const struct item *it)
{
	return !it->follower && (it->forget ||
	    it->act.kind == ACTION_DELETE ||
	    (it->relinked && !*it->act.booking.recurrence_id));
}

static int
settle_item(struct run *r, struct item *it, struct err *e)
{
	struct booking *b = &it->act.booking;
	struct scan_file *f = it->file ? it->file : run_file(r, b->file);

	if (it->act.kind == ACTION_WRITE &&
	    it->act.result == RESULT_PLANNED)
		it->act.result = RESULT_FAILED;	/* told with its file */
	if (it->act.kind == ACTION_NONE &&
	    it->act.result == RESULT_PLANNED)
		it->act.result = RESULT_OK;
	if (it->written && !it->open && keep_lines(r, it, e) == -1)
		return -1;
	if (changes_others(it) && look_at_others(r, b, e) == -1)
		return -1;
	if (it->file && it->digest && !it->forget)
		*(uint64_t *)vec_add(&it->file->settled) =
		    is_done(r, it) && !it->act.deferred ? it->digest
		    : examine_seen(it->digest);
	if (!is_done(r, it)) {
		if (f)
			f->open = true;
		/* No VEVENT's digest says that one is still to be made. */
		if (it->file && !it->digest)
			it->file->anew = true;
		if (it->leader)
			it->leader->open = true;
		return 0;
	}
	return it->follower ? 0 : forget(r, it, e);
}

static int
settle_file(struct run *r, struct scan *sc, struct scan_file *f,
    struct err *e)
{
	if (f->status == SCAN_VANISHED && !sc->doubt && !f->open) {
		/* A copy of what is no more would show dead links. */
		if (sc->calendar->output && f->row.calendars)
			unlink(output_path(&r->arena, f));
		return files_delete(r->store, f->row.id, e);
	}
	if (f->status != SCAN_READ)
		return 0;
	f->row.trusted = !f->open && file_stamp_settled(&f->row.stamp);
	f->row.config = f->anew ? 0 : scan_config(r, sc->calendar);
	f->row.temp = NULL;
	vec_sort(&f->settled, hash_cmp);
	return files_put(r->store, &f->row, &f->settled, e);
}

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
		if (VEC_AT(&r->scans, struct scan *, i)->calendar->imported)
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
	size_t i, j, pass;

	/* A row goes when its followers are done too. */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < r->items.n; i++)
			if (run_item(r, i)->follower == (pass == 0) &&
			    settle_item(r, run_item(r, i), e) == -1)
				return -1;
	for (i = 0; i < r->scans.n; i++) {
		sc = VEC_AT(&r->scans, struct scan *, i);
		for (j = 0; j < sc->files.n; j++) {
			f = VEC_AT(&sc->files, struct scan_file *, j);
			if (settle_file(r, sc, f, e) == -1 ||
			    settle_clock(r, f, e) == -1)
				return -1;
		}
	}
	return note_run(r, e);
}

int
settle(struct run *r, struct err *e)
{
	if (store_begin(r->store, e) == -1)
		return -1;
	if (settle_all(r, e) == -1) {
		store_rollback(r->store);
		return -1;
	}
	return store_commit(r->store, "settle", e);
}
