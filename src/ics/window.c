/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "ics/date.h"
#include "ics/window.h"
#include "ics/zone.h"

#define DAY 86400
/* Of its own, for what is missed. */
#define STEPS (ICS_RECUR_STEPS_MAX / 8)
/* EXDATEs that are looked at. */
#define DATES_MAX 64

/* Steps that the conversion of one local time costs. */
#define CONVERSION_STEPS 16

int64_t
window_to_local(struct window *w, const struct zone *z, int64_t at)
{
	struct civil c = zone_to_local(z, at);

	w->steps -= CONVERSION_STEPS / 2;
	return clock_from_civil(&c);
}

int64_t
window_to_utc(struct window *w, const struct zone *z, int64_t local)
{
	struct civil c = clock_to_civil(local);

	w->steps -= CONVERSION_STEPS;
	return zone_to_utc(z, &c);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static bool
window_is_day(const struct event *ev)
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
key_of(struct window *w, const struct event *ev)
{
	struct date d;
	int64_t day;

	if (!w->master || !w->master->all_day)
		return ev->recurrence_at;
	if (window_is_day(ev) && date_parse(slice_str(ev->recurrence_id), &d))
		day = clock_from_civil(&d.local);
	else if (ends_with(ev->recurrence_id, "T000000Z"))
		day = ev->recurrence_at;
	else
		day = window_to_local(w, w->master->zone, ev->recurrence_at);
	return window_to_utc(w, w->master->zone, day - day % DAY);
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
window_find_keys(struct window *w, const struct recur_group *g)
{
	struct override_key *k;
	size_t i, n = 0;

	for (i = 0; i < g->n; i++) {
		k = VEC_ADD(&w->keys);
		k->ev = g->overrides[i];
		k->at = key_of(w, k->ev);
		if (w->master && !w->master->all_day && window_is_day(k->ev))
			w->has_days = true;
	}
	VEC_SORT(&w->keys, by_key);
	k = w->keys.items;
	for (i = 0; i < w->keys.n; i++)
		if (!n || k[n - 1].at != k[i].at)
			k[n++] = k[i];
	w->keys.n = n;
}

/* The master's until the first THISANDFUTURE, then of each until the next. */
void
window_find_segments(struct window *w)
{
	struct segment *s = VEC_ADD(&w->segments);
	const struct override_key *k;
	size_t i;

	*s = (struct segment){ -WINDOW_FAR, WINDOW_FAR, w->master, 0, false };
	for (i = 0; i < w->keys.n; i++) {
		k = &w->keys.items[i];
		if (!k->ev->range_future)
			continue;
		s->until = k->at;
		s = VEC_ADD(&w->segments);
		*s = (struct segment){ .from = k->at, .until = WINDOW_FAR,
			.ev = k->ev,
			.dead = k->ev->status == EVENT_CANCELLED,
			.shift = window_to_local(w, k->ev->zone, k->ev->start) -
			    window_to_local(w, k->ev->zone, k->at) };
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
window_holds(const void *items, size_t n, size_t size, int64_t value)
{
	size_t i = vec_lower(items, n, size, &value, by_number);

	return i < n && by_number(&value,
	    (const char *)items + i * size) == 0;
}

/* Whether an EXRULE yields a local time.  They mostly come in order. */
static bool
in_exrules(struct window *w, int64_t local)
{
	struct exrule *ex;
	int64_t at;
	size_t i;

	for (i = 0; i < w->exrules.n; i++) {
		ex = &w->exrules.items[i];
		if (local < ex->asked)
			expand_init(&ex->x, &w->r->exrules[i], w->r->start,
			    &w->steps);
		ex->asked = local;
		expand_seek(&ex->x, local);
		if (expand_peek(&ex->x, &at) && at == local)
			return true;
	}
	return false;
}

/* A timed event may have overrides whose RECURRENCE-ID is a DATE. */
static bool
is_overridden(struct window *w, int64_t at, int64_t local)
{
	size_t n = w->keys.n, size = sizeof(struct override_key), i;
	const struct override_key *k = w->keys.items;
	const int64_t from = at - 2 * DAY;
	struct date d;

	if (!n)
		return false;
	if (window_holds(k, n, size, at))
		return true;
	if (!w->has_days)
		return false;
	/* Its instant is somebody's midnight. */
	i = VEC_LOWER(&w->keys, &from, by_number);
	for (; i < n && k[i].at <= at + 2 * DAY; i++) {
		w->steps--;
		if (!window_is_day(k[i].ev))
			continue;
		if (date_parse(slice_str(k[i].ev->recurrence_id), &d) &&
		    clock_from_civil(&d.local) / DAY == local / DAY)
			return true;
	}
	return false;
}

bool
window_is_out(struct window *w, int64_t at, int64_t local)
{
	const struct recurrence *r = w->r;
	const size_t size = sizeof(struct recurrence_exdate);

	return window_holds(r->exdates, r->n_exdates, size, at) ||
	    window_holds(r->exdays, r->n_exdays, size, local / DAY) ||
	    is_overridden(w, at, local) || in_exrules(w, local);
}

const struct segment *
window_segment(const struct window *w, int64_t at)
{
	const int64_t behind = at + 1;

	return &w->segments.items[VEC_LOWER(&w->segments, &behind,
	    by_number) - 1];
}

void
window_find_exrules(struct window *w)
{
	struct exrule *ex;
	size_t i;

	for (i = 0; i < w->r->n_exrules; i++) {
		ex = VEC_ADD(&w->exrules);
		ex->asked = INT64_MAX;
	}
}

/* --- what names no occurrence --------------------------------------------- */

/* Whether something takes place from a local time on for so long. */
static bool
is_hit(struct window *w, int64_t local, int64_t length)
{
	const struct recurrence *r = w->r;
	struct expand x;
	int64_t at;
	size_t i;

	for (i = 0; i < r->n_dates; i++) {
		at = window_to_local(w, w->master->zone, r->dates[i].at);
		if (at >= local && at < local + length)
			return true;
	}
	for (i = 0; i < r->n_rules; i++) {
		expand_init(&x, &r->rules[i], r->start, &w->steps);
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
nearest(struct window *w, int64_t local)
{
	const struct recurrence *r = w->r;
	int64_t best = INT64_MIN, at, span;
	struct expand x;
	size_t i;

	for (i = 0; i < r->n_dates; i++)
		take_nearer(local, window_to_local(w, w->master->zone,
		    r->dates[i].at), &best);
	for (span = 40 * DAY; span < 20000 * (int64_t)DAY; span *= 16)
		for (i = 0; i < r->n_rules; i++) {
			expand_init(&x, &r->rules[i], r->start, &w->steps);
			expand_seek(&x, local - span);
			for (at = local; at <= local && expand_peek(&x, &at);
			    expand_drop(&x))
				take_nearer(local, at, &best);
		}
	return best;
}

static void
show(struct window *w, bool day, int64_t local, char text[CLOCK_TEXT])
{
	struct civil c = clock_to_civil(local);

	if (day)
		snprintf(text, CLOCK_TEXT, "%04d-%02d-%02d", c.year, c.month,
		    c.day);
	else
		clock_rfc3339(window_to_utc(w, w->master->zone, local), text);
}

/* Record an EXDATE or RECURRENCE-ID that hits no occurrence: it names a local
 * time, or with `day` all of a day. */
static void
note(struct window *w, const char *property, uint32_t line, int64_t local,
    bool day)
{
	struct recur_missed *m = &w->out->missed;
	int64_t near;

	if (is_hit(w, local, day ? DAY : 1) || w->steps < 0 || m->n++)
		return;
	m->property = property;
	m->line = line;
	show(w, day, local, m->text);
	near = nearest(w, local);
	if (near != INT64_MIN)
		show(w, day && w->master->all_day, near, m->nearest);
}

static void
find_exdates(struct window *w, int64_t from)
{
	const struct recurrence *r = w->r;
	const struct zone *z = w->master->zone;
	size_t i, n = 0;

	for (i = 0; i < r->n_exdates && n < DATES_MAX; i++)
		if (r->exdates[i].at >= w->from && ++n)
			note(w, "EXDATE", r->exdates[i].line,
			    window_to_local(w, z, r->exdates[i].at), false);
	for (i = 0; i < r->n_exdays && n < DATES_MAX; i++)
		if (r->exdays[i].at >= from / DAY && ++n)
			note(w, "EXDATE", r->exdays[i].line,
			    r->exdays[i].at * DAY, true);
}

static void
find_overrides(struct window *w)
{
	const struct override_key *k = w->keys.items;
	const struct zone *z = w->master->zone;
	bool day;
	size_t i;

	for (i = 0; i < w->keys.n && i < DATES_MAX; i++) {
		if (k[i].at < w->from && k[i].ev->end <= w->from)
			continue;
		day = w->master->all_day || window_is_day(k[i].ev);
		note(w, "RECURRENCE-ID", 0, window_to_local(w, z, k[i].at) /
		    (day ? DAY : 1) * (day ? DAY : 1), day);
	}
}

void
window_find_missed(struct window *w)
{
	int64_t left = w->steps;

	if (!w->master || !w->master->recurrence)
		return;
	w->steps = STEPS;
	find_exdates(w, window_to_local(w, w->master->zone, w->from));
	find_overrides(w);
	if (w->steps < 0)
		w->out->missed = (struct recur_missed){ 0 };
	w->steps = left;
}
