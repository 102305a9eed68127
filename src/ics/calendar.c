/* SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "base/vec.h"
#include "ics/calendar.h"
#include "ics/limits.h"
#include "ics/line.h"
#include "ics/vtimezone.h"
#include "ics/zone_names.h"
#include "ics/zone_store.h"

/* --- what it calls its zones ---------------------------------------------- */

/* A VTIMEZONE of the calendar. */
struct zone_entry {
	uint64_t name;		/* digest of its TZID */
	const char *tzid;
	const char *location;	/* its X-LIC-LOCATION, or NULL */
	struct slice bytes;
	const struct zone *zone;	/* NULL: not read, or of no use */
	bool read;
	bool doubled;		/* another has the same name */
};

/* What changes behind a table that its users can't change. */
struct index {
	struct zone_entry *entries;
	size_t n;
	bool scanned;
};

struct zone_table {
	struct slice calendar;
	const struct tz_aliases *aliases;
	struct arena *arena;
	struct index *index;
};

/* The calendar's lines on the way through it. */
struct zone_scan {
	const struct zone_table *table;
	struct line_walk at;
	struct slice from;	/* the open VTIMEZONE and what follows it */
	struct slice tzid;	/* its line; n is 0: none so far */
	struct slice location;	/* that of its X-LIC-LOCATION */
	bool in_zone;
	struct VEC(struct zone_entry) entries;
	struct str line, text;
};

/* Quotes are those of parameters; some write them in values, too, or others. */
static struct slice
unquoted(struct slice v)
{
	return v.n > 2 && (v.p[0] == '"' || v.p[0] == '\'') &&
	    v.p[v.n - 1] == v.p[0]
	    ? slice_trim(slice_of(v.p + 1, v.n - 2)) : v;
}

static struct zone_entry *
find_entry(struct zone_entry *entries, size_t n, struct slice tzid)
{
	uint64_t name = hash_bytes(tzid);
	size_t i;

	for (i = 0; i < n; i++)
		if (entries[i].name == name &&
		    slice_eq(tzid, slice_str(entries[i].tzid)))
			return &entries[i];
	return NULL;
}

/* The open VTIMEZONE has ended; of two with one TZID the first counts. */
static void
add_entry(struct zone_scan *s)
{
	struct slice tzid = s->tzid.n ? unquoted(line_value(&s->line,
	    &s->text, s->tzid)) : s->tzid, location;
	struct slice bytes = slice_of(s->from.p, s->from.n - s->at.rest.n);
	struct zone_entry *en = find_entry(s->entries.items, s->entries.n,
	    tzid);

	if (en && !slice_eq(slice_trim(en->bytes), slice_trim(bytes)))
		en->doubled = true;
	if (en || !tzid.n || tzid.n > ZONE_TZID_MAX ||
	    s->entries.n == ZONE_TABLE_MAX)
		return;
	en = VEC_ADD(&s->entries);
	en->name = hash_bytes(tzid);
	en->tzid = arena_dup(s->table->arena, tzid.p, tzid.n);
	en->bytes = bytes;
	location = s->location.n ? line_value(&s->line, &s->text,
	    s->location) : s->location;
	if (location.n)
		en->location = arena_dup(s->table->arena, location.p,
		    location.n);
}

static void
look_at(struct zone_scan *s, const struct line_walk *w)
{
	if (w->depth == 1 && w->begins) {
		s->in_zone = slice_ieq(line_value(&s->line, &s->text, w->raw),
		    SLICE("VTIMEZONE"));
		s->from = slice_of(w->raw.p, w->raw.n + w->rest.n);
		s->tzid = SLICE("");
		s->location = SLICE("");
	} else if (w->depth == 1 && w->ends && s->in_zone) {
		add_entry(s);
	} else if (w->depth == 2 && s->in_zone && !s->tzid.n &&
	    strcmp(w->name, "TZID") == 0) {
		s->tzid = w->raw;
	} else if (w->depth == 2 && s->in_zone && !s->location.n &&
	    strcmp(w->name, "X-LIC-LOCATION") == 0) {
		s->location = w->raw;
	}
}

static void
scan(const struct zone_table *t)
{
	struct zone_scan s = { .table = t, .at.rest = t->calendar,
		.line = { .max = ICS_VALUE_MAX } };
	size_t size;

	while (line_walk(&s.at))
		look_at(&s, &s.at);
	t->index->scanned = true;
	t->index->n = s.entries.n;
	size = s.entries.n * sizeof(struct zone_entry);
	t->index->entries = arena_alloc(t->arena, size + 1);
	if (size)
		memcpy(t->index->entries, s.entries.items, size);
	VEC_FREE(&s.entries);
	str_free(&s.line);
	str_free(&s.text);
}

static const struct zone *
read_entry(struct zone_entry *en)
{
	if (!en->read)
		en->zone = vtimezone_zone(en->bytes, en->tzid);
	/* libical's IANA name for it: of one that was cut short. */
	if (!en->read && !en->zone && en->location)
		en->zone = zone_find_certain(slice_str(en->location));
	en->read = true;
	return en->zone;
}

static const struct zone *
find_own(const struct zone_table *t, struct slice tzid)
{
	struct zone_entry *en;

	if (!t->index->scanned)
		scan(t);
	en = find_entry(t->index->entries, t->index->n, tzid);
	return en ? read_entry(en) : NULL;
}

const char *
zone_table_only(const struct zone_table *t)
{
	if (t && !t->index->scanned)
		scan(t);
	return t && t->index->n == 1 ? t->index->entries[0].tzid : NULL;
}

static const struct zone *
find_alias(const struct tz_aliases *aliases, struct slice tzid)
{
	size_t i;

	/* A calendar's own stand behind those of all. */
	for (i = aliases ? aliases->n : 0; i-- > 0;)
		if (slice_eq(tzid, slice_str(aliases->items[i].name)))
			return zone_find(slice_str(aliases->items[i].zone));
	return NULL;
}

const struct zone_table *
zone_table_new(struct slice calendar, const struct tz_aliases *aliases,
    struct arena *a)
{
	struct zone_table *t = ARENA_NEW(a, struct zone_table);

	t->calendar = calendar;
	t->aliases = aliases;
	t->arena = a;
	t->index = ARENA_NEW(a, struct index);
	return t;
}

/* A parameter has no escapes, but some write the property's. */
static struct slice
plain(struct slice tzid, struct str *text)
{
	line_unescape(text, slice_trim(tzid));
	return unquoted(slice_trim(str_slice(text)));
}

const struct zone *
zone_table_find(const struct zone_table *t, struct slice tzid)
{
	const struct zone *z = NULL;
	struct str text = { 0 };

	tzid = plain(tzid, &text);
	if (tzid.n && tzid.n <= ZONE_TZID_MAX) {
		if (t)
			z = find_alias(t->aliases, tzid);
		if (!z)
			z = zone_find_certain(tzid);
		if (!z && t)
			z = find_own(t, tzid);
		if (!z)
			z = zone_find(tzid);
	}
	str_free(&text);
	return z;
}

bool
zone_table_differs(const struct zone_table *t, struct slice tzid,
    const struct civil *local, int64_t *at)
{
	const struct zone *known = NULL, *own = NULL;
	struct str text = { 0 };

	tzid = plain(tzid, &text);
	if (t && tzid.n && tzid.n <= ZONE_TZID_MAX &&
	    !find_alias(t->aliases, tzid))
		known = zone_find_certain(tzid);
	/* The others are for VTIMEZONEs that count. */
	if (known && zone_count() < ZONE_OWN_MAX / 2)
		own = find_own(t, tzid);
	str_free(&text);
	/* Before its first observance it says nothing. */
	if (!own || clock_from_civil(local) < own->since)
		return false;
	*at = zone_to_utc(own, local);
	return *at != zone_to_utc(known, local);
}

/* The calendar's VTIMEZONE of this name; NULL: none was looked for. */
static const struct zone_entry *
entry_of(const struct zone_table *t, struct slice tzid)
{
	const struct zone_entry *en = NULL;
	struct str text = { 0 };

	tzid = plain(tzid, &text);
	/* Before its name is looked for there, others may have had it. */
	if (t && t->index->scanned && tzid.n)
		en = find_entry(t->index->entries, t->index->n, tzid);
	str_free(&text);
	return en;
}

bool
zone_table_doubled(const struct zone_table *t, struct slice tzid)
{
	const struct zone_entry *en = entry_of(t, tzid);

	return en && en->doubled && en->zone;
}

bool
zone_table_broken(const struct zone_table *t, struct slice tzid)
{
	const struct zone_entry *en = entry_of(t, tzid);

	return en && !en->zone;
}

/* Whether a name is looked up in the process's zones in the end. */
static bool
is_foreign(const struct zone_table *t, struct slice tzid)
{
	const struct zone_entry *en = entry_of(t, tzid);

	return !(en && en->zone) && !(t && find_alias(t->aliases, tzid));
}

bool
zone_table_offset_only(const struct zone_table *t, struct slice tzid)
{
	struct str text = { 0 };
	bool only = is_foreign(t, tzid) && zone_offset_only(plain(tzid,
	    &text));

	str_free(&text);
	return only;
}

bool
zone_table_unsigned(const struct zone_table *t, struct slice tzid)
{
	const struct zone_entry *en = entry_of(t, tzid);

	if (en && en->zone)
		return en->zone->guessed;
	return zone_names_unsigned(tzid) && is_foreign(t, tzid);
}

/* --- what it says for all of its events ----------------------------------- */

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

/* The first property that names a zone counts.  A later property with another
 * zone is reported. */
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
