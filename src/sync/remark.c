/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/out.h"
#include "sync/input.h"
#include "sync/people.h"
#include "sync/remark.h"

static void
place_of(const struct subject *s, struct problem *p)
{
	*p = (struct problem){ .calendar = s->x->scan->calendar->name,
		.file = s->x->file->row.path, .uid = s->ev.uid,
		.line = s->cut->line };
}

static void
warn_unknown(struct subject *s)
{
	struct problem p;

	place_of(s, &p);
	p.kind = "unknown-property";
	p.property = s->verdict.unknown;
	p.message = "no property of icsreserve, so it has no effect; "
	    "icsreserve.conf(5) lists them";
	run_problem(s->x->run, &p);
}

/* Each occurrence of a series has the series' warnings. */
static bool
is_told(const struct run *r, const struct problem *p)
{
	const struct problem *all = r->problems.items;
	size_t i;

	for (i = 0; i < r->problems.n; i++)
		if (all[i].uid && strcmp(all[i].uid, p->uid) == 0 &&
		    all[i].file && strcmp(all[i].file, p->file) == 0 &&
		    all[i].line == p->line &&
		    strcmp(all[i].kind, p->kind) == 0)
			return true;
	return false;
}

static void
tell_warnings(struct subject *s)
{
	const struct event_warning *w;
	struct problem p;
	size_t i;

	place_of(s, &p);
	for (i = 0; i < s->ev.n_warnings &&
	    s->verdict.kind == VERDICT_BOOK; i++) {
		w = &s->ev.warnings[i];
		p.kind = w->kind;
		p.property = w->property;
		p.line = s->cut->line + w->line;
		p.message = w->message;
		if (!is_told(s->x->run, &p))
			run_problem(s->x->run, &p);
	}
}

void
remark_beside(struct subject *s)
{
	struct problem place;

	tell_warnings(s);

	if (s->verdict.unknown)
		warn_unknown(s);
	place_of(s, &place);
	people_judge(s->x->run, &s->verdict, &place);
	if (s->verdict.pending && s->item.act.kind != ACTION_NONE)
		s->item.act.note = "people in it are looked up first";
}

void
remark_skip(struct subject *s)
{
	struct run *r = s->x->run;
	struct problem p;

	place_of(s, &p);
	if (!s->x->scan->calendar->imported) {
		out_say(OUT_VERBOSE, "%s:%u: UID %s: skipped: %s", p.file,
		    input_line(r, p.file, p.line), p.uid, s->verdict.text);
		return;
	}
	p.kind = "skipped";
	p.message = arena_printf(&r->arena, "skipped: %s", s->verdict.text);
	run_problem(r, &p);
}

/* As far as all that is asked for has it in common. */
static struct explained
explained(const struct subject *s)
{
	return (struct explained){
		.calendar = s->x->scan->calendar,
		.file = s->x->file->row.path,
		.line = s->cut->line,
		.component = s->item.component,
		.follower = s->item.follower,
		.event = &s->ev,
		.verdict = s->item.follower ? NULL : &s->verdict,
		.directory = &s->x->run->directory,
		.now = s->x->run->now,
	};
}

static bool
is_asked(const struct explainer *to, const struct subject *s)
{
	return to && (!to->uid || strcmp(to->uid, s->ev.uid) == 0);
}

void
remark_explain(const struct subject *s)
{
	const struct explainer *to = s->x->run->explainer;
	struct explained x = explained(s);

	if (is_asked(to, s))
		to->event(to->cookie, &x);
}

void
remark_occurrences(struct group *g)
{
	const struct explainer *to = g->x->run->explainer;
	struct explained x = explained(g->master);
	struct recur_look look = { 0 };
	size_t i;

	if (!is_asked(to, g->master) || !to->until)
		return;
	/* The next one in any case, however far it is. */
	if (!group_look(g, x.now, to->until > g->master->ev.end ? to->until
	    : g->master->ev.end, &look)) {
		vec_free(&look.occurrences);
		return;
	}
	for (i = 0; i < look.occurrences.n; i++) {
		x.occurrence = &VEC_AT(&look.occurrences, struct occurrence,
		    i);
		x.event = x.occurrence->event;
		to->event(to->cookie, &x);
	}
	vec_free(&look.occurrences);
}
