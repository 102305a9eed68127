/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "ics/missed.h"
#include "ics/zone.h"

#define DAY 86400
#define STEPS (ICS_RECUR_STEPS_MAX / 8)
/* So many EXDATEs are looked at. */
#define DATES_MAX 64

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

/* Note one that names a local time, or all of a day. */
static void
look_at(struct look *l, const char *property, uint32_t line, int64_t local,
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
			look_at(l, "EXDATE", r->exdates[i].line,
			    look_to_local(l, z, r->exdates[i].at), false);
	for (i = 0; i < r->n_exdays && n < DATES_MAX; i++)
		if (r->exdays[i].at >= from / DAY && ++n)
			look_at(l, "EXDATE", r->exdays[i].line,
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
		look_at(l, "RECURRENCE-ID", 0, look_to_local(l, z, k[i].at) /
		    (day ? DAY : 1) * (day ? DAY : 1), day);
	}
}

void
missed_find(struct look *l)
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
