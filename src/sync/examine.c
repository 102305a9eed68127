/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "plan/compare.h"
#include "sync/catalog.h"
#include "sync/examine.h"
#include "sync/follow.h"
#include "sync/identity.h"
#include "sync/judge.h"
#include "sync/occurrences.h"
#include "sync/question.h"
#include "sync/replan.h"
#include "sync/scan_file.h"
#include "sync/series.h"
#include "sync/uid_read.h"

/* --- events that need no look --------------------------------------------- */

static const struct cut_event *
event_at(const struct scan_file *f, size_t i)
{
	return &f->cut.events.items[i];
}

static void
count(struct run *r, enum settled_kind kind)
{
	r->totals.skipped += kind == SETTLED_SKIPPED;
	r->totals.deferred += kind == SETTLED_WAITS;
}

static int
by_key(const void *key, const void *item)
{
	int64_t a = (int64_t)((const struct hold *)key)->uid_key;
	int64_t b = (int64_t)((const struct hold *)item)->uid_key;

	return a < b ? -1 : a > b;
}

/* What the file held of the UID, it holds. */
static void
keep_holds(struct scan_file *f, uint64_t uid_key)
{
	const struct hold key = { .uid_key = uid_key };
	size_t i = VEC_LOWER(&f->known_holds, &key, by_key);

	*VEC_ADD(&f->holds) = (struct hold){ 0, uid_key, "" };
	for (; i < f->known_holds.n &&
	    f->known_holds.items[i].uid_key == uid_key; i++)
		*VEC_ADD(&f->holds) = f->known_holds.items[i];
}

/* All VEVENTs of a UID stay as they are known; open: as if they were not. */
static void
keep_known(struct run *r, struct scan_file *f, size_t first, bool open)
{
	const struct settled *known;
	struct settled *s;
	size_t i = first;

	keep_holds(f, event_at(f, first)->uid);
	f->open |= open;
	do {
		known = scan_file_known(f, event_at(f, i));
		s = VEC_ADD(&f->settled);
		s->digest = event_at(f, i)->digest;
		if (known && !open)
			*s = *known;
		count(r, s->kind);
		i = event_at(f, i)->next;
	} while (i);
}

/* --- events in question --------------------------------------------------- */

static void
tell_foreign(struct uid_set *s)
{
	struct problem p;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		if (!s->components.items[i].ours.foreign)
			continue;
		p = component_problem(&s->components.items[i]);
		p.kind = "other-state";
		p.property = s->components.items[i].ours.alike ? "CONFERENCE"
		    : "X-ICSRESERVE-ID";
		p.message = arena_printf(&s->run->arena, _("another state of "
		    "icsreserve booked it (another host, or one that was "
		    "lost); it is left alone. If that one is no more, "
		    "`icsreserve cancel --strays %s` takes its lines out"),
		    s->scan->calendar->name);
		run_problem(s->run, &p);
		s->run->totals.skipped++;
		component_settle(&s->components.items[i], SETTLED_SKIPPED, 0);
		return;
	}
}

/* Its bookings here are not renewed: the other state has the event. */
static void
leave_foreign(struct uid_set *s)
{
	size_t i;

	tell_foreign(s);
	for (i = 0; i < s->rows.n; i++)
		follow_release(s, &s->rows.items[i],
		    _("booked by another state too; kept until it expires"));
	uid_set_settle(s, SETTLED_DONE);
}

/* A copy elsewhere, which is made from its source, goes on to have links of
 * events that can't be understood for now. */
static int
keep_links(struct uid_set *s, struct err *e)
{
	struct component *c;
	struct booking *b;
	size_t i;

	for (i = 0; s->scan->calendar->output && i < s->components.n; i++) {
		c = &s->components.items[i];
		b = uid_set_row(s, c->id);
		if (!c->ev.uid || !b || !compare_alive(b, s->run->now))
			continue;
		if (follow_vevent(s, c, WISH_LINK, b, NULL, e) == -1)
			return -1;
		if (c->item)
			item_open(c->item);
	}
	return 0;
}

static bool
has_vevent(const struct uid_set *s, const struct booking *b)
{
	const struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (strcmp(c->id, b->recurrence_id) == 0 ||
		    (*b->recurrence_id && uid_set_carried(s, c) == b))
			return true;
	}
	return false;
}

/* Whether a VEVENT had lines of ours when a run ended, or an override was to
 * have them when one was killed. */
static int
had_vevent(const struct uid_set *s, const struct booking *b, bool *had,
    struct err *e)
{
	struct put_rows rows = { 0 };
	size_t i;
	int rc = put_of(s->run->store, b->reserve_id, &s->reader->scratch,
	    &rows, e);

	*had = false;
	for (i = 0; i < rows.n; i++)
		*had |= strcmp(rows.items[i].recurrence_id,
		    b->recurrence_id) == 0;
	for (i = 0; i < s->made.n; i++)
		*had |= strcmp(s->made.items[i].reserve_id,
		    b->reserve_id) == 0;
	VEC_FREE(&rows);
	return rc;
}

/*
 * A VEVENT with lines of ours that is missing, in a calendar that can't be
 * read completely, may stand where nobody can look: an override made in its
 * place would be its double, and overrides without their master look like
 * events of their own.
 */
static int
find_unseen(const struct uid_set *s, bool *unseen, struct err *e)
{
	const struct booking *b;
	size_t i;
	int rc = 0;

	/* What we made overrides of has a master somewhere, in whichever
	 * calendar. */
	*unseen = !s->master && s->made.n && catalog_in_doubt(s->run);
	for (i = 0; s->scan->doubt && i < s->rows.n && rc == 0 &&
	    !*unseen; i++) {
		b = &s->rows.items[i];
		if (!b->released && !b->going && b->reserve_id &&
		    compare_alive(b, s->run->now) && !has_vevent(s, b))
			rc = had_vevent(s, b, unseen, e);
	}
	return rc;
}

/* Until it can be read its bookings are kept alive (absent_find), and those of
 * which its VEVENTs have a link. */
static int
leave_unread(struct uid_set *s, struct err *e)
{
	size_t i;

	if (keep_links(s, e) == -1)
		return -1;
	*VEC_ADD(&s->run->unread) = s->uid_key;
	for (i = 0; i < s->components.n; i++)
		component_keep(&s->components.items[i]);
	uid_set_settle(s, SETTLED_OPEN);
	return 0;
}

/* Whether the set is one VEVENT that does not repeat, and has no bookings of
 * other VEVENTs. */
static bool
is_single(const struct uid_set *s)
{
	const struct component *c = &s->components.items[0];

	return s->components.n == 1 && !c->whole && !c->ev.recurrence &&
	    (s->rows.n == 0 || (s->rows.n == 1 &&
	    strcmp(s->rows.items[0].recurrence_id, c->id) == 0));
}

static int
examine_single(struct uid_set *s, struct err *e)
{
	struct component *c = &s->components.items[0];
	struct wanted w = { .set = s, .words = c, .at = c, .id = c->id,
		.ev = c->ev, .row = uid_set_row(s, c->id) };

	if (judge_event(&w, e) == -1)
		return -1;
	judge_conclude(&w);
	component_lower(&s->due, w.due);
	if (!w.item)
		component_settle(c, w.failed ? SETTLED_OPEN :
		    w.verdict.kind == VERDICT_BOOK ? SETTLED_DONE
		    : SETTLED_SKIPPED, s->due);
	return 0;
}

static int
dispatch(struct uid_set *s, struct err *e)
{
	bool series = s->settings->recurrence == RECURRENCE_SERIES;
	bool unseen, kept;

	/* A series is booked without an override that can't be read, but
	 * which of its occurrences that is, nobody knows. */
	if (!s->uid || (s->refused && !(series && s->master)))
		return leave_unread(s, e);
	if (s->foreign && !s->run->strays) {
		leave_foreign(s);
		return 0;
	}
	replan_give_away(s);
	/* Also of bookings that came along from another calendar. */
	if (identity_find(s, e) == -1 || find_unseen(s, &unseen, e) == -1 ||
	    replan_kept(s, &kept, e) == -1)
		return -1;
	if (kept || (unseen && !(series && s->master)))
		return leave_unread(s, e);
	if (s->waits)
		uid_set_redo(s);
	if (is_single(s))
		return examine_single(s, e);
	return series && s->master ? series_examine(s, e)
	    : occurrences_examine(s, e);
}

/* What is known of the set's VEVENTs counts until the first of them is due. */
static void
set_due(struct uid_set *s)
{
	struct item *it;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		it = s->components.items[i].item;
		if (it && s->due && (!it->plan.due || s->due < it->plan.due))
			it->plan.due = s->due;
	}
}

/* Events that are looked at when all others have been. */
struct late {
	const struct catalog *catalog;
	uint32_t file, event;
	unsigned turn;			/* those with the least come first */
	size_t order;			/* of two with the same: as found */
};
struct lates VEC(struct late);

static int
by_turn(const void *x, const void *y)
{
	const struct late *a = x, *b = y;

	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* On the way through the files of a catalog. */
struct visitor {
	struct reader rd;
	const struct catalog *catalog;
	struct lates *late;		/* to be added to; NULL: this is it */
};

static int
examine_set(struct visitor *v, const struct place *places, size_t n,
    struct err *e)
{
	struct uid_set s;
	bool good, wait = false;
	unsigned turn = 0;
	size_t order;
	int rc = uid_read(&s, &v->rd, v->catalog, places, n, &good, e);

	if (rc == 0 && good && v->late)
		rc = replan_offer(&s, &wait, e);
	if (wait)
		turn = IDENTITY_LAST;
	else if (rc == 0 && good && v->late)
		rc = identity_turn(&s, &turn, e);
	if (turn) {
		order = v->late->n;
		*VEC_ADD(v->late) = (struct late){ v->catalog, places[0].file,
			places[0].event, turn, order };
	}
	good = good && !turn;
	if (rc == 0 && good)
		rc = dispatch(&s, e);
	if (rc == 0 && good)
		set_due(&s);
	uid_set_free(&s);
	return rc;
}

/* Whether a file that the event stands in has become doubtful. */
static bool
is_doubtful(const struct catalog *c, const struct place *places, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c->files.items[places[i].file]->status != SCAN_READ)
			return true;
	return catalog_doubts(c, places[0].uid_key);
}

static int
visit(struct visitor *v, uint32_t file, size_t i, struct err *e)
{
	const struct catalog *c = v->catalog;
	struct scan_file *f = c->files.items[file];
	const struct cut_event *ev = event_at(f, i);
	const struct place *places;
	size_t n;

	if (!ev->has_uid) {
		reader_next(&v->rd, f, ev->off);
		return component_refuse(&v->rd, f, (uint32_t)i, e);
	}
	if (!catalog_asks(c, ev->uid)) {
		keep_known(v->rd.run, f, i, false);
		return 0;
	}
	places = catalog_places(c, ev->uid, &n);
	if (is_doubtful(c, places, n)) {
		keep_known(v->rd.run, f, i, true);
		return 0;
	}
	/* With the first of its places. */
	if (places[0].file != file || places[0].event != i)
		return 0;
	reader_next(&v->rd, f, ev->off);
	return examine_set(v, places, n, e);
}

/* --- files ---------------------------------------------------------------- */

/* The first calendar, by the order of the configuration, has its events. */
static void
leave_alias(struct run *r, struct scan_file *f)
{
	struct problem p = { .kind = "duplicate-file",
		.calendar = f->calendar->name, .file = f->row.path,
		.message = _("another calendar has the same file, or this one "
		    "lists it twice; its events are booked where it comes "
		    "first") };
	size_t i;

	for (i = 0; i < f->cut.events.n; i++) {
		*VEC_ADD(&f->settled) = (struct settled){
			event_at(f, i)->digest, 0, SETTLED_SKIPPED };
		count(r, SETTLED_SKIPPED);
	}
	run_problem(r, &p);
}

static int
examine_file(struct visitor *v, uint32_t file, struct err *e)
{
	struct scan_file *f = v->catalog->files.items[file];
	size_t i;

	if (f->alias) {
		leave_alias(v->rd.run, f);
		return 0;
	}
	for (i = 0; i < f->cut.events.n && f->status == SCAN_READ; i++)
		if (!event_at(f, i)->follower && visit(v, file, i, e) == -1)
			return -1;
	return 0;
}

static int
examine_catalog(struct run *r, const struct catalog *c, struct lates *late,
    struct err *e)
{
	struct visitor v = { .rd = { .run = r }, .catalog = c, .late = late };
	uint32_t i;
	int rc = 0;

	for (i = 0; i < c->files.n && rc == 0; i++)
		if (c->files.items[i]->status == SCAN_READ)
			rc = examine_file(&v, i, e);
	reader_free(&v.rd);
	return rc;
}

static int
examine_late(struct run *r, struct lates *late, struct err *e)
{
	struct visitor v = { .rd = { .run = r } };
	const struct late *l;
	size_t i;
	int rc = 0;

	VEC_SORT(late, by_turn);
	identity_sort_claims(r);
	for (i = 0; i < late->n && rc == 0; i++) {
		l = &late->items[i];
		v.catalog = l->catalog;
		rc = visit(&v, l->file, l->event, e);
	}
	reader_free(&v.rd);
	return rc;
}

int
examine(struct run *r, struct err *e)
{
	const struct catalog *c, *last = NULL;
	struct lates late = { 0 };
	size_t i;
	int rc = 0;

	/* What is imported together has one catalog. */
	for (i = 0; i < r->scans.n && rc == 0; i++) {
		c = r->scans.items[i]->catalog;
		if (c != last)
			rc = examine_catalog(r, c, &late, e);
		last = c;
	}
	if (rc == 0)
		rc = examine_late(r, &late, e);
	VEC_FREE(&late);
	VEC_SORT(&r->unread, hash_cmp);
	return rc;
}
