/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "sync/apply.h"
#include "sync/cancel.h"
#include "sync/catalog.h"
#include "sync/examine.h"
#include "sync/follow.h"
#include "sync/input.h"
#include "sync/question.h"
#include "sync/pull.h"
#include "sync/push.h"
#include "sync/recover.h"
#include "sync/run_life.h"
#include "sync/scan.h"
#include "sync/scan_file.h"
#include "sync/settle.h"
#include "sync/source.h"
#include "sync/sync.h"
#include "sync/uid_read.h"
#include "sync/write.h"

/* What is worked with while a command to cancel is carried out. */
struct canceller {
	struct run *run;
	const struct cancel *what;
	struct items leaders;		/* of the bookings, by reserve_id */
	struct keys uids;		/* of the bookings, sorted */
};

/* --- calendars and their files -------------------------------------------- */

static const struct calendar *
calendar_of(struct run *r, const char *name)
{
	const struct calendar *cal = conf_named(r->conf, name);
	struct calendar *made;

	if (cal)
		return cal;
	/* Calendars of the command line are named by their path. */
	made = ARENA_NEW(&r->arena, struct calendar);
	made->name = made->path = arena_str(&r->arena, name);
	made->settings = r->conf->defaults;
	return made;
}

/* What came down a pipe has no file to take lines out of. */
static void
add_scan(struct run *r, const char *name)
{
	const struct calendar *cal = calendar_of(r, name);
	struct stat st;

	if (!catalog_scan(r, name) && (stat(cal->path, &st) == -1 ||
	    S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
		scan_add(r, cal);
}

static bool
has_uid(const struct canceller *c, uint64_t key)
{
	return VEC_FIND(&c->uids, &key, hash_cmp) != NULL;
}

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

static struct item *
leader_of(const struct canceller *c, const char *reserve_id)
{
	struct item **found = VEC_FIND(&c->leaders, reserve_id, by_id);

	return found ? *found : NULL;
}

/* Whether a file that is as it was holds something that is to go. */
static bool
is_concerned(const struct canceller *c, const struct holds *holds)
{
	const struct hold *h;
	size_t i;

	for (i = 0; i < holds->n; i++) {
		h = &holds->items[i];
		if (has_uid(c, h->uid_key) || (*h->reserve_id &&
		    (c->what->whole || leader_of(c, h->reserve_id))))
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

static int
visit(struct canceller *c, struct scan_file *f, struct err *e)
{
	struct run *r = c->run;
	struct file_stamp stamp;
	struct holds holds = { 0 };
	bool there = file_stat(f->row.path, &stamp), concerned = true;

	f->status = SCAN_AS_IT_WAS;
	if (f->row.id && (!there || (f->row.trusted && !c->what->strays &&
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
	f->open = f->redo = true;	/* the next sync looks at it anew */
	return scan_file_open(r, f, e);
}

static struct scan_file *
add_file(struct run *r, struct scan *sc, const struct file_row *row,
    const char *path)
{
	struct scan_file *f = ARENA_NEW(&r->arena, struct scan_file);

	f->calendar = sc->calendar;
	f->scan = sc;
	if (row)
		f->row = *row;
	f->row.calendar = sc->calendar->name;
	f->row.path = path;
	*VEC_ADD(&sc->files) = f;
	*VEC_ADD(&sc->catalog->files) = f;
	return f;
}

static bool
has_file(const struct scan *sc, const char *path)
{
	size_t i;

	for (i = 0; i < sc->files.n; i++)
		if (strcmp(sc->files.items[i]->row.path, path) == 0)
			return true;
	return false;
}

/* The files that are known, and those that are there. */
static int
read_files(struct canceller *c, struct scan *sc, struct err *e)
{
	struct run *r = c->run;
	struct vec rows = VEC_OF(struct file_row);
	struct vec paths = VEC_OF(const char *);
	const struct file_row *row;
	const char *path;
	struct err ignored;
	size_t i;
	int rc = files_of(r->store, sc->calendar->name, &r->arena, &rows, e);

	source_list(sc->calendar->path, &r->arena, &paths, &ignored);
	for (i = 0; i < rows.n; i++) {
		row = &VEC_AT(&rows, struct file_row, i);
		if (!input_is_table(r, row->path))
			add_file(r, sc, row, row->path);
	}
	for (i = 0; i < paths.n; i++) {
		path = VEC_AT(&paths, const char *, i);
		/* A table never holds a line of ours. */
		if (!has_file(sc, path) && !input_is_table(r, path))
			add_file(r, sc, NULL, path);
	}
	for (i = 0; rc == 0 && i < sc->files.n; i++)
		rc = visit(c, sc->files.items[i], e);
	vec_free(&rows);
	vec_free(&paths);
	return rc;
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

static void
add_bookings(struct canceller *c)
{
	const struct calendar *all = c->run->conf->calendars.items;
	size_t i;

	for (i = 0; i < c->what->bookings->n; i++)
		add_booking(c, &VEC_AT(c->what->bookings, struct booking, i));
	VEC_SORT(&c->leaders, by_reserve_id);
	VEC_SORT(&c->uids, hash_cmp);
	for (i = 0; c->what->whole && i < c->run->conf->calendars.n; i++)
		if (!c->what->calendar || strcmp(all[i].name,
		    c->what->calendar) == 0)
			add_scan(c->run, all[i].name);
	if (c->what->calendar)
		add_scan(c->run, c->what->calendar);
}

/* --- VEVENTs -------------------------------------------------------------- */

/* Whose lines in the VEVENT are to go; false: none. */
static bool
is_to_go(const struct canceller *c, const struct component *v,
    struct item **leader)
{
	size_t i;

	*leader = NULL;
	for (i = 0; i < v->ours.ids.n && !*leader; i++)
		*leader = leader_of(c, v->ours.ids.items[i]);
	if (c->what->strays)
		return v->ours.foreign || (v->ours.ids.n && !v->ours.ends);
	return *leader || (c->what->whole && v->ours.ids.n) || v->whole;
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
		    (strcmp(b->calendar, v->file->calendar->name) == 0 &&
		    strcmp(b->recurrence_id, v->id) == 0)))
			return c->leaders.items[i];
	}
	return NULL;
}

/* Where somebody took our lines out, and no other state put some in. */
static bool
may_have_stamps(const struct canceller *c, const struct component *v,
    struct item **leader)
{
	*leader = c->what->strays || v->ours.ids.n || v->ours.foreign ? NULL
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
	const struct scan_file *f;
	size_t i, n;
	int rc = 0;

	question_places(sc->catalog);
	for (i = 0; rc == 0 && i < cat->places.n; i += n) {
		n = 1;
		while (i + n < cat->places.n && cat->places.items[i +
		    n].uid_key == cat->places.items[i].uid_key)
			n++;
		f = cat->files.items[cat->places.items[i].file];
		reader_next(&rd, f, 0);
		rc = end_set(c, &rd, cat, &cat->places.items[i], n, e);
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
		if (it->act.kind == ACTION_CREATE)
			item_leave(it, NULL);
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
		it->led_open |= strcmp(it->act.booking.calendar,
		    sc->calendar->name) == 0;
	}
}

static int
plan_all(struct canceller *c, struct err *e)
{
	struct run *r = c->run;
	size_t i;

	add_bookings(c);
	for (i = 0; i < r->scans.n; i++)
		if (pull_calendar(r, r->scans.items[i]->calendar, e) == -1)
			return -1;
	/* The source of a copy elsewhere never holds a line of ours. */
	for (i = 0; i < r->scans.n; i++)
		if (!r->scans.items[i]->calendar->output &&
		    read_files(c, r->scans.items[i], e) == -1)
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
	struct canceller c = { .run = r, .what = what };
	int rc = 0;

	r->strays = what->strays;
	if (recover(r, e) == -1 ||
	    files_clock(r->store, &r->clock_seen, e) == -1)
		return -1;
	rc = plan_all(&c, e);
	VEC_FREE(&c.leaders);
	VEC_FREE(&c.uids);
	if (rc == -1)
		return -1;
	if (plan)
		plan(r);
	if (apply(r, e) == -1 || rewrite_outputs(r, e) == -1 ||
	    write_files(r, e) == -1)
		return -1;
	if (settle(r, e) == -1)
		return -1;
	return push_calendars(r, e);
}
