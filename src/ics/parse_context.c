/* SPDX-License-Identifier: MIT */
#include "ics/limits.h"
#include "ics/line.h"
#include "ics/parse_context.h"
#include "ics/zone_table.h"

/*
 * No standard has a zone for a calendar as a whole.  Apple's and Google's
 * property comes first; TIMEZONE-ID stood in drafts of RFC 7986 and is
 * written by generators since; a TZID that is in no component means the same.
 */
static const char *const zones[] = { "X-WR-TIMEZONE", "TIMEZONE-ID", "TZID" };

#define ZONES (sizeof(zones) / sizeof(*zones))

/* The first value of each. */
struct own_lines {
	struct arena *arena;
	const char *zone[ZONES], *calscale;
	struct str line, text;
};

/* The value of a line as TEXT; NULL when it is empty. */
static const char *
value_of(struct own_lines *o, struct slice raw)
{
	struct slice v = line_value(&o->line, &o->text, raw);

	return v.n ? arena_dup(o->arena, v.p, v.n) : NULL;
}

/* Up to the first component. */
static void
read_lines(struct own_lines *o, struct slice rest)
{
	struct line_walk w = { .rest = rest };
	size_t i;

	while (line_walk(&w) && !w.begins) {
		for (i = 0; i < ZONES; i++)
			if (!o->zone[i] && strcmp(w.name, zones[i]) == 0)
				o->zone[i] = value_of(o, w.raw);
		if (!o->calscale && strcmp(w.name, "CALSCALE") == 0)
			o->calscale = value_of(o, w.raw);
	}
}

/* What stands behind the last END but the calendar's own. */
static struct slice
tail(struct slice calendar)
{
	const struct slice end = SLICE("END:"), own = SLICE("END:VCALENDAR");
	size_t at = calendar.n;
	struct slice rest, line;
	const char *lf;

	while (at > 0) {
		lf = memrchr(calendar.p, '\n', at - 1);
		at = lf ? (size_t)(lf + 1 - calendar.p) : 0;
		rest = slice_from(calendar, at);
		if (slice_istarts(rest, end) && !slice_istarts(rest, own) &&
		    line_next(&rest, &line))
			return rest;
	}
	return slice_from(calendar, calendar.n);
}

static const struct zone *
find(const struct parse_calendar *c, const char *name)
{
	return zone_table_find(c->zones, slice_str(name));
}

/* The first one counts; the next that names another zone is told. */
static void
choose_zone(const struct own_lines *o, struct parse_calendar *out)
{
	size_t i;

	for (i = 0; i < ZONES; i++) {
		if (!o->zone[i])
			continue;
		if (!out->timezone) {
			out->timezone = o->zone[i];
			out->timezone_from = zones[i];
		} else if (!out->other_timezone &&
		    find(out, o->zone[i]) != find(out, out->timezone)) {
			out->other_timezone = o->zone[i];
			out->other_from = zones[i];
		}
	}
}

void
parse_calendar(struct slice calendar, const struct tz_aliases *aliases,
    struct arena *a, struct parse_calendar *out)
{
	struct own_lines o = { .arena = a, .line = { .max = ICS_VALUE_MAX } };
	struct slice rest = calendar, begin;

	*out = (struct parse_calendar){ .zones = zone_table_new(calendar,
	    aliases, a) };
	if (line_next(&rest, &begin))
		read_lines(&o, rest);
	read_lines(&o, tail(calendar));
	if (o.calscale && !slice_ieq(slice_str(o.calscale),
	    SLICE("GREGORIAN")))
		out->calscale = o.calscale;
	choose_zone(&o, out);
	str_free(&o.line);
	str_free(&o.text);
}
