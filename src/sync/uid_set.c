/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "sync/uid_set.h"

struct component *
uid_set_find(const struct uid_set *s, const char *id)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (!c->refused && !c->twin && strcmp(c->id, id) == 0)
			return c;
	}
	return NULL;
}

struct booking *
uid_set_row(const struct uid_set *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++)
		if (!s->rows.items[i].going && !s->rows.items[i].released &&
		    strcmp(s->rows.items[i].recurrence_id, id) == 0)
			return &s->rows.items[i];
	/* What is on its way out is used again. */
	for (i = 0; i < s->rows.n; i++)
		if (strcmp(s->rows.items[i].recurrence_id, id) == 0)
			return &s->rows.items[i];
	return NULL;
}

struct booking *
uid_set_carried(const struct uid_set *s, const struct component *c)
{
	struct booking *b;
	size_t i, k;

	for (k = 0; k < c->ours.ids.n; k++) {
		for (i = 0; i < s->rows.n; i++) {
			b = &s->rows.items[i];
			if (b->reserve_id && strcmp(b->reserve_id,
			    c->ours.ids.items[k]) == 0)
				return b;
		}
	}
	return NULL;
}

bool
uid_set_in_place(const struct uid_set *s)
{
	const struct calendar *cal = s->scan->calendar;

	return s->run->write_back && !cal->output &&
	    (cal->settings.write_back || s->run->clears);
}

int64_t
uid_set_anchor(const struct uid_set *s)
{
	return s->master && (s->master->ev.recurrence ||
	    s->components.n > 1) ? s->anchor : 0;
}

/* Of a series: once, where its other warnings are. */
static void
warn_missed(struct uid_set *s, const struct recur_missed *m)
{
	struct arena *a = &s->reader->scratch;
	struct event *ev = &s->master->ev;
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
		m->property, m->line, arena_printf(a, _("%s is no occurrence "
		    "of the series%s%s%s"), m->text, *m->nearest ?
		_("; the nearest is ") : "", m->nearest, m->n > 1 ?
		arena_printf(a, P_("; %zu more is none", "; %zu more are none",
		    m->n - 1), m->n - 1) : "") };
}

bool
uid_set_look(struct uid_set *s, int64_t from, int64_t to,
    struct recur_look *look)
{
	const struct event **overrides = arena_alloc(&s->reader->scratch,
	    (s->components.n + 1) * sizeof(*overrides));
	struct recur_group set = { .overrides = overrides };
	struct parse_fault fault = { 0 };
	struct component *c;
	struct err why;
	size_t i;

	if (s->master)
		set.master = &s->master->ev;
	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (c != s->master && *c->id && !c->refused && !c->twin &&
		    !c->whole)
			overrides[set.n++] = &c->ev;
	}
	if (recur_look(&set, from, to, s->settings->max_occurrences, look,
	    &fault, &why) == 0) {
		if (s->master && look->missed.n)
			warn_missed(s, &look->missed);
		return true;
	}
	component_fail(s->master ? s->master : &s->components.items[0],
	    &fault, why.msg);
	return false;
}

void
uid_set_settle(struct uid_set *s, enum settled_kind kind)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		if (!c->item)
			component_settle(c, c->refused ? SETTLED_OPEN :
			    c->skipped && kind != SETTLED_OPEN
			    ? SETTLED_SKIPPED : kind,
			    kind == SETTLED_OPEN ? 0 : s->due);
	}
}

void
uid_set_free(struct uid_set *s)
{
	size_t i;

	for (i = 0; i < s->components.n; i++)
		component_free(&s->components.items[i]);
	VEC_FREE(&s->components);
	VEC_FREE(&s->rows);
	VEC_FREE(&s->made);
}
