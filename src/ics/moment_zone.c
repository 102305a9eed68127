/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "ics/calendar.h"
#include "ics/date.h"
#include "ics/moment_zone.h"
#include "ics/zone_system.h"

#define OFFSET_TEXT 16	/* "+08:05:43" */

static const struct zone_table *
zones_of(const struct parser *p)
{
	return p->ctx->calendar ? p->ctx->calendar->zones : NULL;
}

const struct zone *
moment_zone_of_days(const struct parser *p, const char **name)
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
	if (!zone_table_unsigned(zones_of(p), name))
		return;
	name = parser_shown(name);
	parser_warn(p, "unsigned-offset", prop, "an offset of the time zone "
	    "'%.*s' has no sign; it is read as east of Greenwich, as +08:00",
	    (int)name.n, name.p);
}

/* Names as Windows shows them, in a language that is not known here. */
static void
warn_offset_only(struct parser *p, enum parser_prop prop, struct slice name)
{
	if (!zone_table_offset_only(zones_of(p), name))
		return;
	name = parser_shown(name);
	parser_warn(p, "offset-only", prop, "only the offset of the time zone "
	    "'%.*s' is known, so it is read without summer time; use an IANA "
	    "name such as Europe/Berlin, or set tzalias", (int)name.n,
	    name.p);
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

	*z = moment_zone_of_days(p, &name);
	if (*z && named) {
		warn_unsigned(p, prop, slice_str(name));
		warn_offset_only(p, prop, slice_str(name));
	}
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

/* "+08:00", of a local time and the instant that a zone gives for it. */
static void
write_offset(char buf[OFFSET_TEXT], const struct civil *local, int64_t at)
{
	int64_t offset = clock_from_civil(local) - at;
	int64_t n = offset < 0 ? -offset : offset;

	snprintf(buf, OFFSET_TEXT, n % 60 ? "%c%02d:%02d:%02d" :
	    "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(n / 3600),
	    (int)(n / 60 % 60), (int)(n % 60));
}

/*
 * Old rules (Moscow, Sao Paulo, New York before 2007), or a generator's
 * mistake.  RFC 5545, 3.2.19, would have the VTIMEZONE count, and programs
 * differ: IANA's zone is what people mean by its name.
 */
static void
warn_differs(struct parser *p, enum parser_prop prop, struct slice tzid,
    const struct date *d)
{
	char own[OFFSET_TEXT], known[OFFSET_TEXT];
	int64_t at;

	if (prop != PARSER_DTSTART ||
	    !zone_table_differs(zones_of(p), tzid, &d->local, &at))
		return;
	write_offset(own, &d->local, at);
	write_offset(known, &d->local, zone_to_utc(zone_find(tzid),
	    &d->local));
	tzid = parser_shown(tzid);
	parser_warn(p, "other-offset", prop, "the calendar's VTIMEZONE "
	    "'%.*s' has the offset %s at this time, but IANA's zone of that "
	    "name has %s, which counts; correct the VTIMEZONE, or set tzalias",
	    (int)tzid.n, tzid.p, own, known);
}

/* RFC 5545, 3.2: a parameter stands once. */
static void
warn_second(struct parser *p, enum parser_prop prop, struct slice tzid)
{
	struct slice params = p->parts.params, other;

	params = slice_from(params, (size_t)(tzid.p + tzid.n - params.p));
	while (params.n && params.p[0] != ';')
		params = slice_from(params, 1);
	if (!event_param(params, "TZID", &other) || slice_eq(other, tzid))
		return;
	tzid = parser_shown(tzid);
	other = parser_shown(other);
	parser_warn(p, "two-tzids", prop, "it has two TZIDs, '%.*s' and "
	    "'%.*s'; the first counts", (int)tzid.n, tzid.p, (int)other.n,
	    other.p);
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
			z = zone_table_find(zones_of(p), tzid);
	}
	parser_have(p, PARSER_DTSTART);
	parser_split_time(p);
	if (z)
		parser_warn(p, "zone-of-end", PARSER_DTSTART, "it has no time "
		    "zone, but DTEND has; both are read in %s", zone_name(z));
	return z;
}

/*
 * Generators that define a zone and forget the TZID mean that one.  RFC 5545,
 * 3.3.5, has such a time float all the same.
 */
static void
warn_unused(struct parser *p, enum parser_prop prop, const struct date *d,
    const struct zone *z)
{
	const struct parse_calendar *c = p->ctx->calendar;
	const struct zone *defined;
	const char *only;
	struct slice v;

	if (!d->timed || !c || c->timezone || p->ctx->timezone)
		return;
	only = zone_table_only(c->zones);
	defined = only ? zone_table_find(c->zones, slice_str(only)) : NULL;
	if (!defined || zone_to_utc(defined, &d->local) ==
	    zone_to_utc(z, &d->local))
		return;
	v = parser_shown(slice_str(only));
	parser_warn(p, "unused-timezone", prop, "it has no time zone, though "
	    "the calendar has a VTIMEZONE '%.*s'; it is read in the system's, "
	    "%s. Set timezone", (int)v.n, v.p, zone_name(z));
}

int
moment_zone_of(struct parser *p, enum parser_prop prop, const struct date *d,
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
	if (!has_tzid) {
		if (floating_zone(p, prop, z) == -1)
			return -1;
		warn_unused(p, prop, d, *z);
		return 0;
	}
	zones = zones_of(p);
	*z = zone_table_find(zones, tzid);
	if (!*z)
		return unknown_zone(p, prop, tzid, zone_table_broken(zones,
		    tzid));
	warn_doubled(p, prop, tzid);
	warn_differs(p, prop, tzid, d);
	warn_second(p, prop, tzid);
	warn_unsigned(p, prop, tzid);
	warn_offset_only(p, prop, tzid);
	return 0;
}
