/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "ics/window.h"
#include "ics/recur.h"
#include "ics/zone.h"

#define DAY 86400
/* No offset changes by more (but where the date line was moved). */
#define SLACK (2 * 3600)

/* Where an occurrence ends that starts then and is as long as its event. */
static int64_t
end_of(struct window *w, const struct event *ev, int64_t start)
{
	if (ev->days)
		start = window_to_utc(w, ev->zone, ev->days * DAY +
		    window_to_local(w, ev->zone, start));
	return start + ev->seconds;
}

static void
shape(struct window *w, const struct segment *s, int64_t at,
    struct occurrence *o)
{
	/* A RANGE of days may be one of a series that has times. */
	bool days = s->ev->all_day && s->ev != w->master;
	int64_t local;

	*o = (struct occurrence){ .event = s->ev, .recurrence_at = at,
		.start = at };
	if (s->shift || days) {
		local = window_to_local(w, s->ev->zone, at) + s->shift;
		local -= days ? (local % DAY + DAY) % DAY : 0;
		o->start = window_to_utc(w, s->ev->zone, local);
	}
	o->end = end_of(w, s->ev, o->start);
}

/* Put it where it belongs; false when it is beyond the window. */
static bool
take(struct window *w, const struct occurrence *o)
{
	struct recur_found *out = w->out;

	if (o->end > out->last_end)
		out->last_end = o->end;
	if (o->end > w->to) {
		if (!out->has_beyond || o->end < out->beyond.end ||
		    (o->end == out->beyond.end &&
		    o->start < out->beyond.start))
			out->beyond = *o;
		out->has_beyond = true;
		return false;
	}
	if (o->end > w->from)
		*VEC_ADD(&out->occurrences) = *o;
	return true;
}

static void
take_overrides(struct window *w)
{
	struct occurrence o;
	const struct override_key *k;
	size_t i;

	for (i = 0; i < w->keys.n; i++) {
		k = &w->keys.items[i];
		if (k->ev->status == EVENT_CANCELLED)
			continue;
		o = (struct occurrence){ .event = k->ev, .own = true,
			.recurrence_at = k->at, .start = k->ev->start,
			.end = k->ev->end };
		take(w, &o);
	}
}

/* DTSTART and the RDATEs. */
static void
take_dates(struct window *w)
{
	const struct recurrence_date *d;
	const struct segment *s;
	struct occurrence o;
	size_t i;

	for (i = 0; i < w->r->n_dates && w->steps >= 0; i++) {
		d = &w->r->dates[i];
		s = window_segment(w, d->at);
		if (s->dead || window_is_out(w, d->at,
		    window_to_local(w, w->master->zone, d->at)))
			continue;
		shape(w, s, d->at, &o);
		if (s->ev == w->master && d->end != RECURRENCE_NO_END)
			o.end = d->end;
		take(w, &o);
	}
}

/* Whether a rule's local time is an occurrence of the segment. */
static bool
is_live(struct window *w, const struct segment *s, int64_t at, int64_t local)
{
	/* take_dates has had those that are dates too. */
	return at >= s->from && !s->dead && !window_is_out(w, at, local) &&
	    !window_holds(w->r->dates, w->r->n_dates, sizeof(*w->r->dates), at);
}

/*
 * The first local time of a segment that can still be seen; false when the
 * segment ends before it, so that the rule is not sought on into the next.
 */
static bool
first_seen(struct window *w, const struct segment *s, int64_t *local)
{
	int64_t length = s->ev->days * DAY + s->ev->seconds;
	int64_t at = w->from - length - s->shift;

	if (s->shift || s->ev->days)
		at -= SLACK;
	if (at < s->from)
		at = s->from;
	if (at >= s->until)
		return false;
	*local = at < w->master->start ? w->r->start :
	    window_to_local(w, w->master->zone, at) - SLACK;
	return true;
}

static int
walk_segment(struct window *w, struct expand *x, const struct segment *s)
{
	struct occurrence o;
	int64_t local, at, n = 0;

	if (!first_seen(w, s, &local))
		return 0;
	expand_seek(x, local);
	for (; expand_peek(x, &local); expand_drop(x)) {
		at = window_to_utc(w, w->master->zone, local);
		if (at >= s->until)
			break;
		if (!is_live(w, s, at, local))
			continue;
		shape(w, s, at, &o);
		/* In a gap later times may be earlier instants. */
		if (!take(w, &o) &&
		    window_to_local(w, w->master->zone, at) == local)
			break;
		if (o.end > w->from && ++n > w->max)
			return -1;
	}
	return 0;
}

/* What rule k yields in the window, and the first behind it. */
static int
walk(struct window *w, size_t k)
{
	const struct rule *r = &w->r->rules[k];
	const struct segment *s = w->segments.items;
	bool finite = r->count || r->until != INT64_MAX;
	struct expand x;
	int64_t at;
	size_t i;

	expand_init(&x, r, w->r->start, &w->steps);
	w->empty[k] = !expand_peek(&x, &at);
	for (i = 0; i < w->segments.n; i++)
		if (!s[i].dead && walk_segment(w, &x, &s[i]) == -1)
			return -1;
	if (!finite && !s[i - 1].dead && expand_peek(&x, &at))
		w->endless = true;
	return 0;
}

/* The end of a rule in local time, as far as it is known. */
static int64_t
rule_end(struct window *w, const struct rule *r)
{
	const struct segment *s = &w->segments.items[w->segments.n - 1];
	int64_t end = r->until < WINDOW_FAR ? r->until : WINDOW_FAR, last;
	struct expand x;

	if (s->dead && end > s->from + DAY)
		end = s->from + DAY;
	if (!r->count)
		return end;
	expand_init(&x, r, w->r->start, &w->steps);
	last = expand_last(&x);
	return last < end ? last : end;
}

/* The last occurrence of a rule from a local time on. */
static bool
last_from(struct window *w, const struct rule *r, int64_t from, int64_t end)
{
	struct occurrence o;
	const struct segment *s;
	struct expand x;
	int64_t local, at;
	bool found = false;

	expand_init(&x, r, w->r->start, &w->steps);
	expand_seek(&x, from);
	for (; expand_peek(&x, &local) && local <= end; expand_drop(&x)) {
		at = window_to_utc(w, w->master->zone, local);
		s = window_segment(w, at);
		if (!is_live(w, s, at, local))
			continue;
		shape(w, s, at, &o);
		if (o.end > w->out->last_end)
			w->out->last_end = o.end;
		found = true;
	}
	return found;
}

/* Look back from a rule's end, further each time. */
static void
find_last(struct window *w, const struct rule *r)
{
	int64_t end = rule_end(w, r), span = DAY, from;

	if (end < w->r->start)
		return;
	do {
		from = end - span;
		if (w->steps < 0 || last_from(w, r, from, end))
			return;
		span *= 16;
	} while (from > w->r->start);
}

static void
find_last_end(struct window *w)
{
	size_t i;

	for (i = 0; !w->endless && i < w->r->n_rules; i++)
		if (!w->empty[i])
			find_last(w, &w->r->rules[i]);
	/* The end is too far to be found, but not near. */
	if (w->endless || (w->steps < 0 && w->out->has_beyond))
		w->out->last_end = RECUR_ENDLESS;
}

static int
by_identity(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;

	return (x->recurrence_at > y->recurrence_at) -
	    (x->recurrence_at < y->recurrence_at);
}

static int
by_start(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;

	return x->start != y->start ? (x->start > y->start ? 1 : -1) :
	    by_identity(a, b);
}

/* Two rules may yield the same, and so may two times in a gap. */
static void
unite(struct occurrences *v)
{
	struct occurrence *o = v->items;
	size_t i, n = 0;

	VEC_SORT(v, by_identity);
	for (i = 0; i < v->n; i++)
		if (!n || o[n - 1].recurrence_at != o[i].recurrence_at)
			o[n++] = o[i];
	v->n = n;
	VEC_SORT(v, by_start);
}

static void
name(const struct window *w, struct occurrence *o)
{
	struct civil c;

	if (o->own) {
		snprintf(o->recurrence_id, CLOCK_TEXT, "%s",
		    o->event->recurrence_id);
	} else if (w->master->all_day) {
		c = zone_to_local(w->master->zone, o->recurrence_at);
		snprintf(o->recurrence_id, CLOCK_TEXT, "%04d%02d%02d",
		    c.year, c.month, c.day);
	} else {
		clock_ical(o->recurrence_at, o->recurrence_id);
	}
}

static int
too(struct parse_fault *fault, const char *kind, const char *text,
    struct err *e)
{
	*fault = (struct parse_fault){ .kind = kind, .property = "RRULE" };
	return err_set(e, ERR_FAILED, "%s", text);
}

static int
search(struct window *w, struct parse_fault *fault, struct err *e)
{
	static const char many[] = N_("the event has more occurrences in the "
	    "time looked at than max_occurrences; make that larger or the "
	    "rule sparser");
	static const char costly[] = N_("the occurrences take too long to "
	    "reckon; make the rule simpler or end it with UNTIL");
	struct occurrences *v = &w->out->occurrences;
	size_t i;

	take_overrides(w);
	if (w->master)
		take_dates(w);
	for (i = 0; i < w->r->n_rules; i++)
		if (walk(w, i) == -1)
			return too(fault, "too-many-occurrences", _(many), e);
	if (w->steps >= 0)
		find_last_end(w);
	if (w->steps < 0 && w->out->last_end != RECUR_ENDLESS)
		return too(fault, "recurrence-too-costly", _(costly), e);
	unite(v);
	if ((int64_t)v->n > w->max)
		return too(fault, "too-many-occurrences", _(many), e);
	for (i = 0; i < v->n; i++)
		name(w, &v->items[i]);
	if (w->out->has_beyond)
		name(w, &w->out->beyond);
	return 0;
}

/* What is left for expensive sets, and what all have taken. */
static int64_t budget = ICS_RECUR_STEPS_ALL, taken;

int64_t
recur_reset(void)
{
	int64_t steps = taken;

	budget = ICS_RECUR_STEPS_ALL;
	taken = 0;
	return steps;
}

static int64_t
steps_allowed(void)
{
	return budget > 0 ? ICS_RECUR_STEPS_MAX : ICS_RECUR_STEPS_FEW;
}

static void
pay(int64_t allowed, int64_t left)
{
	int64_t used = allowed - left;

	taken += used;
	if (used > ICS_RECUR_STEPS_FEW)
		budget -= used;
}

static int64_t
within(int64_t at)
{
	if (at < -WINDOW_FAR)
		return -WINDOW_FAR;
	return at > WINDOW_FAR ? WINDOW_FAR : at;
}

int
recur_find(const struct recur_group *g, int64_t from, int64_t to,
    int64_t max, struct recur_found *out, struct parse_fault *fault,
    struct err *e)
{
	struct recurrence_date start = { .end = RECURRENCE_NO_END };
	struct recurrence single = { .dates = &start };
	struct window w = { .master = g->master, .r = &single,
		.from = within(from), .to = within(to), .max = max,
		.steps = steps_allowed(), .out = out };
	int64_t allowed = w.steps;
	int rc;

	*out = (struct recur_found){ .last_end = EVENT_NEVER };
	if (g->master && g->master->recurrence) {
		w.r = g->master->recurrence;
	} else if (g->master) {
		start.at = g->master->start;
		single.n_dates = 1;
	}
	window_find_keys(&w, g);
	window_find_segments(&w);
	window_find_exrules(&w);
	rc = search(&w, fault, e);
	if (rc == 0)
		window_find_missed(&w);
	pay(allowed, w.steps);
	VEC_FREE(&w.keys);
	VEC_FREE(&w.segments);
	VEC_FREE(&w.exrules);
	return rc;
}
