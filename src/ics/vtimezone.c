/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "ics/limits.h"
#include "ics/line.h"
#include "ics/vtimezone.h"
#include "ics/zone_rrule.h"

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

struct reader {
	struct vec changes;	/* struct zone_change */
	struct slice found[PROPS];	/* raw lines of the open observance */
	struct vec dates;	/* struct slice: its RDATEs */
	bool open, bad, any;
	int depth;		/* of open components */
	struct str line;
	struct line_parts parts;	/* of the line at hand */
	int64_t first;		/* the earliest start so far, */
	int32_t offset;		/* and from which offset it comes */
};

/* An observance with its values read. */
struct observance {
	struct date start;
	int32_t from, to;
};

static bool
load(struct reader *r, struct slice raw)
{
	str_clear(&r->line);
	line_unfold(&r->line, raw);
	return raw.n && !r->line.over &&
	    line_split(str_slice(&r->line), &r->parts);
}

/* A UTC-OFFSET (RFC 5545, 3.3.14), here also with a colon. */
static bool
read_offset(struct reader *r, enum prop prop, int32_t *out)
{
	static const int units[] = { 3600, 60, 1 };
	static const int max[] = { 23, 59, 59 };
	struct slice v;
	int64_t n, sum = 0;
	int sign, i;

	if (!load(r, r->found[prop]))
		return false;
	v = slice_trim(r->parts.value);
	if (!v.n || (v.p[0] != '+' && v.p[0] != '-'))
		return false;
	sign = v.p[0] == '-' ? -1 : 1;
	v = slice_from(v, 1);
	for (i = 0; i < 3 && (v.n || i < 2); i++) {
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
add_change(struct reader *r, const struct observance *o, int64_t at)
{
	struct zone_change *c = vec_add(&r->changes);

	c->at = at;
	c->offset = o->to;
}

static int64_t
instant(const struct observance *o, const struct date *d)
{
	return clock_from_civil(&d->local) - (d->utc ? 0 : o->from);
}

/* The times of a RDATE: a date has the time of day of DTSTART. */
static bool
write_dates(struct reader *r, const struct observance *o)
{
	struct slice list = r->parts.value, word;
	struct date d;

	while (slice_word(&list, ",", &word)) {
		if (!date_parse_any(word, &d) ||
		    r->changes.n > ZONE_CHANGES_MAX)
			return false;
		if (!d.timed) {
			d.local.hour = o->start.local.hour;
			d.local.minute = o->start.local.minute;
			d.local.second = o->start.local.second;
		}
		add_change(r, o, instant(o, &d));
	}
	return true;
}

static bool
write_rule(struct reader *r, const struct observance *o)
{
	const struct civil *c = &o->start.local;
	struct yearly_span span = { instant(o, &o->start), INT64_MAX, 0 };
	struct zone_rrule rule;

	if (!load(r, r->found[RRULE]) ||
	    !zone_rrule(slice_trim(r->parts.value), &o->start, &rule))
		return false;
	rule.days.time = c->hour * 3600 + c->minute * 60 + c->second;
	rule.days.before = o->from;
	rule.days.after = o->to;
	span.count = rule.count;
	if (rule.has_until)
		span.until = instant(o, &rule.until) +
		    (rule.until.timed ? 0 : 86399);
	yearly_write(&rule.days, &span, &r->changes);
	return true;
}

static bool
read_values(struct reader *r, struct observance *o)
{
	if (!load(r, r->found[DTSTART]) ||
	    !date_parse_any(r->parts.value, &o->start) || o->start.utc ||
	    !read_offset(r, TZOFFSETTO, &o->to))
		return false;
	o->from = o->to;
	return !r->found[TZOFFSETFROM].n ||
	    read_offset(r, TZOFFSETFROM, &o->from);
}

static bool
write_observance(struct reader *r)
{
	struct observance o;
	int64_t start;
	size_t i;

	if (!read_values(r, &o) || r->changes.n > ZONE_CHANGES_MAX)
		return false;
	start = instant(&o, &o.start);
	add_change(r, &o, start);
	if (r->found[RRULE].n && !write_rule(r, &o))
		return false;
	for (i = 0; i < r->dates.n; i++)
		if (!load(r, VEC_AT(&r->dates, struct slice, i)) ||
		    !write_dates(r, &o))
			return false;
	if (!r->any || start < r->first) {
		r->first = start;
		r->offset = o.from;
	}
	r->any = true;
	return true;
}

static void
begin(struct reader *r, struct slice raw)
{
	struct slice name;

	if (!load(r, raw) || ++r->depth > ICS_DEPTH_MAX) {
		r->bad = true;
		return;
	}
	name = slice_trim(r->parts.value);
	if (r->depth != 2 || (!slice_ieq(name, SLICE("STANDARD")) &&
	    !slice_ieq(name, SLICE("DAYLIGHT"))))
		return;
	r->open = true;
	memset(r->found, 0, sizeof(r->found));
	r->dates.n = 0;
}

static void
end(struct reader *r)
{
	if (--r->depth != 1 || !r->open)
		return;
	r->open = false;
	r->bad = !write_observance(r);
}

/* A property of the open observance. */
static void
take(struct reader *r, const char *name, struct slice raw)
{
	int i;

	for (i = 0; i < PROPS; i++) {
		if (strcmp(name, names[i]) != 0)
			continue;
		r->bad = r->found[i].n > 0;
		r->found[i] = raw;
	}
	if (strcmp(name, "RDATE") == 0)
		*(struct slice *)vec_add(&r->dates) = raw;
	if (strcmp(name, "EXDATE") == 0 || strcmp(name, "EXRULE") == 0)
		r->bad = true;
}

bool
vtimezone_read(struct slice bytes, struct zone *z, struct arena *a)
{
	struct reader r = { .changes = VEC_OF(struct zone_change),
		.dates = VEC_OF(struct slice),
		.line = { .max = ICS_VALUE_MAX } };
	char name[ICS_NAME_MAX];
	struct slice raw;
	bool ok;

	while (!r.bad && line_next(&bytes, &raw)) {
		if (!line_name(raw, name))
			continue;
		if (strcmp(name, "BEGIN") == 0)
			begin(&r, raw);
		else if (strcmp(name, "END") == 0)
			end(&r);
		else if (r.open && r.depth == 2)
			take(&r, name, raw);
	}
	z->offset = r.offset;
	ok = !r.bad && r.any && zone_finish(z, &r.changes, a);
	vec_free(&r.changes);
	vec_free(&r.dates);
	str_free(&r.line);
	return ok;
}
