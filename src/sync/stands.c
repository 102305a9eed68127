/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "conf/calendar.h"
#include "ics/own_lines.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/catalog.h"
#include "sync/input.h"
#include "sync/source.h"
#include "sync/stands.h"

/* A UID that stands in a file which the cache vouches for. */
struct cached_key {
	uint64_t uid;
	const char *path;
};

/* What stands in a calendar that is not part of the run. */
struct outside {
	struct outside *next;
	const char *calendar;
	struct digests keys;		/* UIDs */
	struct digests whole;		/* UIDs of which more stands than
					 * overrides, in files that were read */
	struct cached VEC(struct cached_key) cached;	/* in the others */
	struct digests carried;		/* digests of ids and links that stand
					 * in its VEVENTs */
	bool unknown;			/* not all of it can be read */
};

/* Whether the file is one of the run, by whatever name. */
static bool
is_in_run(const struct run *r, const struct file_stamp *stamp)
{
	const struct scan *sc;
	size_t i, j;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (j = 0; j < sc->files.n; j++)
			if (sc->files.items[j]->row.stamp.ino == stamp->ino &&
			    sc->files.items[j]->row.stamp.dev == stamp->dev &&
			    sc->files.items[j]->status != SCAN_VANISHED)
				return true;
	}
	return false;
}

/* --- calendars that are not in the run ------------------------------------ */

static void
add_carried(struct outside *o, struct slice file, const struct cut_event *ev)
{
	struct arena a = { 0 };
	struct own_event own;
	size_t i;

	own_read(&own, file, ev->off, ev->len, &a);
	for (i = 0; i < own.lines.n; i++)
		if (own.lines.items[i].key)
			*VEC_ADD(&o->carried) = hash_bytes(slice_str(
			    own.lines.items[i].key));
	own_free(&own);
	arena_free(&a);
}

static void
cut_keys(struct run *r, struct outside *o, const char *path)
{
	const struct cut_event *ev;
	struct view view;
	struct cut cut;
	struct err ignored;
	size_t i;

	if (input_open(r, &view, NULL, path, &ignored) == -1) {
		o->unknown = true;
		return;
	}
	cut_bytes(&cut, view.bytes, &view);
	for (i = 0; i < cut.events.n; i++) {
		ev = &cut.events.items[i];
		*VEC_ADD(&o->keys) = ev->uid;
		if (!ev->override)
			*VEC_ADD(&o->whole) = ev->uid;
		add_carried(o, view.bytes, ev);
	}
	o->unknown |= cut_doubtful(cut.reason);
	cut_free(&cut);
	view_close(&view);
}

/* The cache vouches for the file, if its stamp is still the same. */
static int
add_file(struct run *r, struct outside *o, const char *path,
    const struct file_row *row, struct err *e)
{
	struct holds holds = { 0 };
	struct file_stamp stamp;
	size_t i;
	int rc = 0;

	if (!file_stat(path, &stamp) || is_in_run(r, &stamp))
		return 0;
	if (!row || !row->config || !file_stamp_eq(&stamp, &row->stamp)) {
		cut_keys(r, o, path);
		return 0;
	}
	rc = files_holds(r->store, row->id, &r->arena, &holds, e);
	for (i = 0; i < holds.n; i++) {
		*VEC_ADD(&o->keys) = holds.items[i].uid_key;
		*VEC_ADD(&o->cached) = (struct cached_key){
			holds.items[i].uid_key, path };
		*VEC_ADD(&o->carried) = hash_bytes(slice_str(
		    holds.items[i].reserve_id));
	}
	VEC_FREE(&holds);
	return rc;
}

static int
by_path(const void *path, const void *row)
{
	return strcmp(path, ((const struct file_row *)row)->path);
}

static int
look_into(struct run *r, struct outside *o, struct err *e)
{
	struct file_rows rows = { 0 };
	struct texts paths = { 0 };
	const char *path;
	struct err ignored;
	size_t i;
	int rc;

	if (input_is_stdin(conf_path(r->conf, o->calendar)))
		return 0;
	rc = files_of(r->store, o->calendar, &r->arena, &rows, e);
	if (rc == 0 && source_list(conf_path(r->conf, o->calendar), &r->arena,
	    &paths, &ignored) == -1)
		o->unknown = conf_has_calendar(r->conf, o->calendar);
	o->unknown |= !r->ends_all && conf_has_calendar(r->conf, o->calendar)
	    && source_was_emptied(&paths, &rows);
	for (i = 0; rc == 0 && i < paths.n; i++) {
		path = paths.items[i];
		rc = add_file(r, o, path, VEC_FIND(&rows, path, by_path), e);
	}
	VEC_SORT(&o->keys, hash_cmp);
	VEC_SORT(&o->carried, hash_cmp);
	VEC_SORT(&o->whole, hash_cmp);
	VEC_FREE(&rows);
	VEC_FREE(&paths);
	return rc;
}

static int
open_outside(struct run *r, const char *calendar, struct outside **out,
    struct err *e)
{
	struct outside *o;

	for (o = r->outside; o; o = o->next) {
		if (strcmp(o->calendar, calendar) == 0) {
			*out = o;
			return 0;
		}
	}
	o = ARENA_NEW(&r->arena, struct outside);
	o->calendar = arena_str(&r->arena, calendar);
	o->next = r->outside;
	r->outside = *out = o;
	return look_into(r, o, e);
}

static int
stands_in(struct run *r, const char *calendar, uint64_t uid_key,
    enum standing *where, struct err *e)
{
	struct outside *o;

	if (open_outside(r, calendar, &o, e) == -1)
		return -1;
	*where = VEC_FIND(&o->keys, &uid_key, hash_cmp) ? STANDS_HERE
	    : o->unknown ? STANDS_UNKNOWN : STANDS_NOWHERE;
	return 0;
}

static bool
carries(const struct outside *o, const char *text)
{
	uint64_t key = text ? hash_bytes(slice_str(text)) : 0;

	return text && VEC_FIND(&o->carried, &key, hash_cmp);
}

/* The same by the lines of its booking alone. */
static int
stands_by(struct run *r, const char *calendar, const struct booking *b,
    enum standing *where, struct err *e)
{
	struct outside *o;

	if (open_outside(r, calendar, &o, e) == -1)
		return -1;
	*where = carries(o, b->reserve_id) || (b->url && carries(o,
	    own_link_key(slice_str(b->url), &r->arena))) ? STANDS_HERE
	    : o->unknown ? STANDS_UNKNOWN : STANDS_NOWHERE;
	return 0;
}

int
stands_by_lines(struct run *r, const char *calendar,
    const struct booking *b, bool *stands, struct err *e)
{
	enum standing where = STANDS_NOWHERE;
	int rc = stands_by(r, calendar, b, &where, e);

	*stands = where == STANDS_HERE;
	return rc;
}

/* Under another UID it is known by its lines, as in a run of all calendars. */
int
stands_in_calendar(struct run *r, const char *calendar,
    const struct booking *b, enum standing *where, struct err *e)
{
	bool lines;

	if (stands_by_lines(r, calendar, b, &lines, e) == -1 ||
	    stands_in(r, calendar, cut_uid_key(slice_str(b->uid)), where,
	    e) == -1)
		return -1;
	if (lines)
		*where = STANDS_HERE;
	return 0;
}

/* Whether a calendar has a live booking of its own for the UID. */
static int
has_its_own(struct run *r, const char *calendar, const char *uid, bool *has,
    struct err *e)
{
	struct bookings rows = { 0 };
	size_t i;
	int rc = bookings_of_uid(r->store, uid, &r->arena, &rows, e);

	*has = false;
	for (i = 0; i < rows.n; i++)
		*has |= strcmp(rows.items[i].calendar, calendar) == 0 &&
		    compare_alive(&rows.items[i], r->now);
	VEC_FREE(&rows);
	return rc;
}

static int
has_moved_to(struct run *r, const struct booking *b, const char *calendar,
    bool *moved, struct err *e)
{
	enum standing where;
	bool lines, own;

	if (stands_by_lines(r, calendar, b, &lines, e) == -1 ||
	    stands_in_calendar(r, calendar, b, &where, e) == -1 ||
	    has_its_own(r, calendar, b->uid, &own, e) == -1)
		return -1;
	*moved |= where == STANDS_HERE && (lines || !own);
	return 0;
}

int
stands_moved(struct run *r, const struct booking *b, bool *moved,
    struct err *e)
{
	const struct calendar *all = r->conf->calendars.items;
	size_t i;

	*moved = false;
	for (i = 0; i < r->conf->calendars.n && !*moved; i++)
		if (strcmp(all[i].name, b->calendar) != 0 &&
		    has_moved_to(r, b, all[i].name, moved, e) == -1)
			return -1;
	return 0;
}

/* The cache does not know which VEVENTs of a UID a file has. */
static void
read_cached(struct run *r, struct outside *o, uint64_t uid_key)
{
	size_t i, n = o->whole.n;

	for (i = 0; i < o->cached.n; i++) {
		if (o->cached.items[i].uid != uid_key)
			continue;
		cut_keys(r, o, o->cached.items[i].path);
		o->cached.items[i].uid = 0;
	}
	if (o->whole.n == n)
		return;
	VEC_SORT(&o->keys, hash_cmp);
	VEC_SORT(&o->carried, hash_cmp);
	VEC_SORT(&o->whole, hash_cmp);
}

int
stands_overrides_alone(struct run *r, const char *calendar,
    const char *uid, bool *alone, struct err *e)
{
	uint64_t key = cut_uid_key(slice_str(uid));
	struct outside *o;

	if (open_outside(r, calendar, &o, e) == -1)
		return -1;
	read_cached(r, o, key);
	*alone = !o->unknown && VEC_FIND(&o->keys, &key, hash_cmp) &&
	    !VEC_FIND(&o->whole, &key, hash_cmp);
	return 0;
}

int
stands_uid_moved(struct run *r, const char *calendar, uint64_t uid_key,
    bool *moved, struct err *e)
{
	const struct calendar *all = r->conf->calendars.items;
	enum standing where;
	size_t i;

	*moved = false;
	for (i = 0; i < r->conf->calendars.n && !*moved; i++) {
		if (strcmp(all[i].name, calendar) == 0)
			continue;
		if (stands_in(r, all[i].name, uid_key, &where, e) == -1)
			return -1;
		*moved = where == STANDS_HERE;
	}
	return 0;
}

static int
stands_outside(struct run *r, const struct booking *b, bool lines,
    enum standing *where, const char **calendar, struct err *e)
{
	const struct calendar *all = r->conf->calendars.items;
	size_t i;

	*where = STANDS_NOWHERE;
	for (i = 0; i < r->conf->calendars.n && *where == STANDS_NOWHERE;
	    i++) {
		if (catalog_scan(r, all[i].name))
			continue;
		if ((lines ? stands_by : stands_in_calendar)(r, all[i].name, b,
		    where, e) == -1)
			return -1;
		*calendar = all[i].name;
	}
	return 0;
}

int
stands_tell(struct run *r, const struct booking *b, bool lines, bool *kept,
    struct err *e)
{
	struct problem p = { .kind = "moved-away",
		.calendar = b->calendar, .uid = b->uid };
	const char *calendar = NULL;
	enum standing where;

	if (stands_outside(r, b, lines, &where, &calendar, e) == -1)
		return -1;
	*kept = where != STANDS_NOWHERE;
	if (!*kept)
		return 0;
	p.message = arena_printf(&r->arena, where == STANDS_HERE ? _("the "
	    "event is in the calendar %s now, which is not part of this run; "
	    "its reservation is kept") : _("the event may be in the calendar "
	    "%s, which can't be read completely; its reservation is kept"),
	    calendar);
	run_problem(r, &p);
	return 0;
}

/* --- calendars of the run ------------------------------------------------- */

static int
is_held(struct run *r, const struct scan *sc, uint64_t uid_key, bool *held,
    struct err *e)
{
	struct file_rows rows = { 0 };
	const struct scan_file *f;
	size_t i, j;
	int rc = files_holding(r->store, uid_key, "", &r->arena, &rows, e);

	*held = false;
	for (i = 0; i < rows.n; i++) {
		for (j = 0; j < sc->files.n; j++) {
			f = sc->files.items[j];
			*held |= f->row.id == rows.items[i].id &&
			    f->status == SCAN_AS_IT_WAS && !f->alias;
		}
	}
	VEC_FREE(&rows);
	return rc;
}

static int
stands_inside(struct run *r, const struct scan *sc, uint64_t uid_key,
    enum standing *where, struct err *e)
{
	const struct place *p;
	bool held;
	size_t i, n;

	p = catalog_places(sc->catalog, uid_key, &n);
	for (i = 0; i < n; i++) {
		if (sc->catalog->files.items[p[i].file]->scan == sc) {
			*where = STANDS_HERE;
			return 0;
		}
	}
	if (is_held(r, sc, uid_key, &held, e) == -1)
		return -1;
	*where = held ? STANDS_HERE : sc->doubt || r->blind ||
	    catalog_doubts(sc->catalog, uid_key) ? STANDS_UNKNOWN
	    : STANDS_NOWHERE;
	return 0;
}

int
stands_where(struct run *r, const char *calendar, uint64_t uid_key,
    const struct calendar *asker, enum standing *where, struct err *e)
{
	const struct scan *sc = catalog_scan(r, calendar);

	if (sc)
		return stands_inside(r, sc, uid_key, where, e);
	/* What is configured, or imported now, goes before a name that nobody
	 * configures any more. */
	if (!conf_has_calendar(r->conf, calendar) && (asker->imported ||
	    conf_has_calendar(r->conf, asker->name))) {
		*where = STANDS_NOWHERE;
		return 0;
	}
	return stands_in(r, calendar, uid_key, where, e);
}

void
stands_free(struct run *r)
{
	struct outside *o;

	for (o = r->outside; o; o = o->next) {
		VEC_FREE(&o->keys);
		VEC_FREE(&o->carried);
		VEC_FREE(&o->whole);
		VEC_FREE(&o->cached);
	}
	r->outside = NULL;
}
