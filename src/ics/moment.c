/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "ics/date.h"
#include "ics/moment.h"
#include "ics/zone_system.h"
#include "ics/zone_table.h"

/*
 * The zone of floating times and of dates, and what it is called; the
 * configured one counts.  NULL when it is not known.
 */
static const struct zone *
zone_of_days(const struct parser *p, const char **name)
{
	const struct parse_context *c = p->ctx;

	*name = c->timezone;
	if (*name)
		return zone_find(slice_str(*name));
	*name = c->calendar ? c->calendar->timezone : NULL;
	if (*name)
		return zone_table_find(c->calendar->zones, slice_str(*name));
	*name = zone_system_name();
	return zone_system();
}

/* RFC 5545, 3.3.14: an offset has a sign. */
static void
warn_unsigned(struct parser *p, enum parser_prop prop, struct slice name)
{
	if (!zone_table_unsigned(p->ctx->calendar ? p->ctx->calendar->zones
	    : NULL, name))
		return;
	name = parser_shown(name);
	parser_warn(p, "unsigned-offset", prop, "an offset of the time zone "
	    "'%.*s' has no sign; it is read as east of Greenwich, as +08:00",
	    (int)name.n, name.p);
}

static void
warn_other(struct parser *p, enum parser_prop prop)
{
	const struct parse_calendar *c = p->ctx->calendar;
	struct slice one = parser_shown(slice_str(c->timezone));
	struct slice other = parser_shown(slice_str(c->other_timezone
	    ? c->other_timezone : ""));

	if (other.n)
		parser_warn(p, "two-timezones", prop, "it has no time zone, "
		    "and the calendar has two for such times: %s '%.*s', which "
		    "counts, and %s '%.*s'; remove one of them, or set "
		    "timezone", c->timezone_from, (int)one.n, one.p,
		    c->other_from, (int)other.n, other.p);
}

static int
floating_zone(struct parser *p, enum parser_prop prop, const struct zone **z)
{
	const struct parse_context *c = p->ctx;
	bool named = c->timezone || (c->calendar && c->calendar->timezone);
	const char *name;
	struct slice v;

	*z = zone_of_days(p, &name);
	if (*z && named)
		warn_unsigned(p, prop, slice_str(name));
	if (*z && named && !c->timezone)
		warn_other(p, prop);
	if (*z)
		return 0;
	v = parser_shown(slice_str(name));
	return parser_fault(p, "unknown-timezone", prop, "%s '%.*s' is not a "
	    "known time zone; %s",
	    c->timezone ? _("the configured timezone") :
	    named ? c->calendar->timezone_from :
	    _("the system's time zone"), (int)v.n, v.p,
	    !zone_database() ? _("install tzdata") :
	    named ? _("use an IANA name such as Asia/Shanghai") :
	    _("install tzdata, or set timezone"));
}

/* RFC 5545, 3.2.19: a time in UTC has no TZID. */
static void
warn_utc(struct parser *p, enum parser_prop prop, struct slice tzid)
{
	if (zone_find(tzid) == zone_find(SLICE("UTC")))
		return;
	tzid = parser_shown(tzid);
	parser_warn(p, "utc-with-tzid", prop, "it ends with Z, so it is read "
	    "as UTC and not as a time in '%.*s'; remove one of the two",
	    (int)tzid.n, tzid.p);
}

static void
warn_doubled(struct parser *p, enum parser_prop prop, struct slice tzid)
{
	if (!p->ctx->calendar || !zone_table_doubled(p->ctx->calendar->zones,
	    tzid))
		return;
	tzid = parser_shown(tzid);
	parser_warn(p, "duplicate-timezone", prop, "there are two VTIMEZONEs "
	    "'%.*s' that differ; the first counts", (int)tzid.n, tzid.p);
}

static int
unknown_zone(struct parser *p, enum parser_prop prop, struct slice tzid,
    bool broken)
{
	tzid = parser_shown(tzid);
	return parser_fault(p, "unknown-timezone", prop, "TZID '%.*s' is not "
	    "a known time zone%s; %s, or set tzalias", (int)tzid.n, tzid.p,
	    broken ? _(", and its VTIMEZONE has no offsets or rules that can "
	    "be used") : "", zone_database() ? _("use an IANA name such as "
	    "Asia/Shanghai") : _("install tzdata"));
}

/*
 * DTEND is in the zone of DTSTART (RFC 5545, 3.8.2.2), so where it alone has
 * one, that is both's.  DTSTART is the line at hand again afterwards.
 */
static const struct zone *
zone_of_end(struct parser *p)
{
	const struct zone *z = NULL;
	struct slice tzid;
	struct date d;

	if (!parser_has(p, PARSER_DTEND))
		return NULL;
	if (parser_have(p, PARSER_DTEND)) {
		parser_split_time(p);
		if (!date_parse(p->parts.value, &d) || !d.timed)
			z = NULL;
		else if (d.utc)
			z = zone_find(SLICE("UTC"));
		else if (event_param(p->parts.params, "TZID", &tzid))
			z = zone_table_find(p->ctx->calendar
			    ? p->ctx->calendar->zones : NULL, tzid);
	}
	parser_have(p, PARSER_DTSTART);
	parser_split_time(p);
	if (z)
		parser_warn(p, "zone-of-end", PARSER_DTSTART, "it has no time "
		    "zone, but DTEND has; both are read in %s", zone_name(z));
	return z;
}

static int
zone_of(struct parser *p, enum parser_prop prop, const struct date *d,
    const struct zone **z)
{
	const struct zone_table *zones;
	struct slice tzid;
	bool has_tzid = d->timed &&
	    event_param(p->parts.params, "TZID", &tzid);

	if (d->timed && d->utc) {
		*z = zone_find(SLICE("UTC"));
		if (has_tzid)
			warn_utc(p, prop, tzid);
		return 0;
	}
	/* RFC 5545, 3.2.19: TZID has no meaning on a DATE. */
	if (!has_tzid && prop != PARSER_DTSTART && p->ev->zone) {
		*z = p->ev->zone;
		return 0;
	}
	*z = !has_tzid && prop == PARSER_DTSTART && d->timed
	    ? zone_of_end(p) : NULL;
	if (*z)
		return 0;
	if (!has_tzid)
		return floating_zone(p, prop, z);
	zones = p->ctx->calendar ? p->ctx->calendar->zones : NULL;
	*z = zone_table_find(zones, tzid);
	if (!*z)
		return unknown_zone(p, prop, tzid, zone_table_broken(zones,
		    tzid));
	warn_doubled(p, prop, tzid);
	warn_unsigned(p, prop, tzid);
	return 0;
}

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
	if (zone_of(p, prop, &m->date, &m->zone) == -1)
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
		    "stand as RFC 5545 has them not; it is read as %jd days "
		    "and %jd seconds", (intmax_t)d.days, (intmax_t)d.seconds);
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
		z = ev->utc ? zone_of_days(p, &name) : NULL;
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
	ev->floating = !ev->utc && (ev->all_day ||
	    !event_param(p->parts.params, "TZID", &(struct slice){ 0 }));
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
	struct slice range;
	struct moment m;

	if (!parser_has(p, PARSER_RECURRENCE_ID))
		return 0;
	if (read_moment(p, PARSER_RECURRENCE_ID, &m) == -1)
		return -1;
	p->ev->recurrence_at = m.at;
	p->ev->range_future = event_param(p->parts.params, "RANGE", &range) &&
	    slice_ieq(range, SLICE("THISANDFUTURE"));
	c = &m.date.local;
	p->ev->recurrence_id = m.date.timed
	    ? arena_str(p->arena, clock_ical(m.at, buf))
	    : arena_printf(p->arena, "%04d%02d%02d", c->year, c->month,
	    c->day);
	return 0;
}
