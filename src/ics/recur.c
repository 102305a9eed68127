/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "ics/look.h"
#include "ics/recur.h"
#include "ics/zone.h"

#define DAY 86400
/* No offset changes by more (but where the date line was moved). */
#define SLACK (2 * 3600)

/* Where an occurrence ends that starts then and is as long as its event. */
static int64_t
end_of(struct look *l, const struct event *ev, int64_t start)
{
	if (ev->days)
		start = look_to_utc(l, ev->zone, ev->days * DAY +
		    look_to_local(l, ev->zone, start));
	return start + ev->seconds;
}

static void
shape(struct look *l, const struct segment *s, int64_t at,
    struct occurrence *o)
{
	*o = (struct occurrence){ .event = s->ev, .recurrence_at = at,
		.start = at };
	if (s->shift)
		o->start = look_to_utc(l, s->ev->zone,
		    look_to_local(l, s->ev->zone, at) + s->shift);
	o->end = end_of(l, s->ev, o->start);
}

/* Put it where it belongs; false when it is beyond the window. */
static bool
take(struct look *l, const struct occurrence *o)
{
	struct recur_look *out = l->out;

	if (o->end > out->last_end)
		out->last_end = o->end;
	if (o->end > l->to) {
		if (!out->has_beyond || o->end < out->beyond.end ||
		    (o->end == out->beyond.end &&
		    o->start < out->beyond.start))
			out->beyond = *o;
		out->has_beyond = true;
		return false;
	}
	if (o->end > l->from)
		*VEC_ADD(&out->occurrences) = *o;
	return true;
}

static void
take_overrides(struct look *l)
{
	struct occurrence o;
	const struct override_key *k;
	size_t i;

	for (i = 0; i < l->keys.n; i++) {
		k = &l->keys.items[i];
		if (k->ev->status == EVENT_CANCELLED)
			continue;
		o = (struct occurrence){ .event = k->ev, .own = true,
			.recurrence_at = k->at, .start = k->ev->start,
			.end = k->ev->end };
		take(l, &o);
	}
}

/* DTSTART and the RDATEs. */
static void
take_dates(struct look *l)
{
	const struct recurrence_date *d;
	const struct segment *s;
	struct occurrence o;
	size_t i;

	for (i = 0; i < l->r->n_dates && l->steps >= 0; i++) {
		d = &l->r->dates[i];
		s = look_segment(l, d->at);
		if (s->dead || look_is_out(l, d->at,
		    look_to_local(l, l->master->zone, d->at)))
			continue;
		shape(l, s, d->at, &o);
		if (s->ev == l->master && d->end != RECURRENCE_NO_END)
			o.end = d->end;
		take(l, &o);
	}
}

/* Whether a rule's local time is an occurrence of the segment. */
static bool
is_live(struct look *l, const struct segment *s, int64_t at, int64_t local)
{
	/* take_dates has had those that are dates too. */
	return at >= s->from && !s->dead && !look_is_out(l, at, local) &&
	    !look_holds(l->r->dates, l->r->n_dates, sizeof(*l->r->dates), at);
}

/*
 * The first local time of a segment that can still be seen; false when the
 * segment ends before it, so that the rule is not sought on into the next.
 */
static bool
first_seen(struct look *l, const struct segment *s, int64_t *local)
{
	int64_t length = s->ev->days * DAY + s->ev->seconds;
	int64_t at = l->from - length - s->shift;

	if (s->shift || s->ev->days)
		at -= SLACK;
	if (at < s->from)
		at = s->from;
	if (at >= s->until)
		return false;
	*local = at < l->master->start ? l->r->start :
	    look_to_local(l, l->master->zone, at) - SLACK;
	return true;
}

static int
walk_segment(struct look *l, struct expand *x, const struct segment *s)
{
	struct occurrence o;
	int64_t local, at, n = 0;

	if (!first_seen(l, s, &local))
		return 0;
	expand_seek(x, local);
	for (; expand_peek(x, &local); expand_drop(x)) {
		at = look_to_utc(l, l->master->zone, local);
		if (at >= s->until)
			break;
		if (!is_live(l, s, at, local))
			continue;
		shape(l, s, at, &o);
		/* In a gap later times may be earlier instants. */
		if (!take(l, &o) &&
		    look_to_local(l, l->master->zone, at) == local)
			break;
		if (o.end > l->from && ++n > l->max)
			return -1;
	}
	return 0;
}

/* What rule k yields in the window, and the first behind it. */
static int
walk(struct look *l, size_t k)
{
	const struct rule *r = &l->r->rules[k];
	const struct segment *s = l->segments.items;
	bool finite = r->count || r->until != INT64_MAX;
	struct expand x;
	int64_t at;
	size_t i;

	expand_init(&x, r, l->r->start, &l->steps);
	l->empty[k] = !expand_peek(&x, &at);
	for (i = 0; i < l->segments.n; i++)
		if (!s[i].dead && walk_segment(l, &x, &s[i]) == -1)
			return -1;
	if (!finite && !s[i - 1].dead && expand_peek(&x, &at))
		l->endless = true;
	return 0;
}

/* The end of a rule in local time, as far as it is known. */
static int64_t
rule_end(struct look *l, const struct rule *r)
{
	const struct segment *s = &l->segments.items[l->segments.n - 1];
	int64_t end = r->until < LOOK_FAR ? r->until : LOOK_FAR, last;
	struct expand x;

	if (s->dead && end > s->from + DAY)
		end = s->from + DAY;
	if (!r->count)
		return end;
	expand_init(&x, r, l->r->start, &l->steps);
	last = expand_last(&x);
	return last < end ? last : end;
}

/* The last occurrence of a rule from a local time on. */
static bool
last_from(struct look *l, const struct rule *r, int64_t from, int64_t end)
{
	struct occurrence o;
	const struct segment *s;
	struct expand x;
	int64_t local, at;
	bool found = false;

	expand_init(&x, r, l->r->start, &l->steps);
	expand_seek(&x, from);
	for (; expand_peek(&x, &local) && local <= end; expand_drop(&x)) {
		at = look_to_utc(l, l->master->zone, local);
		s = look_segment(l, at);
		if (!is_live(l, s, at, local))
			continue;
		shape(l, s, at, &o);
		if (o.end > l->out->last_end)
			l->out->last_end = o.end;
		found = true;
	}
	return found;
}

/* Look back from a rule's end, further each time. */
static void
find_last(struct look *l, const struct rule *r)
{
	int64_t end = rule_end(l, r), span = DAY, from;

	if (end < l->r->start)
		return;
	do {
		from = end - span;
		if (l->steps < 0 || last_from(l, r, from, end))
			return;
		span *= 16;
	} while (from > l->r->start);
}

static void
find_last_end(struct look *l)
{
	size_t i;

	for (i = 0; !l->endless && i < l->r->n_rules; i++)
		if (!l->empty[i])
			find_last(l, &l->r->rules[i]);
	/* The end is too far to be found, but not near. */
	if (l->endless || (l->steps < 0 && l->out->has_beyond))
		l->out->last_end = RECUR_ENDLESS;
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
name(const struct look *l, struct occurrence *o)
{
	struct civil c;

	if (o->own) {
		snprintf(o->recurrence_id, CLOCK_TEXT, "%s",
		    o->event->recurrence_id);
	} else if (l->master->all_day) {
		c = zone_to_local(l->master->zone, o->recurrence_at);
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
look(struct look *l, struct parse_fault *fault, struct err *e)
{
	static const char many[] = N_("the event has more occurrences in the "
	    "time looked at than max_occurrences; make that larger or the "
	    "rule sparser");
	static const char costly[] = N_("the occurrences take too long to "
	    "reckon; make the rule simpler or end it with UNTIL");
	struct occurrences *v = &l->out->occurrences;
	size_t i;

	take_overrides(l);
	if (l->master)
		take_dates(l);
	for (i = 0; i < l->r->n_rules; i++)
		if (walk(l, i) == -1)
			return too(fault, "too-many-occurrences", _(many), e);
	if (l->steps >= 0)
		find_last_end(l);
	if (l->steps < 0 && l->out->last_end != RECUR_ENDLESS)
		return too(fault, "recurrence-too-costly", _(costly), e);
	unite(v);
	if ((int64_t)v->n > l->max)
		return too(fault, "too-many-occurrences", _(many), e);
	for (i = 0; i < v->n; i++)
		name(l, &v->items[i]);
	if (l->out->has_beyond)
		name(l, &l->out->beyond);
	return 0;
}

/* What is left for expensive sets. */
static int64_t budget = ICS_RECUR_STEPS_ALL;

void
recur_reset(void)
{
	budget = ICS_RECUR_STEPS_ALL;
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

	if (used > ICS_RECUR_STEPS_FEW)
		budget -= used;
}

static int64_t
within(int64_t at)
{
	return at < -LOOK_FAR ? -LOOK_FAR : at > LOOK_FAR ? LOOK_FAR : at;
}

int
recur_look(const struct recur_group *g, int64_t from, int64_t to,
    int64_t max, struct recur_look *out, struct parse_fault *fault,
    struct err *e)
{
	struct recurrence_date start = { .end = RECURRENCE_NO_END };
	struct recurrence single = { .dates = &start };
	struct look l = { .master = g->master, .r = &single,
		.from = within(from), .to = within(to), .max = max,
		.steps = steps_allowed(), .out = out };
	int64_t allowed = l.steps;
	int rc;

	*out = (struct recur_look){ .last_end = EVENT_NEVER };
	if (g->master && g->master->recurrence) {
		l.r = g->master->recurrence;
	} else if (g->master) {
		start.at = g->master->start;
		single.n_dates = 1;
	}
	look_find_keys(&l, g);
	look_find_segments(&l);
	look_find_exrules(&l);
	rc = look(&l, fault, e);
	if (rc == 0)
		look_find_missed(&l);
	pay(allowed, l.steps);
	VEC_FREE(&l.keys);
	VEC_FREE(&l.segments);
	VEC_FREE(&l.exrules);
	return rc;
}
