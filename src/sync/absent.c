/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/input.h"
#include "sync/absent.h"

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

	if (!left && run_stands(r, b->key) != STANDS_UNREAD)
		return false;
	if (left) {
		p.file = f->row.path;
		run_problem(r, &p);
	}
	if (f)
		f->open = true;		/* its row stays, for the next run */
	return true;
}

static struct item *
add_item(struct run *r, const struct scan *sc, const struct booking *b)
{
	struct item *it = run_add_item(r);

	it->act.booking = *b;
	it->settings = &sc->calendar->settings;
	it->component = b->recurrence_id;
	return it;
}

/* It is no deletion, for the reason that the note gives. */
static int
release(struct run *r, const struct scan *sc, struct booking *b,
    const char *note, struct err *e)
{
	struct item *it;

	b->file = 0;
	b->held.until = b->end_time;
	b->due = 0;
	it = add_item(r, sc, b);
	it->act.note = note;
	return bookings_put(r->store, b, e);
}

/* An import says what is to be booked, not what is to be ended. */
static void
tell_released(struct run *r, const struct scan *sc, const struct booking *b)
{
	struct problem p = { .kind = "no-longer-there",
		.calendar = b->calendar, .file = sc->calendar->path,
		.uid = b->uid, .message = "an earlier import booked it, and "
		    "it is no longer there; the reservation is kept until it "
		    "expires, `icsreserve cancel` ends it" };

	/* What comes on standard input is another thing each time. */
	if (strcmp(sc->calendar->path, INPUT_STDIN) != 0)
		run_problem(r, &p);
}

static int
add_gone(struct run *r, struct scan *sc, int64_t id, struct err *e)
{
	struct vec found = VEC_OF(struct booking);
	struct booking *b;
	struct item *it;
	int rc = bookings_select(r->store, BOOKINGS_ID, NULL, id, &r->arena,
	    &found, e);

	b = found.items;
	if (rc == -1 || !found.n || is_kept(r, b)) {
		;
	} else if (run_stands(r, b->key) == STANDS_SKIPPED &&
	    compare_alive(b, r->now)) {
		rc = release(r, sc, b, "no longer chosen where it stands "
		    "now; kept until it expires", e);
	} else if (sc->calendar->imported && compare_alive(b, r->now) &&
	    b->end > r->now) {
		tell_released(r, sc, b);
		rc = release(r, sc, b, "no longer there; kept until it "
		    "expires", e);
	} else {
		it = add_item(r, sc, b);
		it->forget = true;
		compare_gone(it->settings, b, r->now, &it->act);
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

	/* What has left the calendar is kept, but not renewed; what stands
	 * there and can't be understood is, for as long as that lasts. */
	if (f && f->status != SCAN_DOUBT &&
	    (f->status != SCAN_VANISHED || !sc->doubt) &&
	    run_stands(r, b->key) != STANDS_UNREAD)
		return;
	for (i = 0; i < r->items.n; i++)
		if (run_item(r, i)->act.booking.id == b->id)
			return;
	it = add_item(r, sc, b);
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
absent_find(struct run *r, struct err *e)
{
	size_t i;

	for (i = 0; i < r->scans.n; i++)
		if (absent_of(r, VEC_AT(&r->scans, struct scan *, i), e) == -1)
			return -1;
	return 0;
}
