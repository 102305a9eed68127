/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "ics/expand.h"
#include "ics/recur.h"
#include "ics/recurrence.h"
#include "ics/zone.h"

#define DAY 86400
/* No offset changes by more (but where the date line was moved). */
#define SLACK (2 * 3600)
/* Far beyond all dates, and yet to be reckoned with. */
#define FAR ((int64_t)1 << 40)
/* Steps that the conversion of one local time costs: libical's is slow. */
#define CONVERSION_STEPS 16

/* An override under the RECURRENCE-ID that it answers to. */
struct key {
	int64_t at;
	const struct event *ev;
};

/* Occurrences in a row that have the words of one event. */
struct segment {
	int64_t from, until;	/* recurrence_at; until is not in it */
	const struct event *ev;
	int64_t shift;		/* of local time */
	bool dead;		/* cancelled */
};

/* An EXRULE, gone through as far as it has been asked for. */
struct exrule {
	struct expand x;
	int64_t asked;
};

struct look {
	const struct event *master;
	const struct recurrence *r;
	int64_t from, to, max, steps;
	struct recur_look *out;
	struct vec keys;	/* struct key, ascending, none twice */
	struct vec segments;	/* struct segment, ascending */
	struct vec exrules;	/* struct exrule */
	bool has_days;		/* keys from a DATE in a timed event */
	bool endless;
	bool empty[ICS_RECUR_RULES_MAX];	/* rules that never match */
};

static int64_t
to_local(struct look *l, const struct zone *z, int64_t at)
{
	struct civil c = zone_to_local(z, at);

	l->steps -= CONVERSION_STEPS / 2;
	return clock_from_civil(&c);
}

static int64_t
to_utc(struct look *l, const struct zone *z, int64_t local)
{
	struct civil c = clock_to_civil(local);

	l->steps -= CONVERSION_STEPS;
	return zone_to_utc(z, &c);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* Whether its RECURRENCE-ID is a DATE. */
static bool
is_day(const struct event *ev)
{
	return strlen(ev->recurrence_id) == 8;
}

/*
 * The occurrence that an override is of.  Of an all-day event all
 * RECURRENCE-IDs are days, also when they are written as a time: UTC's
 * midnight is then that DATE, another time the day on which it lies.
 */
static int64_t
key_of(struct look *l, const struct event *ev)
{
	int64_t day;

	if (!l->master || !l->master->all_day || is_day(ev))
		return ev->recurrence_at;
	day = ends_with(ev->recurrence_id, "T000000Z") ? ev->recurrence_at :
	    to_local(l, l->master->zone, ev->recurrence_at);
	return to_utc(l, l->master->zone, day - day % DAY);
}

static int
by_key(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* The newer one first; where that is open, any, but always it. */
	if (x->ev->sequence != y->ev->sequence)
		return x->ev->sequence > y->ev->sequence ? -1 : 1;
	return x->ev->dtstamp != y->ev->dtstamp ?
	    (x->ev->dtstamp > y->ev->dtstamp ? -1 : 1) : 0;
}

static void
find_keys(struct look *l, const struct recur_group *g)
{
	struct key *k;
	size_t i, n = 0;

	for (i = 0; i < g->n; i++) {
		k = vec_add(&l->keys);
		k->ev = g->overrides[i];
		k->at = key_of(l, k->ev);
		if (l->master && !l->master->all_day && is_day(k->ev))
			l->has_days = true;
	}
	vec_sort(&l->keys, by_key);
	k = l->keys.items;
	for (i = 0; i < l->keys.n; i++)
		if (!n || k[n - 1].at != k[i].at)
			k[n++] = k[i];
	l->keys.n = n;
}

/* The master's until the first THISANDFUTURE, then of each until the next. */
static void
find_segments(struct look *l)
{
	struct segment *s = vec_add(&l->segments);
	const struct key *k;
	size_t i;

	*s = (struct segment){ -FAR, FAR, l->master, 0, false };
	for (i = 0; i < l->keys.n; i++) {
		k = &VEC_AT(&l->keys, struct key, i);
		if (!k->ev->range_future)
			continue;
		s->until = k->at;
		s = vec_add(&l->segments);
		*s = (struct segment){ .from = k->at, .until = FAR,
			.ev = k->ev,
			.dead = k->ev->status == EVENT_CANCELLED,
			.shift = to_local(l, k->ev->zone, k->ev->start) -
			    to_local(l, k->ev->zone, k->at) };
	}
}

/* The first of n ascending numbers, size bytes apart, not before a value. */
static size_t
lower_bound(const void *items, size_t n, size_t size, int64_t value)
{
	size_t low = 0, middle;

	while (low < n) {
		middle = low + (n - low) / 2;
		if (*(const int64_t *)(const void *)
		    ((const char *)items + middle * size) < value)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

static bool
holds(const void *items, size_t n, size_t size, int64_t value)
{
	size_t i = lower_bound(items, n, size, value);

	return i < n && *(const int64_t *)(const void *)
	    ((const char *)items + i * size) == value;
}

/* Whether an EXRULE yields a local time.  They mostly come in order. */
static bool
in_exrules(struct look *l, int64_t local)
{
	struct exrule *ex;
	int64_t at;
	size_t i;

	for (i = 0; i < l->exrules.n; i++) {
		ex = &VEC_AT(&l->exrules, struct exrule, i);
		if (local < ex->asked)
			expand_init(&ex->x, &l->r->exrules[i], l->r->start,
			    &l->steps);
		ex->asked = local;
		expand_seek(&ex->x, local);
		if (expand_peek(&ex->x, &at) && at == local)
			return true;
	}
	return false;
}

/* A timed event may have overrides whose RECURRENCE-ID is a DATE. */
static bool
is_overridden(struct look *l, int64_t at, int64_t local)
{
	size_t n = l->keys.n, size = sizeof(struct key), i;
	const struct key *k = l->keys.items;
	int64_t day;

	if (!n)
		return false;
	if (holds(k, n, size, at))
		return true;
	if (!l->has_days)
		return false;
	i = lower_bound(k, n, size, at - 2 * DAY);
	for (; i < n && k[i].at <= at + DAY; i++) {
		l->steps--;
		if (!is_day(k[i].ev))
			continue;
		day = to_local(l, k[i].ev->zone, k[i].at);
		if (day / DAY == local / DAY)
			return true;
	}
	return false;
}

static bool
is_out(struct look *l, int64_t at, int64_t local)
{
	const struct recurrence *r = l->r;
	const size_t size = sizeof(int64_t);

	return holds(r->exdates, r->n_exdates, size, at) ||
	    holds(r->exdays, r->n_exdays, size, local / DAY) ||
	    is_overridden(l, at, local) || in_exrules(l, local);
}

/* Where an occurrence ends that starts then and is as long as its event. */
static int64_t
end_of(struct look *l, const struct event *ev, int64_t start)
{
	if (ev->days)
		start = to_utc(l, ev->zone, to_local(l, ev->zone, start) +
		    ev->days * DAY);
	return start + ev->seconds;
}

static void
shape(struct look *l, const struct segment *s, int64_t at,
    struct occurrence *o)
{
	*o = (struct occurrence){ .event = s->ev, .recurrence_at = at,
		.start = at };
	if (s->shift)
		o->start = to_utc(l, s->ev->zone,
		    to_local(l, s->ev->zone, at) + s->shift);
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
		*(struct occurrence *)vec_add(&out->occurrences) = *o;
	return true;
}

static void
take_overrides(struct look *l)
{
	struct occurrence o;
	const struct key *k;
	size_t i;

	for (i = 0; i < l->keys.n; i++) {
		k = &VEC_AT(&l->keys, struct key, i);
		if (k->ev->status == EVENT_CANCELLED)
			continue;
		o = (struct occurrence){ .event = k->ev, .own = true,
			.recurrence_at = k->at, .start = k->ev->start,
			.end = k->ev->end };
		take(l, &o);
	}
}

static const struct segment *
segment_of(const struct look *l, int64_t at)
{
	const struct segment *s = l->segments.items;
	size_t i = lower_bound(s, l->segments.n, sizeof(*s), at + 1);

	return &s[i - 1];
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
		s = segment_of(l, d->at);
		if (s->dead || is_out(l, d->at,
		    to_local(l, l->master->zone, d->at)))
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
	return at >= s->from && !s->dead && !holds(l->r->dates,
	    l->r->n_dates, sizeof(*l->r->dates), at) && !is_out(l, at, local);
}

/* The first local time of a segment that can still be seen. */
static int64_t
first_seen(struct look *l, const struct segment *s)
{
	int64_t length = s->ev->days * DAY + s->ev->seconds;
	int64_t at = l->from - length - s->shift;

	if (s->shift || s->ev->days)
		at -= SLACK;
	if (at < s->from)
		at = s->from;
	if (at < l->master->start)
		return l->r->start;
	return to_local(l, l->master->zone, at) - SLACK;
}

static int
walk_segment(struct look *l, struct expand *x, const struct segment *s)
{
	struct occurrence o;
	int64_t local, at, n = 0;

	expand_seek(x, first_seen(l, s));
	for (; expand_peek(x, &local); expand_drop(x)) {
		at = to_utc(l, l->master->zone, local);
		if (at >= s->until)
			break;
		if (!is_live(l, s, at, local))
			continue;
		shape(l, s, at, &o);
		if (!take(l, &o))
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

/* The end of a rule in local time, as far as that can be told. */
static int64_t
rule_end(struct look *l, const struct rule *r)
{
	const struct segment *s = &VEC_AT(&l->segments, struct segment,
	    l->segments.n - 1);
	int64_t end = r->until < FAR ? r->until : FAR, last;
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
		at = to_utc(l, l->master->zone, local);
		s = segment_of(l, at);
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
unite(struct vec *v)
{
	struct occurrence *o = v->items;
	size_t i, n = 0;

	vec_sort(v, by_identity);
	for (i = 0; i < v->n; i++)
		if (!n || o[n - 1].recurrence_at != o[i].recurrence_at)
			o[n++] = o[i];
	v->n = n;
	vec_sort(v, by_start);
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
	static const char many[] = "the event has more occurrences in the "
	    "time looked at than max_occurrences; make that larger or the "
	    "rule sparser";
	static const char costly[] = "the occurrences take too long to "
	    "reckon; make the rule simpler or end it with UNTIL";
	struct vec *v = &l->out->occurrences;
	size_t i;

	take_overrides(l);
	if (l->master)
		take_dates(l);
	for (i = 0; i < l->r->n_rules; i++)
		if (walk(l, i) == -1)
			return too(fault, "too-many-occurrences", many, e);
	if (l->steps >= 0)
		find_last_end(l);
	if (l->steps < 0 && l->out->last_end != RECUR_ENDLESS)
		return too(fault, "recurrence-too-costly", costly, e);
	unite(v);
	if ((int64_t)v->n > l->max)
		return too(fault, "too-many-occurrences", many, e);
	for (i = 0; i < v->n; i++)
		name(l, &VEC_AT(v, struct occurrence, i));
	if (l->out->has_beyond)
		name(l, &l->out->beyond);
	return 0;
}

static void
find_exrules(struct look *l)
{
	struct exrule *ex;
	size_t i;

	for (i = 0; i < l->r->n_exrules; i++) {
		ex = vec_add(&l->exrules);
		ex->asked = INT64_MAX;
	}
}

static int64_t
within(int64_t at)
{
	return at < -FAR ? -FAR : at > FAR ? FAR : at;
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
		.steps = ICS_RECUR_STEPS_MAX, .out = out,
		.keys = VEC_OF(struct key),
		.segments = VEC_OF(struct segment),
		.exrules = VEC_OF(struct exrule) };
	int rc;

	*out = (struct recur_look){ .last_end = INT64_MIN,
		.occurrences = VEC_OF(struct occurrence) };
	if (g->master && g->master->recurrence) {
		l.r = g->master->recurrence;
	} else if (g->master) {
		start.at = g->master->start;
		single.n_dates = 1;
	}
	find_keys(&l, g);
	find_segments(&l);
	find_exrules(&l);
	rc = look(&l, fault, e);
	vec_free(&l.keys);
	vec_free(&l.segments);
	vec_free(&l.exrules);
	return rc;
}
