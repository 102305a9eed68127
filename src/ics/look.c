/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "ics/date.h"
#include "ics/look.h"
#include "ics/zone.h"

#define DAY 86400
/* Of its own, for what is missed. */
#define STEPS (ICS_RECUR_STEPS_MAX / 8)
/* EXDATEs that are looked at. */
#define DATES_MAX 64

/* Steps that the conversion of one local time costs. */
#define CONVERSION_STEPS 16

int64_t
look_to_local(struct look *l, const struct zone *z, int64_t at)
{
	struct civil c = zone_to_local(z, at);

	l->steps -= CONVERSION_STEPS / 2;
	return clock_from_civil(&c);
}

int64_t
look_to_utc(struct look *l, const struct zone *z, int64_t local)
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

static bool
look_is_day(const struct event *ev)
{
	return strlen(ev->recurrence_id) == 8;
}

/*
 * The occurrence that an override is of.  Of an all-day event all
 * RECURRENCE-IDs are days, whatever zone the override has, also when they are
 * written as a time: UTC's midnight is then that DATE, another time the day on
 * which it lies.
 */
static int64_t
key_of(struct look *l, const struct event *ev)
{
	struct date d;
	int64_t day;

	if (!l->master || !l->master->all_day)
		return ev->recurrence_at;
	if (look_is_day(ev) && date_parse(slice_str(ev->recurrence_id), &d))
		day = clock_from_civil(&d.local);
	else if (ends_with(ev->recurrence_id, "T000000Z"))
		day = ev->recurrence_at;
	else
		day = look_to_local(l, l->master->zone, ev->recurrence_at);
	return look_to_utc(l, l->master->zone, day - day % DAY);
}

static int
by_key(const void *a, const void *b)
{
	const struct override_key *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* The newer one first; where that is open, any, but always it. */
	if (x->ev->sequence != y->ev->sequence)
		return x->ev->sequence > y->ev->sequence ? -1 : 1;
	return x->ev->dtstamp != y->ev->dtstamp ?
	    (x->ev->dtstamp > y->ev->dtstamp ? -1 : 1) : 0;
}

void
look_find_keys(struct look *l, const struct recur_group *g)
{
	struct override_key *k;
	size_t i, n = 0;

	for (i = 0; i < g->n; i++) {
		k = VEC_ADD(&l->keys);
		k->ev = g->overrides[i];
		k->at = key_of(l, k->ev);
		if (l->master && !l->master->all_day && look_is_day(k->ev))
			l->has_days = true;
	}
	VEC_SORT(&l->keys, by_key);
	k = l->keys.items;
	for (i = 0; i < l->keys.n; i++)
		if (!n || k[n - 1].at != k[i].at)
			k[n++] = k[i];
	l->keys.n = n;
}

/* The master's until the first THISANDFUTURE, then of each until the next. */
void
look_find_segments(struct look *l)
{
	struct segment *s = VEC_ADD(&l->segments);
	const struct override_key *k;
	size_t i;

	*s = (struct segment){ -LOOK_FAR, LOOK_FAR, l->master, 0, false };
	for (i = 0; i < l->keys.n; i++) {
		k = &l->keys.items[i];
		if (!k->ev->range_future)
			continue;
		s->until = k->at;
		s = VEC_ADD(&l->segments);
		*s = (struct segment){ .from = k->at, .until = LOOK_FAR,
			.ev = k->ev,
			.dead = k->ev->status == EVENT_CANCELLED,
			.shift = look_to_local(l, k->ev->zone, k->ev->start) -
			    look_to_local(l, k->ev->zone, k->at) };
	}
}

/* By the number in front of both. */
static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

bool
look_holds(const void *items, size_t n, size_t size, int64_t value)
{
	size_t i = vec_lower(items, n, size, &value, by_number);

	return i < n && by_number(&value,
	    (const char *)items + i * size) == 0;
}

/* Whether an EXRULE yields a local time.  They mostly come in order. */
static bool
in_exrules(struct look *l, int64_t local)
{
	struct exrule *ex;
	int64_t at;
	size_t i;

	for (i = 0; i < l->exrules.n; i++) {
		ex = &l->exrules.items[i];
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
	size_t n = l->keys.n, size = sizeof(struct override_key), i;
	const struct override_key *k = l->keys.items;
	const int64_t from = at - 2 * DAY;
	struct date d;

	if (!n)
		return false;
	if (look_holds(k, n, size, at))
		return true;
	if (!l->has_days)
		return false;
	/* Its instant is somebody's midnight. */
	i = VEC_LOWER(&l->keys, &from, by_number);
	for (; i < n && k[i].at <= at + 2 * DAY; i++) {
		l->steps--;
		if (!look_is_day(k[i].ev))
			continue;
		if (date_parse(slice_str(k[i].ev->recurrence_id), &d) &&
		    clock_from_civil(&d.local) / DAY == local / DAY)
			return true;
	}
	return false;
}

bool
look_is_out(struct look *l, int64_t at, int64_t local)
{
	const struct recurrence *r = l->r;
	const size_t size = sizeof(struct recurrence_exdate);

	return look_holds(r->exdates, r->n_exdates, size, at) ||
	    look_holds(r->exdays, r->n_exdays, size, local / DAY) ||
	    is_overridden(l, at, local) || in_exrules(l, local);
}

const struct segment *
look_segment(const struct look *l, int64_t at)
{
	const int64_t behind = at + 1;

	return &l->segments.items[VEC_LOWER(&l->segments, &behind,
	    by_number) - 1];
}

void
look_find_exrules(struct look *l)
{
	struct exrule *ex;
	size_t i;

	for (i = 0; i < l->r->n_exrules; i++) {
		ex = VEC_ADD(&l->exrules);
		ex->asked = INT64_MAX;
	}
}

/* --- what names no occurrence --------------------------------------------- */

/* Whether something takes place from a local time on for so long. */
static bool
is_hit(struct look *l, int64_t local, int64_t length)
{
	const struct recurrence *r = l->r;
	struct expand x;
	int64_t at;
	size_t i;

	for (i = 0; i < r->n_dates; i++) {
		at = look_to_local(l, l->master->zone, r->dates[i].at);
		if (at >= local && at < local + length)
			return true;
	}
	for (i = 0; i < r->n_rules; i++) {
		expand_init(&x, &r->rules[i], r->start, &l->steps);
		expand_seek(&x, local);
		if (expand_peek(&x, &at) && at < local + length)
			return true;
	}
	return false;
}

static void
take_nearer(int64_t local, int64_t at, int64_t *best)
{
	int64_t far = at > local ? at - local : local - at;

	if (*best == INT64_MIN || far < (*best > local ? *best - local
	    : local - *best))
		*best = at;
}

/* The local time of an occurrence that is nearest, INT64_MIN: none. */
static int64_t
nearest(struct look *l, int64_t local)
{
	const struct recurrence *r = l->r;
	int64_t best = INT64_MIN, at, span;
	struct expand x;
	size_t i;

	for (i = 0; i < r->n_dates; i++)
		take_nearer(local, look_to_local(l, l->master->zone,
		    r->dates[i].at), &best);
	for (span = 40 * DAY; span < 20000 * (int64_t)DAY; span *= 16)
		for (i = 0; i < r->n_rules; i++) {
			expand_init(&x, &r->rules[i], r->start, &l->steps);
			expand_seek(&x, local - span);
			for (at = local; at <= local && expand_peek(&x, &at);
			    expand_drop(&x))
				take_nearer(local, at, &best);
		}
	return best;
}

static void
show(struct look *l, bool day, int64_t local, char text[CLOCK_TEXT])
{
	struct civil c = clock_to_civil(local);

	if (day)
		snprintf(text, CLOCK_TEXT, "%04d-%02d-%02d", c.year, c.month,
		    c.day);
	else
		clock_rfc3339(look_to_utc(l, l->master->zone, local), text);
}

/* Record an EXDATE or RECURRENCE-ID that hits no occurrence: it names a local
 * time, or with `day` all of a day. */
static void
note(struct look *l, const char *property, uint32_t line, int64_t local,
    bool day)
{
	struct recur_missed *m = &l->out->missed;
	int64_t near;

	if (is_hit(l, local, day ? DAY : 1) || l->steps < 0 || m->n++)
		return;
	m->property = property;
	m->line = line;
	show(l, day, local, m->text);
	near = nearest(l, local);
	if (near != INT64_MIN)
		show(l, day && l->master->all_day, near, m->nearest);
}

static void
find_exdates(struct look *l, int64_t from)
{
	const struct recurrence *r = l->r;
	const struct zone *z = l->master->zone;
	size_t i, n = 0;

	for (i = 0; i < r->n_exdates && n < DATES_MAX; i++)
		if (r->exdates[i].at >= l->from && ++n)
			note(l, "EXDATE", r->exdates[i].line,
			    look_to_local(l, z, r->exdates[i].at), false);
	for (i = 0; i < r->n_exdays && n < DATES_MAX; i++)
		if (r->exdays[i].at >= from / DAY && ++n)
			note(l, "EXDATE", r->exdays[i].line,
			    r->exdays[i].at * DAY, true);
}

static void
find_overrides(struct look *l)
{
	const struct override_key *k = l->keys.items;
	const struct zone *z = l->master->zone;
	bool day;
	size_t i;

	for (i = 0; i < l->keys.n && i < DATES_MAX; i++) {
		if (k[i].at < l->from && k[i].ev->end <= l->from)
			continue;
		day = l->master->all_day || look_is_day(k[i].ev);
		note(l, "RECURRENCE-ID", 0, look_to_local(l, z, k[i].at) /
		    (day ? DAY : 1) * (day ? DAY : 1), day);
	}
}

void
look_find_missed(struct look *l)
{
	int64_t left = l->steps;

	if (!l->master || !l->master->recurrence)
		return;
	l->steps = STEPS;
	find_exdates(l, look_to_local(l, l->master->zone, l->from));
	find_overrides(l);
	if (l->steps < 0)
		l->out->missed = (struct recur_missed){ 0 };
	l->steps = left;
}
