/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/own.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/own_lines.h"
#include "sync/group.h"
#include "sync/made.h"

#define OWN_ID "X-ICSRESERVE-ID"

struct subject *
group_find(const struct group *g, const char *recurrence_id)
{
	size_t i;

	for (i = 0; i < g->members.n; i++)
		if (!group_member(g, i)->refused &&
		    strcmp(group_member(g, i)->item.component,
		    recurrence_id) == 0)
			return group_member(g, i);
	return NULL;
}

struct booking *
group_row(const struct group *g, const char *recurrence_id)
{
	struct booking *b;
	size_t i;

	for (i = 0; i < g->rows.n; i++) {
		b = &VEC_AT(&g->rows, struct booking, i);
		if (strcmp(b->recurrence_id, recurrence_id) == 0)
			return b;
	}
	return NULL;
}

bool
group_has(const struct group *g, const struct booking *b)
{
	return !b->file || b->file == g->x->file->row.id;
}

/* What marks the member as ours: the very bytes, or those it had once. */
static const struct own_mark *
mark_of(const struct group *g, const struct subject *s, const char *digest)
{
	const struct own_mark *found = NULL, *l;
	size_t i;

	for (i = 0; i < g->marks.n; i++) {
		l = &VEC_AT(&g->marks, struct own_mark, i);
		if (strcmp(l->name, "VEVENT") != 0 ||
		    strcmp(l->component, s->item.component) != 0)
			continue;
		if (strcmp(l->text, digest) == 0)
			return l;
		found = l;
	}
	return found;
}

/* Which of the overrides are of our making, as they stand. */
static int
find_made(struct group *g, struct err *e)
{
	const struct own_mark *mark;
	char digest[OWN_DIGEST];
	struct subject *m;
	size_t i;

	for (i = 0; i < g->members.n; i++) {
		m = group_member(g, i);
		own_digest(cut_slice(g->x->view->bytes, m->cut), digest);
		mark = m->refused ? NULL : mark_of(g, m, digest);
		if (!mark)
			continue;
		m->item.whole = strcmp(mark->text, digest) == 0;
		if (!m->item.whole && g->master &&
		    made_unchanged(g, m, mark->calendar, &m->item.whole,
		    e) == -1)
			return -1;
	}
	return 0;
}

/* An event that moved here has the very line that stood there. */
bool
group_written(const struct group *g, const struct subject *s)
{
	const char *id = event_prop(&s->ev, "X-ICSRESERVE-ID");
	const struct own_mark *l;
	size_t i;

	for (i = 0; i < g->marks.n; i++) {
		l = &VEC_AT(&g->marks, struct own_mark, i);
		if (strcmp(l->component, s->item.component) != 0)
			continue;
		if (strcmp(l->calendar, g->x->scan->calendar->name) == 0 ||
		    (id && strcmp(l->name, OWN_ID) == 0 &&
		    strcmp(l->text + strlen(OWN_ID) + 1, id) == 0))
			return true;
	}
	return false;
}

/* Of a series: once, where its other warnings are. */
static void
warn_missed(struct group *g, const struct recur_missed *m)
{
	struct arena *a = &g->x->scratch;
	struct event *ev = &g->master->ev;
	struct event_warning *w;
	size_t i;

	for (i = 0; i < ev->n_warnings; i++)
		if (strcmp(ev->warnings[i].kind, "no-such-occurrence") == 0)
			return;
	w = arena_alloc(a, (ev->n_warnings + 1) * sizeof(*w));
	if (ev->n_warnings)
		memcpy(w, ev->warnings, ev->n_warnings * sizeof(*w));
	ev->warnings = w;
	w[ev->n_warnings++] = (struct event_warning){ "no-such-occurrence",
		m->property, m->line, arena_printf(a, "%s is no occurrence "
		"of the series%s%s%s", m->text, *m->nearest ?
		"; the nearest is " : "", m->nearest, m->n > 1 ?
		arena_printf(a, "; %zu more are none", m->n - 1) : "") };
}

bool
group_look(struct group *g, int64_t from, int64_t to,
    struct recur_look *look)
{
	const struct settings *s = &g->x->scan->calendar->settings;
	const struct event **overrides = arena_alloc(&g->x->scratch,
	    g->members.n * sizeof(*overrides));
	struct recur_group set = { .overrides = overrides };
	struct parse_fault fault = { 0 };
	struct subject *m;
	struct err why;
	size_t i;

	if (g->master)
		set.master = &g->master->ev;
	for (i = 0; i < g->members.n; i++) {
		m = group_member(g, i);
		if (m != g->master && !m->refused && !m->item.whole)
			overrides[set.n++] = &m->ev;
	}
	if (recur_look(&set, from, to, s->max_occurrences, look, &fault,
	    &why) == 0) {
		if (g->master && look->missed.n)
			warn_missed(g, &look->missed);
		return true;
	}
	m = g->master ? g->master : group_member(g, 0);
	subject_tell(m, &fault, why.msg);
	group_leave_open(g);
	return false;
}

void
group_leave_open(struct group *g)
{
	size_t i;

	for (i = 0; i < g->members.n; i++)
		if (!group_member(g, i)->refused)
			subject_leave_open(group_member(g, i));
}

static void
tell_superseded(struct group *g, const struct booking *b, const char *note)
{
	struct item *it = run_add_item(g->x->run);

	it->act.booking = *b;
	booking_keep(&it->act.booking, &g->x->run->arena);
	it->act.file = g->x->file->row.path;
	it->act.note = note;
	it->settings = &g->x->scan->calendar->settings;
	it->component = it->act.booking.recurrence_id;
}

int
group_supersede(struct group *g, struct booking *b, const char *note,
    struct err *e)
{
	struct run *r = g->x->run;

	if (!group_has(g, b))
		return 0;
	if (!compare_alive(b, r->now)) {
		if (b->state == BOOKING_WANTED)
			return bookings_delete(r->store, b->id, e);
		return b->file ? bookings_set_file(r->store, b->id, 0, b->key,
		    e) : 0;
	}
	if (!b->file)
		return 0;	/* told before */
	b->file = 0;
	b->held.until = b->end_time;
	b->due = 0;
	tell_superseded(g, b, note);
	return bookings_put(r->store, b, e);
}

/*
 * An override of ours that is not in the file any more: a run was stopped
 * before it could say so, or somebody took it out.
 */
static int
forget_absent(struct group *g, struct err *e)
{
	struct own_place at = { .calendar = g->x->scan->calendar->name,
		.uid = g->uid };
	const struct own_mark *mark;
	size_t i;

	for (i = 0; i < g->marks.n; i++) {
		mark = &VEC_AT(&g->marks, struct own_mark, i);
		at.component = mark->component;
		if (strcmp(mark->name, "VEVENT") == 0 &&
		    mark->file == g->x->file->row.id &&
		    !group_find(g, mark->component) &&
		    own_lines_put(g->x->run->store, &at, NULL, 0, e) == -1)
			return -1;
	}
	return 0;
}

/* What the state knows of the UID, and who is who. */
static int
load(struct group *g, struct err *e)
{
	struct examination *x = g->x;
	const char *calendar = x->scan->calendar->name;
	struct subject *m;
	struct booking *b;
	size_t i;

	for (i = 0; i < g->members.n; i++) {
		m = group_member(g, i);
		g->refused |= m->refused;
		if (m->ev.uid)
			g->uid = m->ev.uid;
		if (!m->refused && !m->ev.recurrence_id)
			g->master = m;
	}
	if (!g->uid)
		return 0;
	if (bookings_of_uid(x->run->store, calendar, g->uid, &x->scratch,
	    &g->rows, e) == -1)
		return -1;
	/* They are dealt with here, wherever they stand in the file. */
	for (i = 0; i < g->rows.n; i++) {
		b = &VEC_AT(&g->rows, struct booking, i);
		if (b->file == x->file->row.id)
			examine_mark(x, b->key);
	}
	if (g->members.n == 1 && g->rows.n <= 1)
		return 0;
	if (own_lines_marks(x->run->store, g->uid, &x->scratch, &g->marks,
	    e) == -1)
		return -1;
	if (find_made(g, e) == -1)
		return -1;
	return g->refused ? 0 : forget_absent(g, e);
}

/* A plain event that was none but that before. */
static bool
is_single(const struct group *g)
{
	const struct subject *m = group_member(g, 0);

	return g->members.n == 1 && !m->ev.recurrence &&
	    (g->master || m->item.settings->recurrence ==
	    RECURRENCE_OCCURRENCES) && g->rows.n <= 1 &&
	    (!g->rows.n || group_row(g, m->item.component));
}

/* What can't be understood has the booking that has its key. */
static void
keep_links(struct group *g)
{
	struct subject *s;
	struct booking *b;
	size_t i, j;

	for (i = 0; i < g->members.n; i++) {
		s = group_member(g, i);
		for (j = 0; j < g->rows.n; j++) {
			b = &VEC_AT(&g->rows, struct booking, j);
			if (b->key == s->cut->key && group_has(g, b))
				subject_keep_link(s, b);
		}
	}
}

int
group_examine(struct group *g, struct err *e)
{
	struct subject *first = group_member(g, 0);
	struct booking *row;
	bool series = first->item.settings->recurrence == RECURRENCE_SERIES;

	if (load(g, e) == -1)
		return -1;
	/* A series is booked without an override that can't be read, but
	 * which of its occurrences that is, nobody knows. */
	if (g->refused && !(series && g->master)) {
		group_leave_open(g);
		keep_links(g);
		return 0;
	}
	row = group_row(g, "");
	if (series && !g->master && row && row->url && !group_has(g, row) &&
	    compare_alive(row, g->x->run->now))
		return series_orphans(g, row, e);
	if (!is_single(g))
		return series && g->master ? series_examine(g, e)
		    : occurrences_examine(g, e);
	first->booking = group_row(g, first->item.component);
	if (subject_judge(first, e) == -1)
		return -1;
	return subject_conclude(first, e);
}
