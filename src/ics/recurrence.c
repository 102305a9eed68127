/* SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "base/mem.h"
#include "ics/date.h"
#include "ics/moment.h"
#include "ics/moment_zone.h"
#include "ics/recurrence.h"
#include "ics/zone.h"

#define DAY 86400

/* What the lines have said so far. */
struct gathered {
	struct parser *p;
	struct recurrence *r;
	enum parser_prop prop;	/* of the line at hand */
	struct rules VEC(struct rule) rules, exrules;
	struct VEC(struct recurrence_date) dates;
	struct VEC(struct recurrence_exdate) exdates, exdays;
	bool at_midnight;		/* one of the dates, where DTSTART is */
};

static int64_t
local_of(const struct zone *z, int64_t at)
{
	struct civil c = zone_to_local(z, at);

	return clock_from_civil(&c);
}

/*
 * The local day that a value means in an all-day event: a DATE's, and a
 * midnight's as written, for "…T000000Z" is somebody's way to write a
 * DATE; else the day on which its instant lies here.
 */
static int64_t
day_meant(const struct event *ev, const struct moment *m)
{
	int64_t local = clock_from_civil(&m->date.local);

	if (m->date.timed && local % DAY != 0)
		local = local_of(ev->zone, m->at);
	return local / DAY;
}

static int64_t
midnight(const struct event *ev, int64_t day)
{
	struct civil c = clock_to_civil(day * DAY);

	return zone_to_utc(ev->zone, &c);
}

/* The last local second that counts. */
static void
read_until(const struct event *ev, struct rule *r)
{
	const struct date *d = &r->until_date;
	int64_t local = clock_from_civil(&d->local);

	if (!r->has_until)
		return;
	if (d->local.year < DATE_YEAR_MIN)
		r->until = INT64_MIN;
	else if (ev->all_day)
		r->until = day_meant(ev, &(struct moment){ .date = *d,
		    .at = d->utc ? local : zone_to_utc(ev->zone,
		    &d->local) }) * DAY;
	else if (d->utc)
		r->until = local_of(ev->zone, local);
	/* A day that bounds inclusively is within the bounds, all of it,
	 * though the RFC wants a time here. */
	else
		r->until = d->timed ? local : local + DAY - 1;
}

/* RRULE, EXRULE. */
static int
read_rule(struct gathered *g, struct slice value)
{
	struct rules *to = g->prop == PARSER_EXRULE ? &g->exrules : &g->rules;
	const struct event *ev = g->p->ev;
	const char *kind = NULL;
	struct err e = { 0 };
	struct rule r;

	if (rule_parse(value, &r, &kind, &e) == -1)
		return parser_fault(g->p, kind, g->prop, "%s", e.msg);
	if (ev->all_day && r.freq < RULE_DAILY)
		return parser_fault(g->p, "bad-rrule", g->prop, "a rule below "
		    "a day needs a DTSTART with a time; use FREQ=DAILY");
	if (to->n == ICS_RECUR_RULES_MAX)
		return parser_fault(g->p, "too-large", g->prop, "there are "
		    "more than %d of it; keep fewer", ICS_RECUR_RULES_MAX);
	if (r.until_odd)
		parser_warn(g->p, "odd-date", g->prop, "its UNTIL is in no "
		    "form of RFC 5545; it is read as %04d-%02d-%02d "
		    "%02d:%02d:%02d%s", r.until_date.local.year,
		    r.until_date.local.month, r.until_date.local.day,
		    r.until_date.local.hour, r.until_date.local.minute,
		    r.until_date.local.second, r.until_date.utc ? "Z" : "");
	read_until(ev, &r);
	rule_complete(&r, g->r->start, ev->all_day);
	*VEC_ADD(to) = r;
	return 0;
}

static bool
on_its_day(const struct rule *r, int64_t local)
{
	return r->week_days >> rule_weekday((local - (local % DAY + DAY) %
	    DAY) / DAY) & 1;
}

/*
 * Generators write DTSTART in UTC and BYDAY by local days: then DTSTART is
 * on none of them, but where the calendar is at home.  What such a set is,
 * RFC 5545 leaves undefined (3.8.5.3); here BYDAY counts days of UTC.
 */
static void
warn_days(struct gathered *g)
{
	const struct rule *r = g->rules.items;
	const struct event *ev = g->p->ev;
	const struct zone *z;
	const char *name;

	if (g->rules.n != 1 || !ev->utc || !r->by_day ||
	    on_its_day(r, g->r->start))
		return;
	z = moment_zone_of_days(g->p, &name);
	if (z && on_its_day(r, local_of(z, ev->start)))
		parser_warn(g->p, "days-in-utc", PARSER_DTSTART, "it is in "
		    "UTC, so BYDAY counts days in UTC, and it is on none of "
		    "them; in %s it would be. Write it as a time there, with "
		    "TZID", zone_name(z));
}

static int64_t
duration_end(const struct moment *m, const struct date_duration *d)
{
	struct civil c = m->date.local;

	c.day += (int)d->days;
	return zone_to_utc(m->zone, &c) + d->seconds;
}

/* What stands behind the '/' of a PERIOD: its end or its length. */
static int
read_period(struct gathered *g, const struct moment *start,
    struct slice text, int64_t *end)
{
	struct date_duration d;
	struct moment m;

	if (date_duration(text, &d)) {
		*end = duration_end(start, &d);
	} else {
		if (moment_read(g->p, g->prop, text, &m) == -1)
			return -1;
		*end = m.at;
	}
	if (*end < start->at)
		return parser_fault(g->p, "bad-date", g->prop, "a period ends "
		    "before it starts; correct it");
	return 0;
}

/* A date that exists and is none that is ever booked, such as 99991231. */
static bool
is_out_of_reach(struct gathered *g, struct slice value)
{
	struct date d;

	if (date_parse(value, &d) || !date_parse_any(value, &d))
		return false;
	value = parser_shown(value);
	parser_warn(g->p, "no-such-occurrence", g->prop, "%.*s is passed "
	    "over: events are from the year %d to %d", (int)value.n, value.p,
	    DATE_YEAR_MIN, DATE_YEAR_MAX);
	return true;
}

static int
add_date(struct gathered *g, struct slice value)
{
	const struct event *ev = g->p->ev;
	const char *slash = memchr(value.p, '/', value.n);
	size_t n = slash ? (size_t)(slash - value.p) : value.n;
	struct recurrence_date d = { .end = RECURRENCE_NO_END };
	struct moment m;
	struct civil c;

	if (moment_read(g->p, g->prop, slice_of(value.p, n), &m) == -1)
		return -1;
	if (slash && read_period(g, &m, slice_from(value, n + 1), &d.end)
	    == -1)
		return -1;
	d.at = m.at;
	if (ev->all_day) {
		d.at = midnight(ev, day_meant(ev, &m));
		d.end = RECURRENCE_NO_END;
	} else if (!m.date.timed) {
		c = clock_to_civil(clock_from_civil(&m.date.local) +
		    g->r->start % DAY);
		d.at = zone_to_utc(ev->zone, &c);
	}
	g->at_midnight |= local_of(ev->zone, d.at) % DAY == 0;
	*VEC_ADD(&g->dates) = d;
	return 0;
}

/*
 * Outlook takes an occurrence out by the midnight that begins its day
 * (MS-OXCICAL, 2.1.3.1.1.20.9), in the series' own zone.  Where something
 * can take place at midnight, that is meant.
 */
static bool
is_outlooks(const struct gathered *g, const struct moment *m)
{
	const struct rule *r = g->rules.items;
	size_t i;

	if (m->zone != g->p->ev->zone || g->r->start % DAY == 0 ||
	    g->at_midnight || clock_from_civil(&m->date.local) % DAY != 0)
		return false;
	for (i = 0; i < g->rules.n; i++)
		if (r[i].freq < RULE_DAILY || rule_in(&r[i].hours, 0, -1))
			return false;
	return true;
}

static int
add_exdate(struct gathered *g, struct slice value)
{
	uint32_t line = g->p->found[PARSER_EXDATE].line;
	const struct event *ev = g->p->ev;
	struct moment m;

	if (moment_read(g->p, g->prop, value, &m) == -1)
		return -1;
	if (ev->all_day || !m.date.timed || is_outlooks(g, &m))
		*VEC_ADD(&g->exdays) = (struct recurrence_exdate){
			day_meant(ev, &m), line };
	else
		*VEC_ADD(&g->exdates) = (struct recurrence_exdate){
			m.at, line };
	return 0;
}

/* RDATE, EXDATE: each value of the list. */
static int
read_dates(struct gathered *g, struct slice list)
{
	struct slice word;
	int rc;

	while (slice_word(&list, ", \t", &word)) {
		if (g->dates.n + g->exdates.n + g->exdays.n >=
		    ICS_RECUR_DATES_MAX)
			return parser_fault(g->p, "too-large", g->prop,
			    "there are more than %d dates; keep fewer",
			    ICS_RECUR_DATES_MAX);
		if (is_out_of_reach(g, word))
			continue;
		rc = g->prop == PARSER_RDATE ? add_date(g, word)
		    : add_exdate(g, word);
		if (rc == -1)
			return -1;
	}
	return 0;
}

static bool
is_rule(const struct parser_line *l)
{
	return l->prop == PARSER_RRULE || l->prop == PARSER_EXRULE;
}

static int
read_line(struct gathered *g, const struct parser_line *l)
{
	struct parser *p = g->p;

	g->prop = l->prop;
	parser_at(p, l);
	/* An empty one says nothing. */
	if (!parser_load(p, l->raw) || !slice_trim(p->parts.value).n)
		return 0;
	if (parser_whole(p, l->prop) == -1)
		return -1;
	if (l->prop == PARSER_RDATE || l->prop == PARSER_EXDATE)
		parser_split_time(p);
	parser_tell_blanks(p, l->prop);
	return is_rule(l) ? read_rule(g, p->parts.value)
	    : read_dates(g, p->parts.value);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* By instant; of two that with an end is the first. */
static int
by_date(const void *a, const void *b)
{
	const struct recurrence_date *x = a, *y = b;
	int c = (x->at > y->at) - (x->at < y->at);

	return c ? c : (x->end < y->end) - (x->end > y->end);
}

/* Leave out what has the same instant, which comes first in each, as the one
 * before; how many are left. */
static size_t
unite(void *items, size_t n, size_t size)
{
	char *to = items;
	size_t i, left = 0;

	for (i = 0; i < n; i++)
		if (!left || memcmp(to + (left - 1) * size, to + i * size,
		    sizeof(int64_t)) != 0)
			memmove(to + left++ * size, to + i * size, size);
	return left;
}

#define UNITE(v, cmp) (VEC_SORT(v, cmp), \
	(v)->n = unite((v)->items, (v)->n, sizeof(*(v)->items)))

static void *
keep(struct parser *p, const void *items, size_t size)
{
	return size ? memcpy(arena_alloc(p->arena, size), items, size) : NULL;
}

/* The items of an array, in the arena. */
#define KEEP(p, v, count) (*(count) = (v)->n, \
	keep(p, (v)->items, (v)->n * sizeof(*(v)->items)))

static bool
start_counts(const struct gathered *g)
{
	size_t i;

	for (i = 0; i < g->rules.n; i++)
		if (g->rules.items[i].until >= g->r->start)
			return true;
	return g->rules.n == 0;
}

static void
keep_all(struct gathered *g)
{
	struct recurrence_date start = { g->p->ev->start, RECURRENCE_NO_END };
	struct recurrence *r = g->r;

	if (start_counts(g))
		*VEC_ADD(&g->dates) = start;
	UNITE(&g->dates, by_date);
	UNITE(&g->exdates, by_number);
	UNITE(&g->exdays, by_number);
	r->rules = KEEP(g->p, &g->rules, &r->n_rules);
	r->exrules = KEEP(g->p, &g->exrules, &r->n_exrules);
	r->dates = KEEP(g->p, &g->dates, &r->n_dates);
	r->exdates = KEEP(g->p, &g->exdates, &r->n_exdates);
	r->exdays = KEEP(g->p, &g->exdays, &r->n_exdays);
}

/* Whether an EXDATE takes the only time of an event that does not repeat. */
static bool
is_taken_out(const struct gathered *g)
{
	const struct recurrence_exdate *at = g->exdates.items;
	const struct recurrence_exdate *day = g->exdays.items;
	size_t i;

	for (i = 0; i < g->exdates.n; i++)
		if (at[i].at == g->p->ev->start)
			return true;
	for (i = 0; i < g->exdays.n; i++)
		if (day[i].at == g->r->start / DAY)
			return true;
	if (g->exdates.n + g->exdays.n)
		parser_warn(g->p, "no-such-occurrence", PARSER_EXDATE, "the "
		    "event does not repeat, and it takes nothing out");
	return false;
}

static int
read_lines(struct gathered *g)
{
	const struct parser_lines *lines = &g->p->lines;
	const struct parser_line *l = lines->items;
	size_t i;
	int pass;

	/* EXDATE last: it is read by the rules and dates. */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < lines->n; i++)
			if ((l[i].prop == PARSER_EXDATE) == (pass == 1) &&
			    read_line(g, &l[i]) == -1)
				return -1;
	warn_days(g);
	if (g->rules.n || g->dates.n || is_taken_out(g)) {
		keep_all(g);
		g->p->ev->recurrence = g->r;
	}
	return 0;
}

static uint64_t
add_line(struct parser *p, uint64_t digest, struct slice raw)
{
	parser_load(p, raw);
	return hash_join(digest, hash_bytes(str_slice(&p->line)));
}

/* Not what is taken out: that changes while the series stays the same. */
static uint64_t
pattern_of(struct parser *p)
{
	uint64_t digest = add_line(p, 0, p->found[PARSER_DTSTART].raw);
	const struct parser_line *l;
	size_t i;

	for (i = 0; i < p->lines.n; i++) {
		l = &p->lines.items[i];
		if (l->prop == PARSER_RRULE || l->prop == PARSER_RDATE)
			digest = add_line(p, digest, l->raw);
	}
	return digest | 1;
}

static void
warn_in_override(struct parser *p)
{
	const struct parser_line *l = p->lines.items;

	parser_at(p, l);
	parser_warn(p, "rule-in-override", l->prop, "it stands in an override, "
	    "which is one occurrence, and is left out");
}

int
recurrence_read(struct parser *p)
{
	struct gathered g = { .p = p };
	int rc;

	if (!p->lines.n)
		return 0;
	/* Of an override they would be another set; nobody means that. */
	if (p->ev->recurrence_id) {
		warn_in_override(p);
		return 0;
	}
	g.r = ARENA_NEW(p->arena, struct recurrence);
	/* Not from the instant: in the gap of a zone that is another time. */
	g.r->start = clock_from_civil(&p->start);
	rc = read_lines(&g);
	p->ev->pattern = pattern_of(p);
	VEC_FREE(&g.rules);
	VEC_FREE(&g.exrules);
	VEC_FREE(&g.dates);
	VEC_FREE(&g.exdates);
	VEC_FREE(&g.exdays);
	return rc;
}
