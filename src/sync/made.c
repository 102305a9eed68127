/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "ics/override.h"
#include "ics/own.h"
#include "ics/splice.h"
#include "store/own_lines.h"
#include "sync/made.h"

static struct subject *
subject_of(const struct group *g, const struct event *ev)
{
	size_t i;

	for (i = 0; i < g->members.n; i++)
		if (&group_member(g, i)->ev == ev)
			return group_member(g, i);
	return g->master;
}

static int
append(void *cookie, struct slice bytes, struct err *e)
{
	(void)e;
	str_add(cookie, bytes);
	return 0;
}

/* The member's bytes as they were before us; calendar: where that was. */
static int
bare_bytes(struct group *g, const struct subject *m, const char *calendar,
    struct slice *bare, struct err *e)
{
	struct examination *x = g->x;
	const struct own_place at = { .calendar = calendar,
		.uid = g->uid, .component = m->item.component };
	struct vec known = VEC_OF(struct own_line);
	struct vec edits = VEC_OF(struct edit);
	struct vec lines = VEC_OF(struct own_line);
	const struct own_wish nothing = { .now = x->run->now };
	struct own_event ev = { .file = cut_slice(x->view->bytes, m->cut),
		.len = m->cut->len, .component = m->item.component };
	struct str out = { 0 };
	struct splice_sink sink = { append, &out, NULL };
	int rc = own_lines_of(x->run->store, &at, &x->scratch, &known, e);

	ev.known = known.items;
	ev.n_known = known.n;
	if (rc == 0) {
		own_plan(&ev, &nothing, &x->scratch, &edits, &lines);
		rc = splice_bytes(ev.file, &edits, &sink, e);
	}
	*bare = slice_of(arena_dup(&x->scratch, str_text(&out), out.n),
	    out.n);
	str_free(&out);
	vec_free(&known);
	vec_free(&edits);
	vec_free(&lines);
	return rc;
}

int
made_set(struct group *g, struct subject *s, const struct occurrence *o,
    struct err *e)
{
	const struct subject *base = subject_of(g, o->event);
	struct override made = { .event = o->event,
		.master = cut_slice(g->x->view->bytes, g->master->cut),
		.series = &g->master->ev,
		.recurrence_at = o->recurrence_at,
		.start = o->start, .end = o->end };

	if (bare_bytes(g, base, g->x->scan->calendar->name, &made.base,
	    e) == -1)
		return -1;
	s->item.made = override_make(&made, &g->x->scratch);
	return 0;
}

int
made_unchanged(struct group *g, const struct subject *m,
    const char *calendar, bool *same, struct err *e)
{
	const struct event *series = &g->master->ev;
	struct override made = { .event = series, .series = series,
		.master = cut_slice(g->x->view->bytes, g->master->cut),
		.recurrence_at = m->ev.recurrence_at,
		.start = m->ev.recurrence_at,
		.end = m->ev.recurrence_at + (series->end - series->start) };
	struct slice there;

	*same = false;
	if (m->ev.start != made.start || m->ev.end != made.end)
		return 0;
	if (bare_bytes(g, m, calendar, &there, e) == -1 ||
	    bare_bytes(g, g->master, g->x->scan->calendar->name, &made.base,
	    e) == -1)
		return -1;
	*same = override_same(there, override_make(&made, &g->x->scratch));
	return 0;
}
