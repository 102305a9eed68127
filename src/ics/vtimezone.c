/* SPDX-License-Identifier: MIT */
#include <libical/ical.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/vec.h"
#include "ics/date.h"
#include "ics/limits.h"
#include "ics/line.h"
#include "ics/rule.h"
#include "ics/vtimezone.h"
#include "ics/zone_store.h"

/* What an observance says; a property that stands twice spoils it. */
enum prop {
	DTSTART, TZOFFSETFROM, TZOFFSETTO, RRULE, PROPS,
};

static const char *const names[] = {
	[DTSTART] = "DTSTART",
	[TZOFFSETFROM] = "TZOFFSETFROM",
	[TZOFFSETTO] = "TZOFFSETTO",
	[RRULE] = "RRULE",
};

struct zone_reader {
	struct slice found[PROPS];	/* raw lines of the open observance */
	struct raw_lines VEC(struct slice) dates;	/* its RDATEs */
	bool open, bad;
	struct str line;
	struct line_parts parts;	/* of the line at hand */
	struct str text;	/* what libical gets */
	int64_t n;		/* changes so far; 0: no observance */
	int32_t offset;		/* of the first observance */
	bool fixed;		/* and of all others */
	bool undated;		/* one has no DTSTART in local time */
	bool guessed;		/* an offset has no sign */
	int64_t since;		/* the first DTSTART, local */
};

static bool
load(struct zone_reader *r, struct slice raw)
{
	return line_read(&r->line, raw, &r->parts) && raw.n && !r->line.over;
}

/* A UTC-OFFSET (RFC 5545, 3.3.14), here also "+08:00", "+08" and "0800". */
static bool
read_offset(struct zone_reader *r, enum prop prop, int32_t *out)
{
	static const int units[] = { 3600, 60, 1 };
	static const int max[] = { 23, 59, 59 };
	struct slice v;
	int64_t n, sum = 0;
	bool has_sign;
	int sign, i;

	if (!load(r, r->found[prop]))
		return false;
	v = slice_trim(r->parts.value);
	has_sign = v.n && (v.p[0] == '+' || v.p[0] == '-');
	sign = has_sign && v.p[0] == '-' ? -1 : 1;
	v = slice_from(v, has_sign);
	r->guessed |= !has_sign;
	for (i = 0; i < 3 && (v.n || i < 1); i++) {
		if (i && slice_starts(v, SLICE(":")))
			v = slice_from(v, 1);
		if (v.n < 2 || v.p[0] == '-' ||
		    !num_parse(slice_of(v.p, 2), 0, max[i], &n))
			return false;
		sum += n * units[i];
		v = slice_from(v, 2);
	}
	*out = (int32_t)sum * sign;
	return !v.n;
}

static void
write_offset(struct zone_reader *r, const char *name, int32_t offset)
{
	int32_t n = offset < 0 ? -offset : offset;

	str_addf(&r->text, "%s:%c%02d%02d", name, offset < 0 ? '-' : '+',
	    n / 3600, n / 60 % 60);
	if (n % 60)
		str_addf(&r->text, "%02d", n % 60);
	str_adds(&r->text, "\r\n");
}

static void
write_date(struct zone_reader *r, const char *name, const struct date *d)
{
	const struct civil *c = &d->local;

	str_addf(&r->text, "%s%04d%02d%02dT%02d%02d%02d%s", name, c->year,
	    c->month, c->day, c->hour, c->minute, c->second,
	    d->utc ? "Z" : "");
}

/* Each RDATE; a date has the time of day of DTSTART. */
static bool
write_dates(struct zone_reader *r, const struct date *start)
{
	struct slice list = r->parts.value, word;
	struct date d;

	while (slice_word(&list, ",", &word)) {
		if (!date_parse_any(word, &d) || !d.local.year ||
		    ++r->n > ZONE_CHANGES_MAX)
			return false;
		if (!d.timed) {
			d.local.hour = start->local.hour;
			d.local.minute = start->local.minute;
			d.local.second = start->local.second;
		}
		write_date(r, "RDATE:", &d);
		str_adds(&r->text, "\r\n");
	}
	return true;
}

static int
size_of(const struct rule_set *s)
{
	int i, n = 0;

	for (i = 0; i < RULE_SET_WORDS; i++)
		n += __builtin_popcountll(s->front[i]) +
		    __builtin_popcountll(s->back[i]);
	return n;
}

/* A part below a day may say again what DTSTART says. */
static bool
repeats(const struct rule_set *s, int value)
{
	return !s->any || (size_of(s) == 1 && rule_in(s, value, -1));
}

/* The one day of BYDAY as "2SU", "-1SU" or "SU"; false when it is another. */
static bool
write_byday(struct str *out, const struct rule *r)
{
	static const char *const days[] = {
		"MO", "TU", "WE", "TH", "FR", "SA", "SU",
	};
	int d, n, found = 0;

	for (d = 0; d < 7; d++) {
		if (r->week_days >> d & 1 && ++found && r->month_days.any)
			str_addf(out, ";BYDAY=%s", days[d]);
		for (n = 1; n <= 53; n++) {
			if (r->nth[d].front >> n & 1 && ++found && n <= 5)
				str_addf(out, ";BYDAY=%d%s", n, days[d]);
			if (r->nth[d].back >> n & 1 && ++found && n <= 5)
				str_addf(out, ";BYDAY=-%d%s", n, days[d]);
		}
	}
	return found == 1 && slice_ihas(str_slice(out), SLICE("BYDAY"));
}

/* What libical may run; the days are counted in months of days 1 to 31. */
static bool
write_days(struct str *out, const struct rule *r)
{
	int n, months = size_of(&r->months), days = size_of(&r->month_days);

	if (months > 1 || (!months && (r->by_day || days)) ||
	    (!r->by_day && days > 1))
		return false;
	for (n = 1; n <= 12; n++)
		if (rule_in(&r->months, n, -1))
			str_addf(out, ";BYMONTH=%d", n);
	if (r->by_day && !write_byday(out, r))
		return false;
	for (n = 1; n <= 31; n++) {
		if (rule_in(&r->month_days, n, -1))
			str_addf(out, "%s%d", days ? ";BYMONTHDAY=" : ",", n);
		else if (rule_in(&r->month_days, -1, n))
			return false;
		else
			continue;
		days = 0;
	}
	return true;
}

static bool
write_rule(struct zone_reader *r, const struct date *start)
{
	const struct civil *c = &start->local;
	struct date until;
	const char *kind;
	struct rule rule;
	struct err e;

	if (!load(r, r->found[RRULE]) ||
	    rule_parse(r->parts.value, &rule, &kind, &e) == -1 ||
	    rule.freq != RULE_YEARLY || rule.interval != 1 ||
	    rule.weeks.any || rule.year_days.any || rule.positions.any ||
	    !repeats(&rule.hours, c->hour) ||
	    !repeats(&rule.minutes, c->minute) ||
	    !repeats(&rule.seconds, c->second))
		return false;
	str_adds(&r->text, "RRULE:FREQ=YEARLY");
	until = rule.until_date;
	if (rule.has_until && !until.timed)
		until.local.hour = 23, until.local.minute = 59;
	if (rule.has_until)
		write_date(r, ";UNTIL=", &until);
	if (rule.count)
		str_addf(&r->text, ";COUNT=%d", (int)rule.count);
	r->n += (rule.has_until ? until.local.year : DATE_YEAR_MAX) - c->year;
	if (!write_days(&r->text, &rule) || r->n > ZONE_CHANGES_MAX)
		return false;
	str_adds(&r->text, "\r\n");
	return true;
}

/* The offsets, and whether the zone has others. */
static bool
read_offsets(struct zone_reader *r, int32_t *from, int32_t *to)
{
	if (!read_offset(r, TZOFFSETTO, to))
		return false;
	*from = *to;
	if (r->found[TZOFFSETFROM].n && !read_offset(r, TZOFFSETFROM, from))
		return false;
	if (!r->n)
		r->offset = *to;
	r->fixed = (!r->n || r->fixed) && *from == r->offset &&
	    *to == r->offset;
	return ++r->n <= ZONE_CHANGES_MAX;
}

static bool
write_observance(struct zone_reader *r)
{
	struct date start = { 0 };
	int32_t from, to;
	int64_t at;
	size_t i;

	if (!read_offsets(r, &from, &to))
		return false;
	if (r->found[DTSTART].n && (!load(r, r->found[DTSTART]) ||
	    !date_parse_any(r->parts.value, &start) || !start.local.year))
		return false;
	if (start.utc || !r->found[DTSTART].n) {
		r->undated = true;
		r->since = INT64_MIN;
		return true;
	}
	at = clock_from_civil(&start.local);
	if (at < r->since)
		r->since = at;
	str_adds(&r->text, "BEGIN:STANDARD\r\n");
	write_date(r, "DTSTART:", &start);
	str_adds(&r->text, "\r\n");
	write_offset(r, "TZOFFSETFROM", from);
	write_offset(r, "TZOFFSETTO", to);
	if (r->found[RRULE].n && !write_rule(r, &start))
		return false;
	for (i = 0; i < r->dates.n; i++)
		if (!load(r, r->dates.items[i]) || !write_dates(r, &start))
			return false;
	str_adds(&r->text, "END:STANDARD\r\n");
	return true;
}

static void
begin(struct zone_reader *r, const struct line_walk *w)
{
	struct slice name;

	if (!load(r, w->raw) || w->open > ICS_DEPTH_MAX) {
		r->bad = true;
		return;
	}
	name = slice_trim(r->parts.value);
	if (w->depth != 1 || (!slice_ieq(name, SLICE("STANDARD")) &&
	    !slice_ieq(name, SLICE("DAYLIGHT"))))
		return;
	r->open = true;
	memset(r->found, 0, sizeof(r->found));
	r->dates.n = 0;
}

/* A property of the open observance. */
static void
take(struct zone_reader *r, const char *name, struct slice raw)
{
	int i;

	for (i = 0; i < PROPS; i++) {
		if (strcmp(name, names[i]) != 0)
			continue;
		r->bad = r->found[i].n > 0;
		r->found[i] = raw;
	}
	if (strcmp(name, "RDATE") == 0)
		*VEC_ADD(&r->dates) = raw;
	if (strcmp(name, "EXDATE") == 0 || strcmp(name, "EXRULE") == 0)
		r->bad = true;
}

static void
read_lines(struct zone_reader *r, struct slice bytes)
{
	struct line_walk w = { .rest = bytes };

	str_adds(&r->text, "BEGIN:VTIMEZONE\r\nTZID:x\r\n");
	while (!r->bad && line_walk(&w)) {
		if (w.begins) {
			begin(r, &w);
		} else if (w.ends && w.depth == 1 && r->open) {
			r->open = false;
			r->bad = !write_observance(r);
		} else if (r->open && w.depth == 2) {
			take(r, w.name, w.raw);
		}
	}
	str_adds(&r->text, "END:VTIMEZONE\r\n");
}

static icaltimezone *
load_rules(const char *text)
{
	icalcomponent *c;
	icaltimezone *z;

	icalerror_set_errors_are_fatal(0);
	c = icalcomponent_new_from_string(text);
	z = icaltimezone_new();
	if (c && z && icaltimezone_set_component(z, c))
		return z;
	if (c)
		icalcomponent_free(c);
	if (z)
		icaltimezone_free(z, 1);
	return NULL;
}

static const struct zone *
make(const struct zone_reader *r, struct slice bytes, const char *tzid)
{
	icaltimezone *rules = NULL;
	struct zone *z;

	if (r->bad || !r->n || (r->undated && !r->fixed) ||
	    zone_count() >= ZONE_OWN_MAX)
		return NULL;
	if (!r->fixed && !(rules = load_rules(str_text(&r->text))))
		return NULL;
	z = zone_add_own(slice_str(tzid), bytes);
	z->rules = rules;
	z->offset = r->offset;
	z->guessed = r->guessed;
	z->since = r->since;
	return z;
}

const struct zone *
vtimezone_zone(struct slice bytes, const char *tzid)
{
	struct zone_reader r = { .line = { .max = ICS_VALUE_MAX },
		.since = INT64_MAX };
	const struct zone *z = zone_by_source(bytes);

	if (z)
		return z;
	read_lines(&r, bytes);
	z = make(&r, bytes, tzid);
	VEC_FREE(&r.dates);
	str_free(&r.line);
	str_free(&r.text);
	return z;
}

/* A zone of one offset, which libical has no component for. */
static void
write_fixed(struct str *out, int32_t offset, const char *tzid)
{
	struct zone_reader r = { 0 };

	str_adds(&r.text, "BEGIN:VTIMEZONE\r\nTZID:");
	line_escape(&r.text, slice_str(tzid));
	str_adds(&r.text, "\r\nBEGIN:STANDARD\r\n"
	    "DTSTART:19700101T000000\r\n");
	write_offset(&r, "TZOFFSETFROM", offset);
	write_offset(&r, "TZOFFSETTO", offset);
	str_adds(&r.text, "END:STANDARD\r\nEND:VTIMEZONE\r\n");
	str_add(out, str_slice(&r.text));
	str_free(&r.text);
}

bool
vtimezone_write(struct str *out, const struct zone *z, const char *tzid,
    int64_t from)
{
	icalcomponent *c;
	icalproperty *p;
	char buf[CLOCK_TEXT], *text;

	if (z->source.p || z->offset_at)
		return false;
	if (!z->rules) {
		write_fixed(out, z->offset, tzid);
		return true;
	}
	c = icalcomponent_new_clone(icaltimezone_get_component(z->rules));
	p = icalcomponent_get_first_property(c, ICAL_TZID_PROPERTY);
	icalproperty_set_tzid(p, tzid);
	icaltimezone_truncate_vtimezone(c,
	    icaltime_from_string(clock_ical(from, buf)),
	    icaltime_null_time(), 0);
	text = icalcomponent_as_ical_string_r(c);
	str_adds(out, text);
	icalmemory_free_buffer(text);
	icalcomponent_free(c);
	return true;
}
