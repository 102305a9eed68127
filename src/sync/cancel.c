/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/intl.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "sync/apply.h"
#include "sync/cancel.h"
#include "sync/cancel_files.h"
#include "sync/catalog.h"
#include "sync/examine.h"
#include "sync/follow.h"
#include "sync/input.h"
#include "sync/past.h"
#include "sync/pull.h"
#include "sync/push.h"
#include "sync/question.h"
#include "sync/recover.h"
#include "sync/run_life.h"
#include "sync/scan.h"
#include "sync/settle.h"
#include "sync/stands.h"
#include "sync/sync.h"
#include "sync/uid_read.h"
#include "sync/write.h"

/* --- calendars ------------------------------------------------------------ */

static const struct calendar *
calendar_of(struct run *r, const char *name)
{
	const struct calendar *cal = conf_named(r->conf, name);
	struct calendar *made;

	if (cal)
		return cal;
	made = ARENA_NEW(&r->arena, struct calendar);
	made->name = arena_str(&r->arena, name);
	made->path = conf_path(r->conf, made->name);
	made->settings = r->conf->defaults;
	return made;
}

/* What came down a pipe has no file to take lines out of. */
static void
add_scan(struct run *r, const char *name)
{
	const struct calendar *cal = calendar_of(r, name);
	struct stat st;

	if (!catalog_scan(r, name) && !input_is_stdin(cal->path) &&
	    (stat(cal->path, &st) == -1 || S_ISREG(st.st_mode) ||
	    S_ISDIR(st.st_mode)))
		scan_add(r, cal);
}

/* --- bookings ------------------------------------------------------------- */

static void
add_booking(struct canceller *c, const struct booking *b)
{
	struct run *r = c->run;
	const struct scan *sc;
	struct item *it;

	add_scan(r, b->calendar);
	sc = catalog_scan(r, b->calendar);
	it = item_add(r, sc ? &sc->calendar->settings : &r->conf->defaults,
	    &(struct action){ .booking = *b });
	it->plan.wish = WISH_NOTHING;
	it->plan.forget = true;
	if (compare_alive(b, r->now)) {
		it->act.kind = ACTION_DELETE;
		it->act.note = _("cancelled by command");
	}
	*VEC_ADD(&c->leaders) = it;
	*VEC_ADD(&c->uids) = cut_uid_key(slice_str(b->uid));
}

/* The configured calendar that the event has moved to since the last sync;
 * NULL: it stands where it was, or nowhere for sure. */
static int
find_new_place(struct run *r, const struct booking *b, const char **calendar,
    struct err *e)
{
	const struct calendar *all = r->conf->calendars.items;
	enum standing where;
	bool left = false;
	size_t i;

	*calendar = NULL;
	if (stands_in_calendar(r, b->calendar, b, &where, e) == -1)
		return -1;
	/* The booking of a series is not that of overrides left behind. */
	if (!*b->recurrence_id && stands_overrides_alone(r, b->calendar,
	    b->uid, &left, e) == -1)
		return -1;
	if (left)
		where = STANDS_NOWHERE;
	for (i = 0; i < r->conf->calendars.n && where == STANDS_NOWHERE;
	    i++) {
		if (left && strcmp(all[i].name, b->calendar) == 0)
			continue;
		if (stands_in_calendar(r, all[i].name, b, &where, e) == -1)
			return -1;
		if (where == STANDS_HERE)
			*calendar = all[i].name;
	}
	return 0;
}

/* The calendars that lines of the booking may stand in: where it has moved to,
 * or where copies of it are. */
static int
add_places(struct run *r, const struct booking *b, struct err *e)
{
	const struct calendar *all = r->conf->calendars.items;
	enum standing where;
	size_t i;

	for (i = 0; i < r->conf->calendars.n; i++) {
		if (stands_in_calendar(r, all[i].name, b, &where, e) == -1)
			return -1;
		if (where == STANDS_HERE)
			add_scan(r, all[i].name);
	}
	return 0;
}

/* To cancel a calendar does not end what has moved away from it. */
static int
add_where_it_stands(struct canceller *c, const struct booking *b,
    struct err *e)
{
	struct run *r = c->run;
	struct problem p = { .kind = "moved-away", .calendar = b->calendar,
		.uid = b->uid };
	const char *calendar = NULL;

	if (c->calendar && find_new_place(r, b, &calendar, e) == -1)
		return -1;
	if (calendar) {
		p.message = arena_printf(&r->arena, _("the event is in the "
		    "calendar %s now, which is not part of this run; its "
		    "reservation is kept"), calendar);
		run_problem(r, &p);
		return 0;
	}
	add_booking(c, b);
	return c->whole ? 0 : add_places(r, b, e);
}

static int
add_bookings(struct canceller *c, const struct bookings *bookings,
    struct err *e)
{
	const struct calendar *all = c->run->conf->calendars.items;
	struct bookings more = { 0 };
	size_t i;
	int rc = cancel_files_renamed(c, &more, e);

	for (i = 0; rc == 0 && i < bookings->n; i++)
		rc = add_where_it_stands(c, &bookings->items[i], e);
	for (i = 0; rc == 0 && i < more.n; i++)
		add_booking(c, &more.items[i]);
	VEC_FREE(&more);
	if (rc == -1)
		return -1;
	cancel_files_sort(c);
	for (i = 0; c->whole && i < c->run->conf->calendars.n; i++)
		if (!c->calendar || strcmp(all[i].name,
		    c->calendar) == 0)
			add_scan(c->run, all[i].name);
	if (c->calendar)
		add_scan(c->run, c->calendar);
	return 0;
}

/* --- VEVENTs -------------------------------------------------------------- */

/* Whose lines in the VEVENT are to go; false: none. */
static bool
is_to_go(const struct canceller *c, const struct component *v,
    struct item **leader)
{
	bool all = c->whole && !cancel_files_shared(c, v->file);
	size_t i;

	*leader = NULL;
	for (i = 0; i < v->ours.ids.n && !*leader; i++)
		*leader = cancel_files_leader(c, v->ours.ids.items[i]);
	if (c->strays)
		return v->ours.foreign || (v->ours.ids.n && !v->ours.ends);
	return *leader || (all && v->ours.ids.n) || (v->whole &&
	    (all || VEC_FIND(&c->uids, &v->cut->uid, hash_cmp)));
}

/* Whether a file is one of the calendar's, under that name or another. */
static bool
is_of(const struct canceller *c, const struct scan_file *f,
    const char *calendar)
{
	const struct scan *sc = catalog_scan(c->run, calendar);
	const struct file_stamp *a = &f->row.stamp, *b;
	size_t i;

	if (f->scan == sc)
		return true;
	for (i = 0; sc && i < sc->files.n; i++) {
		b = &sc->files.items[i]->row.stamp;
		if (sc->files.items[i]->alias && a->dev == b->dev &&
		    a->ino == b->ino)
			return true;
	}
	return false;
}

/* The booking of the VEVENT's UID; exact: that of its very key. */
static struct item *
leader_of_uid(const struct canceller *c, const struct component *v,
    bool exact)
{
	const struct booking *b;
	size_t i, n = VEC_FIND(&c->uids, &v->cut->uid, hash_cmp)
	    ? c->leaders.n : 0;

	for (i = 0; i < n; i++) {
		b = &c->leaders.items[i]->act.booking;
		if (strcmp(b->uid, v->ev.uid) == 0 && (!exact ||
		    (strcmp(b->recurrence_id, v->id) == 0 &&
		    is_of(c, v->file, b->calendar))))
			return c->leaders.items[i];
	}
	return NULL;
}

/* Where somebody took our lines out, and no other state put some in. */
static bool
may_have_stamps(const struct canceller *c, const struct component *v,
    struct item **leader)
{
	*leader = c->strays || v->ours.ids.n || v->ours.foreign ? NULL
	    : leader_of_uid(c, v, true);
	return *leader;
}

static int
end_vevent(struct canceller *c, struct uid_set *s, struct component *v,
    struct err *e)
{
	struct item *leader;

	if (v->refused && !v->ours.ids.n)
		return 0;
	if (!is_to_go(c, v, &leader) && !may_have_stamps(c, v, &leader))
		return 0;
	if (!leader && v->whole)
		leader = leader_of_uid(c, v, false);
	if (v->refused)
		v->id = PAST_NO_ID;
	if (follow_vevent(s, v, leader ? WISH_NOTHING : WISH_BARE, leader
	    ? &leader->act.booking : NULL, NULL, e) == -1)
		return -1;
	if (v->item)
		v->item->leader = leader;
	return 0;
}

/* The VEVENTs of one UID; what is wrong with them is the next sync's word. */
static int
end_set(struct canceller *c, struct reader *rd, const struct catalog *cat,
    const struct place *places, size_t n, struct err *e)
{
	struct run *r = c->run;
	size_t problems = r->problems.n, i;
	int64_t failed = r->totals.failed, skipped = r->totals.skipped;
	int exit = r->exit;
	struct uid_set s;
	bool good;
	int rc = uid_read(&s, rd, cat, places, n, &good, e);

	r->problems.n = problems;
	r->totals.failed = failed;
	r->totals.skipped = skipped;
	r->exit = exit;
	for (i = 0; rc == 0 && good && i < s.components.n; i++) {
		rc = end_vevent(c, &s, &s.components.items[i], e);
		if (!s.components.items[i].item)
			component_hold(&s.components.items[i]);
	}
	uid_set_free(&s);
	return rc;
}

static int
end_lines(struct canceller *c, struct scan *sc, struct err *e)
{
	struct reader rd = { .run = c->run };
	const struct catalog *cat = sc->catalog;
	const struct place *places;
	size_t i, n;
	int rc = 0;

	question_places(sc->catalog);
	for (i = 0; rc == 0 && i < cat->places.n; i += n) {
		places = catalog_places(cat, cat->places.items[i].uid_key, &n);
		reader_next(&rd, cat->files.items[places->file], 0);
		rc = end_set(c, &rd, cat, places, n, e);
	}
	reader_free(&rd);
	return rc;
}

/* --- copies elsewhere ----------------------------------------------------- */

/*
 * An output is a copy made anew: with the links of those that are not
 * cancelled.  Nothing is sent for them.
 */
static int
rewrite_output(struct run *r, const struct calendar *cal, struct err *e)
{
	struct calendar *cals[1] = { ARENA_NEW(&r->arena, struct calendar) };
	struct run copy;
	struct item *it;
	size_t i;
	int rc;

	*cals[0] = *cal;
	run_init(&copy);
	copy.conf = r->conf;
	copy.store = r->store;
	copy.clock = r->clock;
	copy.now = r->now;
	copy.anew = true;
	rc = scan_calendars(&copy, cals, 1, e);
	if (rc == 0)
		rc = examine(&copy, e);
	for (i = 0; i < copy.items.n; i++) {
		it = copy.items.items[i];
		if (it->act.kind == ACTION_CREATE) {
			item_leave(it, NULL);
			/* The source may have lines of ours that are dead. */
			item_want_edit(it);
		}
		it->act.kind = ACTION_NONE;
	}
	copy.problems.n = 0;	/* what is wrong with events is sync's word */
	if (rc == 0)
		rc = write_files(&copy, e);
	for (i = 0; i < copy.problems.n; i++)
		run_problem(r, &copy.problems.items[i]);
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
		sc = r->scans.items[i];
		if (sc->calendar->output && r->write_back &&
		    rewrite_output(r, sc->calendar, e) == -1)
			return -1;
	}
	return 0;
}

/* --- the command ---------------------------------------------------------- */

/* A booking stays as long as lines of it may stand somewhere. */
static void
keep_rows(struct canceller *c, const struct scan *sc)
{
	struct item *it;
	bool whole = true;
	size_t i;

	for (i = 0; i < sc->files.n; i++)
		whole = whole && (sc->files.items[i]->status ==
		    SCAN_AS_IT_WAS || sc->files.items[i]->status ==
		    SCAN_READ);
	for (i = 0; !whole && i < c->leaders.n; i++) {
		it = c->leaders.items[i];
		if (strcmp(it->act.booking.calendar,
		    sc->calendar->name) == 0)
			item_keep_row(it);
	}
}

/* What is configured for a file goes before what is known of its other
 * names.  The source of a copy elsewhere never holds a line of ours. */
static int
read_files(struct canceller *c, bool configured, struct err *e)
{
	const struct run *r = c->run;
	struct scan *sc;
	size_t i;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		if (!sc->calendar->output && configured ==
		    conf_has_calendar(r->conf, sc->calendar->name) &&
		    cancel_files_read(c, sc, e) == -1)
			return -1;
	}
	return 0;
}

static int
plan_all(struct canceller *c, const struct bookings *bookings, struct err *e)
{
	struct run *r = c->run;
	size_t i;

	if (add_bookings(c, bookings, e) == -1)
		return -1;
	for (i = 0; i < r->scans.n; i++)
		if (pull_calendar(r, r->scans.items[i]->calendar, e) == -1)
			return -1;
	if (read_files(c, true, e) == -1 || read_files(c, false, e) == -1)
		return -1;
	for (i = 0; i < r->scans.n; i++)
		keep_rows(c, r->scans.items[i]);
	for (i = 0; i < r->scans.n; i++)
		if (!r->scans.items[i]->calendar->output &&
		    end_lines(c, r->scans.items[i], e) == -1)
			return -1;
	return 0;
}

int
cancel_bookings(struct run *r, const struct cancel *what,
    void (*plan)(const struct run *r), struct err *e)
{
	struct canceller c = { .run = r, .whole = what->whole,
		.strays = what->strays, .calendar = what->calendar };
	int rc = 0;

	r->strays = what->strays;
	r->clears = true;
	r->ends_all = what->whole && !what->strays;
	if (recover(r, e) == -1 ||
	    files_clock(r->store, &r->clock_seen, e) == -1)
		return -1;
	rc = plan_all(&c, what->bookings, e);
	VEC_FREE(&c.leaders);
	VEC_FREE(&c.uids);
	VEC_FREE(&c.read);
	VEC_FREE(&c.others);
	if (rc == -1)
		return -1;
	if (plan)
		plan(r);
	if (apply_actions(r, e) == -1 || rewrite_outputs(r, e) == -1 ||
	    write_files(r, e) == -1)
		return -1;
	if (settle_run(r, e) == -1)
		return -1;
	return push_calendars(r, e);
}
