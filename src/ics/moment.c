/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "ics/date.h"
#include "ics/expand.h"
#include "ics/moment.h"
#include "ics/moment_zone.h"

static void
warn_loose(struct parser *p, enum parser_prop prop, struct slice text,
    const struct date *d)
{
	const struct civil *c = &d->local;
	char read[48];

	snprintf(read, sizeof(read), d->timed ? "%04d%02d%02dT%02d%02d%02d%s" :
	    "%04d%02d%02d", c->year, c->month, c->day, c->hour, c->minute,
	    c->second, d->utc ? "Z" : "");
	text = parser_shown(text);
	parser_warn(p, "odd-date", prop, "'%.*s' is no form of RFC 5545; it "
	    "is read as %s", (int)text.n, text.p, read);
}

/*
 * VALUE=DATE in front of a midnight: many write a day so.  Any other time
 * counts, and what VALUE says does not.
 */
static void
take_value(struct parser *p, enum parser_prop prop, struct date *d)
{
	const struct civil *c = &d->local;
	struct slice value;
	bool midnight = !c->hour && !c->minute && !c->second;

	if (!d->timed || !event_param(p->parts.params, "VALUE", &value) ||
	    !slice_ieq(slice_trim(value), SLICE("DATE")))
		return;
	if (midnight)
		d->timed = d->utc = false;
	parser_warn(p, "odd-value", prop, midnight ? N_("VALUE is DATE, but "
	    "there is a time; midnight is read as the day") : N_("VALUE is "
	    "DATE, but there is a time, which counts"));
}

int
moment_read(struct parser *p, enum parser_prop prop, struct slice text,
    struct moment *m)
{
	struct slice v;

	if (!date_parse(text, &m->date)) {
		if (!date_parse_loose(text, &m->date)) {
			v = parser_shown(text);
			return parser_fault(p, "bad-date", prop, "'%.*s' is "
			    "no date or time that exists from the year %d to "
			    "%d; correct it", (int)v.n, v.p, DATE_YEAR_MIN,
			    DATE_YEAR_MAX);
		}
		warn_loose(p, prop, text, &m->date);
	}
	take_value(p, prop, &m->date);
	if (moment_zone_of(p, prop, &m->date,
	    &m->zone) == -1)
		return -1;
	m->at = zone_to_utc(m->zone, &m->date.local);
	return 0;
}

static int
read_moment(struct parser *p, enum parser_prop prop, struct moment *m)
{
	if (parser_whole(p, prop) == -1)
		return -1;
	parser_split_time(p);
	parser_tell_blanks(p, prop);
	return moment_read(p, prop, p->parts.value, m);
}

/* Days are added on the calendar, so that a change of offset is no shift. */
static int64_t
days_later(const struct moment *m, int64_t days)
{
	struct civil local = m->date.local;

	local.day += (int)days;
	return zone_to_utc(m->zone, &local);
}

static int
end_by_duration(struct parser *p, const struct moment *start)
{
	struct date_duration d;
	struct slice v;

	if (parser_whole(p, PARSER_DURATION) == -1)
		return -1;
	if (!date_duration(p->parts.value, &d) || d.days < 0 ||
	    d.seconds < 0) {
		v = parser_shown(p->parts.value);
		return parser_fault(p, "bad-duration", PARSER_DURATION,
		    "'%.*s' is no length of time from 0 to ten years, such "
		    "as PT1H30M; correct it", (int)v.n, v.p);
	}
	if (d.odd)
		parser_warn(p, "odd-duration", PARSER_DURATION, "its parts "
		    "stand as RFC 5545 has them not; it is read as P%jdDT%jdS",
		    (intmax_t)d.days, (intmax_t)d.seconds);
	p->ev->days = d.days;
	p->ev->seconds = d.seconds;
	p->ev->end = days_later(start, d.days) + d.seconds;
	return 0;
}

/* RFC 5545, 3.8.5.3: DTEND gives an exact length, but for a DATE days. */
static int
end_by_dtend(struct parser *p, const struct moment *start)
{
	struct event *ev = p->ev;
	struct moment m;

	if (read_moment(p, PARSER_DTEND, &m) == -1)
		return -1;
	ev->end = m.at;
	if (m.date.timed != start->date.timed)
		parser_warn(p, "two-kinds", PARSER_DTEND, m.date.timed ?
		    N_("it has a time, and DTSTART is a day; the event begins "
		    "with that day") : N_("it is a day, and DTSTART has a "
		    "time; the event ends when that day begins"));
	if (ev->end < ev->start)
		return parser_fault(p, "bad-end", PARSER_DTEND, "the event "
		    "ends before it starts; correct DTSTART or DTEND");
	if (ev->all_day && !m.date.timed)
		ev->days = (clock_from_civil(&m.date.local) -
		    clock_from_civil(&start->date.local)) / 86400;
	else
		ev->seconds = ev->end - ev->start;
	return 0;
}

static int
read_end(struct parser *p, const struct moment *start)
{
	struct event *ev = p->ev;

	if (parser_has(p, PARSER_DTEND)) {
		if (end_by_dtend(p, start) == -1)
			return -1;
		if (parser_has(p, PARSER_DURATION))
			parser_warn(p, "two-ends", PARSER_DURATION, "the "
			    "event has a DTEND, too, and that counts; remove "
			    "one of the two");
	} else if (parser_has(p, PARSER_DURATION)) {
		if (end_by_duration(p, start) == -1)
			return -1;
	} else if (!ev->all_day) {
		ev->seconds = p->ctx->default_duration;
		ev->end = ev->start + ev->seconds;
	}
	/* A day that ends when it begins is a common slip for one day. */
	if (ev->all_day && ev->end <= ev->start) {
		ev->days = 1;
		ev->end = days_later(start, 1);
	}
	return 0;
}

/* Words of Outlook, Hotmail and Funambol for an all-day event. */
static bool
says_all_day(const struct parser *p)
{
	return parser_says(p, "X-MICROSOFT-CDO-ALLDAYEVENT",
	    SLICE("TRUE")) || parser_says(p,
	    "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", SLICE("TRUE")) ||
	    parser_says(p, "X-FUNAMBOL-ALLDAY", SLICE("TRUE")) ||
	    parser_says(p, "X-FUNAMBOL-ALLDAY", SLICE("1"));
}

/*
 * Make it whole days of a zone: from a midnight to another, to the last
 * minute before one, or without an end.  False when it is none there.
 */
static bool
in_days(struct parser *p, const struct zone *z, struct civil *start)
{
	struct event *ev = p->ev;
	struct civil end = zone_to_local(z, ev->end);
	int64_t from, to;

	*start = zone_to_local(z, ev->start);
	from = clock_from_civil(start);
	to = clock_from_civil(&end) + 60;
	if (!parser_has(p, PARSER_DTEND) && !parser_has(p, PARSER_DURATION))
		to = from;
	if (from % 86400 || to % 86400 > 60)
		return false;
	ev->days = to >= from + 86400 ? (to - from) / 86400 : 1;
	ev->seconds = 0;
	return true;
}

/*
 * An event that says that it is all-day (MS-OXCICAL, 2.1.3.1.1.20.22) and
 * begins at midnight: where DTSTART is, or where days are, for Exchange
 * gives these times in UTC.
 */
static void
take_days(struct parser *p, const struct moment *start)
{
	struct event *ev = p->ev;
	const struct zone *z = start->zone;
	struct civil from;
	const char *name;

	if (ev->all_day || !says_all_day(p))
		return;
	if (!in_days(p, z, &from)) {
		z = ev->utc ? moment_zone_of_days(p, &name) : NULL;
		if (!z || !in_days(p, z, &from))
			return;
	}
	ev->all_day = true;
	ev->utc = false;
	ev->zone = z;
	ev->tzid = arena_str(p->arena, zone_name(z));
	p->start = from;
	from.day += (int)ev->days;
	ev->end = zone_to_utc(z, &from);
}

/* RFC 5545, 3.7.1: dates would be of another calendar. */
static void
warn_calscale(struct parser *p)
{
	const char *name = p->ctx->calendar ? p->ctx->calendar->calscale
	    : NULL;
	struct slice v = parser_shown(slice_str(name ? name : ""));

	if (v.n)
		parser_warn(p, "odd-calscale", PARSER_DTSTART, "the "
		    "calendar's CALSCALE is '%.*s'; its dates are read as "
		    "Gregorian ones all the same", (int)v.n, v.p);
}

bool
moment_looks_all_day(struct parser *p)
{
	struct slice value;
	size_t i;

	if (!parser_have(p, PARSER_DTSTART))
		return false;
	if (event_param(p->parts.params, "VALUE", &value))
		return slice_ieq(slice_trim(value), SLICE("DATE"));
	value = slice_trim(p->parts.value);
	for (i = 0; i < value.n && value.p[i] >= '0' && value.p[i] <= '9';)
		i++;
	return value.n == 8 && i == 8;
}

int
moment_times(struct parser *p)
{
	struct event *ev = p->ev;
	struct moment start;

	if (!parser_has(p, PARSER_DTSTART))
		return parser_fault(p, "no-start", PARSER_DTSTART, "the event "
		    "has no DTSTART; give it a start");
	if (read_moment(p, PARSER_DTSTART, &start) == -1)
		return -1;
	warn_calscale(p);
	ev->start = start.at;
	ev->all_day = !start.date.timed;
	ev->utc = start.date.timed && start.date.utc;
	ev->zone = start.zone;
	p->start = start.date.local;
	ev->tzid = arena_str(p->arena, zone_name(start.zone));
	ev->end = ev->start;
	if (read_end(p, &start) == -1)
		return -1;
	take_days(p, &start);
	return 0;
}

int
moment_recurrence_id(struct parser *p)
{
	const struct civil *c;
	char buf[CLOCK_TEXT];
	struct slice range, tzid;
	struct moment m;

	if (!parser_has(p, PARSER_RECURRENCE_ID))
		return 0;
	if (read_moment(p, PARSER_RECURRENCE_ID, &m) == -1)
		return -1;
	p->ev->recurrence_at = m.at;
	p->ev->recurrence_local = m.date.timed && !m.date.utc &&
	    !event_param(p->parts.params, "TZID", &tzid);
	p->ev->range_future = event_param(p->parts.params, "RANGE", &range) &&
	    slice_ieq(range, SLICE("THISANDFUTURE"));
	c = &m.date.local;
	p->ev->recurrence_id = m.date.timed
	    ? arena_str(p->arena, clock_ical(m.at, buf))
	    : arena_printf(p->arena, "%04d%02d%02d", c->year, c->month,
	    c->day);
	return 0;
}

/* --- when it is over in any case ----------------------------------------- */

/* No zone is further from UTC. */
#define ZONES_APART 86400
/* There may be very many such events. */
#define STEPS 2000

/* A local time as if it were in UTC; a day is over at its end. */
static int64_t
latest(const struct date *d)
{
	return clock_from_civil(&d->local) + (d->timed ? 0 : 86400);
}

static bool
read_time(struct parser *p, enum parser_prop prop, struct date *d)
{
	if (!parser_have(p, prop))
		return false;
	parser_split_time(p);
	return date_parse(p->parts.value, d);
}

/* From `at` to the event's end, -1 when that can't be read. */
static int64_t
length_from(struct parser *p, int64_t at)
{
	struct date_duration length;
	struct date end;

	if (parser_has(p, PARSER_DTEND)) {
		if (!read_time(p, PARSER_DTEND, &end))
			return -1;
		return latest(&end) > at ? latest(&end) - at : 0;
	}
	if (!parser_has(p, PARSER_DURATION))
		return p->ctx->default_duration;
	return parser_have(p, PARSER_DURATION) &&
	    date_duration(p->parts.value, &length) ?
	    length.days * 86400 + length.seconds : -1;
}

/* What comes last by the rule at hand; EVENT_ENDLESS: who knows. */
static int64_t
rule_last(struct parser *p, int64_t start)
{
	int64_t steps = STEPS, last;
	struct expand x;
	struct rule rule;
	const char *kind;
	struct err why;

	if (rule_parse(p->parts.value, &rule, &kind, &why) == -1)
		return EVENT_ENDLESS;
	if (rule.has_until)
		return latest(&rule.until_date);
	if (!rule.count)
		return EVENT_ENDLESS;
	rule_complete(&rule, start, p->ev->all_day);
	expand_init(&x, &rule, start, &steps);
	last = expand_last(&x);
	return steps < 0 ? EVENT_ENDLESS : last;
}

/* The last start that a set's lines can give. */
static int64_t
last_start(struct parser *p, int64_t start)
{
	const struct parser_line *l = p->lines.items;
	int64_t last = start, at;
	size_t i;

	for (i = 0; i < p->lines.n; i++) {
		if (l[i].prop == PARSER_EXDATE || l[i].prop == PARSER_EXRULE)
			continue;
		if (l[i].prop != PARSER_RRULE || !parser_load(p, l[i].raw))
			return EVENT_ENDLESS;
		at = rule_last(p, start);
		last = at > last ? at : last;
	}
	return last;
}

int64_t
moment_over_by(struct parser *p)
{
	int64_t at, length, last;
	struct date start;

	if (!read_time(p, PARSER_DTSTART, &start))
		return 0;
	at = clock_from_civil(&start.local);
	length = length_from(p, at);
	last = last_start(p, at);
	return length < 0 || last == EVENT_ENDLESS ? 0
	    : last + length + ZONES_APART + (start.timed ? 0 : 86400);
}
