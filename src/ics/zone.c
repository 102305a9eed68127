/* SPDX-License-Identifier: MIT */
#include <libical/ical.h>
#include <stdlib.h>
#include <unicode/uclean.h>
#include <unicode/ucal.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "ics/limits.h"
#include "ics/zone.h"
#include "ics/zone_names.h"
#include "ics/zone_store.h"

/* First parts of a TZID that are tried as a prefix, at most. */
#define PREFIX_PARTS 4
/* Names as calendars write them, remembered: a calendar uses a few. */
#define CACHE_SLOTS 64
/* In winter and in summer; where is for the reader to say. */
#define JANUARY 1767225600	/* 2026-01-01T00:00:00Z */
#define JULY 1782864000		/* 2026-07-01T00:00:00Z */

struct cached {
	size_t n;
	const struct zone *zone;	/* NULL: not known */
	bool certain;
	bool offset_only;	/* its name says more than that */
	char tzid[ZONE_TZID_MAX];
};

static struct arena memory;		/* of names */
static struct texts names;
static struct cached cache[CACHE_SLOTS];

static bool
is_utc(struct slice name)
{
	static const char *const all[] = {
		"UTC", "GMT", "Z", "Zulu", "UCT", "Universal", "Etc/UTC",
		"Etc/GMT", "Etc/UCT", "Etc/Zulu", "Etc/Universal",
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (slice_ieq(name, slice_str(all[i])))
			return true;
	return false;
}

/*
 * A path is made of the name, so it must not lead out of zoneinfo.
 * Nor into the folders that begin with a small letter: right/ counts leap
 * seconds, which Unix time does not.
 */
static bool
is_name(struct slice s)
{
	size_t i;
	char c;

	if (!s.n || s.n >= ZONE_NAME_MAX || s.p[0] < 'A' || s.p[0] > 'Z')
		return false;
	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9') || (c && strchr("/_+-", c))))
			return false;
	}
	/* This one says that nobody has chosen a zone. */
	return !slice_ieq(s, SLICE("Factory"));
}

/*
 * libical sums changes of several years up in one rule.  When their days lie
 * in different weeks of the month, it forgets those that came before ("the
 * first Saturday" for 2020 and 2021, then the 10th, gives 7 and 10).  They
 * are always some day of the week that ends with the last one.
 */
static void
mend_days(icalproperty *rule)
{
	struct icalrecurrencetype r = icalproperty_get_rrule(rule);
	short *days = r.by_month_day, last = 0;
	int i;

	for (i = 0; i < 31 && days[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
		last = days[i];
	if (i < 2 || last < 7 || icaltime_is_null_time(r.until))
		return;
	for (i = 0; i < 7; i++)
		days[i] = (short)(last - 6 + i);
	days[7] = ICAL_RECURRENCE_ARRAY_MAX;
	icalproperty_set_rrule(rule, r);
}

static void
mend(icalcomponent *zone)
{
	icalcomponent *c;
	icalproperty *p;

	for (c = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
	    c; c = icalcomponent_get_next_component(zone,
	    ICAL_ANY_COMPONENT)) {
		p = icalcomponent_get_first_property(c, ICAL_RRULE_PROPERTY);
		if (p)
			mend_days(p);
	}
}

/*
 * libical makes a VTIMEZONE of the system's file.  It is asked for that
 * directly: its list of zones ends the process where there is no tzdata.
 */
static icaltimezone *
load(const char *name)
{
	icaltimezone *rules;
	icalcomponent *c;

	icalerror_set_errors_are_fatal(0);
	icaltimezone_set_builtin_tzdata(0);
	c = icaltzutil_fetch_timezone(name);
	if (!c)
		return NULL;
	mend(c);
	rules = icaltimezone_new();
	if (rules && icaltimezone_set_component(rules, c))
		return rules;
	icalcomponent_free(c);
	icaltimezone_free(rules, 1);
	return NULL;
}

static const struct zone *
find_exact(struct slice name)
{
	char buf[ZONE_NAME_MAX] = "";
	icaltimezone *rules;
	const struct zone *z;
	struct zone *kept;

	if (is_utc(name))
		return zone_fixed(0);
	if (!is_name(name))
		return NULL;
	z = zone_loaded(name);
	if (z)
		return z;
	memcpy(buf, name.p, name.n);
	rules = load(buf);
	if (!rules)
		return NULL;
	kept = zone_add(name);
	kept->rules = rules;
	return kept;
}

/* How far local time is ahead of UTC at an instant. */
static int64_t
offset_at(const struct zone *z, int64_t at)
{
	struct icaltimetype t = { 0 };
	struct civil c;

	if (z->offset_at)
		return z->offset_at(at);
	if (!z->rules)
		return z->offset;
	c = clock_to_civil(at);
	t.year = c.year;
	t.month = c.month;
	t.day = c.day;
	t.hour = c.hour;
	t.minute = c.minute;
	t.second = c.second;
	return icaltimezone_get_utc_offset_of_utc_time(z->rules, &t, NULL);
}

/* Clocks are put forward in summer, so the lesser one is standard time. */
static int64_t
standard_offset(const struct zone *z)
{
	int64_t january = offset_at(z, JANUARY), july = offset_at(z, JULY);

	return january < july ? january : july;
}

/* All IANA names, from ICU: not every system has a list of them. */
static void
load_names(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *all = ucal_openTimeZones(&status);
	const char *name;
	int32_t n;

	while (U_SUCCESS(status) && (name = uenum_next(all, &n, &status)))
		*VEC_ADD(&names) = arena_str(&memory, name);
	uenum_close(all);
}

static const struct zone *
find_any_case(struct slice name)
{
	const char *known;
	size_t i;

	if (!names.n)
		load_names();
	for (i = 0; i < names.n; i++) {
		known = names.items[i];
		if (slice_ieq(slice_str(known), name))
			return find_exact(slice_str(known));
	}
	return NULL;
}

/* "New York" in "America/New_York". */
static bool
is_city(const char *name, struct slice city)
{
	const char *slash = strrchr(name, '/');
	size_t i;

	if (!slash || !city.n || strlen(slash + 1) != city.n)
		return false;
	for (i = 0; i < city.n; i++)
		if (!slice_ieq(slice_of(slash + 1 + i, 1),
		    city.p[i] == ' ' ? SLICE("_") : slice_of(city.p + i, 1)))
			return false;
	return true;
}

static const struct zone *
find_city(struct slice city, int32_t offset)
{
	const struct zone *z;
	size_t i;

	if (!names.n)
		load_names();
	for (i = 0; i < names.n; i++) {
		if (!is_city(names.items[i], city))
			continue;
		z = find_exact(slice_str(names.items[i]));
		if (z && standard_offset(z) == offset)
			return z;
	}
	return NULL;
}

/*
 * "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", and also
 * Google's "(GMT+01:00) Central European Time - Berlin": the first place that
 * IANA has at that offset.
 */
static const struct zone *
find_places(struct slice tzid)
{
	const struct zone *z = NULL;
	struct slice list, place, dash;
	int32_t offset;

	if (!zone_names_shown(tzid, &offset, &list))
		return NULL;
	while (!z && slice_word(&list, ",/;", &place)) {
		for (dash = place; dash.n; dash = slice_from(dash, 1))
			if (slice_starts(dash, SLICE(" - ")))
				place = slice_from(dash, 3);
		z = find_city(slice_trim(place), offset);
	}
	return z;
}

/*
 * "/mozilla.org/20050126_1/Asia/Shanghai": one more part is taken off
 * until a name is left.  A name without '/' is only taken when it is UTC;
 * others could be anybody's abbreviation.
 */
static const struct zone *
find_prefixed(struct slice tzid,
    const struct zone *(*find)(struct slice name))
{
	const struct zone *z = NULL;
	const char *slash;
	int part;

	for (part = 0; !z && part < PREFIX_PARTS; part++) {
		slash = memchr(tzid.p, '/', tzid.n);
		if (!slash)
			return NULL;
		tzid = slice_from(tzid, (size_t)(slash + 1 - tzid.p));
		if (memchr(tzid.p, '/', tzid.n) || is_utc(tzid))
			z = find(tzid);
	}
	return z;
}

static const struct zone *
look_up_iana(struct slice tzid)
{
	bool prefixed = slice_starts(tzid, SLICE("/"));
	const struct zone *z;

	z = prefixed ? find_prefixed(tzid, find_exact) : find_exact(tzid);
	if (z)
		return z;
	return prefixed ? find_prefixed(tzid, find_any_case)
	    : find_any_case(tzid);
}

static const struct zone *
look_up_other(struct slice tzid)
{
	char buf[ZONE_NAME_MAX];
	const char *iana = zone_names_find(tzid, buf);
	const struct zone *z;
	int32_t offset;

	if (iana)
		return find_exact(slice_str(iana));
	z = find_places(tzid);
	if (z)
		return z;
	if (zone_names_offset(tzid, &offset))
		return zone_fixed(offset);
	return zone_names_spelled(tzid, buf) ? look_up_iana(slice_str(buf))
	    : NULL;
}

/* From 3 to 9 hours east of Greenwich no clock is changed any more. */
static bool
may_have_summer(int32_t offset)
{
	return offset < 3 * 3600 || offset > 9 * 3600;
}

static bool
is_offset_only(struct slice tzid, const struct zone *z)
{
	char buf[ZONE_NAME_MAX];
	struct slice name;
	int32_t offset;

	return zone_names_shown(tzid, &offset, &name) &&
	    z == zone_fixed(offset) && may_have_summer(offset) &&
	    !zone_names_find(tzid, buf);
}

static void
look_up(struct slice tzid, struct cached *c)
{
	c->zone = look_up_iana(tzid);
	c->certain = c->zone && (memchr(tzid.p, '/', tzid.n) ||
	    slice_ieq(tzid, SLICE("UTC")) || slice_ieq(tzid, SLICE("Z")));
	if (!c->zone)
		c->zone = look_up_other(tzid);
	c->offset_only = c->zone && is_offset_only(tzid, c->zone);
	memcpy(c->tzid, tzid.p, tzid.n);
	c->n = tzid.n;
}

/* NULL when it is too long to be a name. */
static const struct cached *
find(struct slice tzid)
{
	struct cached *c;

	tzid = slice_trim(tzid);
	if (!tzid.n || tzid.n > ZONE_TZID_MAX)
		return NULL;
	c = &cache[hash_bytes(tzid) % CACHE_SLOTS];
	if (!slice_eq(tzid, slice_of(c->tzid, c->n)))
		look_up(tzid, c);
	return c;
}

const struct zone *
zone_find(struct slice tzid)
{
	const struct cached *c = find(tzid);

	return c ? c->zone : NULL;
}

bool
zone_offset_only(struct slice tzid)
{
	const struct cached *c = find(tzid);

	return c && c->offset_only;
}

bool
zone_database(void)
{
	return zone_find(SLICE("Asia/Shanghai")) != NULL;
}

const char *
zone_folder(void)
{
	return icaltzutil_get_zone_directory();
}

const struct zone *
zone_find_certain(struct slice tzid)
{
	const struct cached *c = find(tzid);

	return c && c->certain ? c->zone : NULL;
}

/*
 * The offsets some hours before and after decide; a day, where the date line
 * was moved.  In the overlap of a change both hold, and that before it gives
 * the first instant; in the gap none does, and that before it counts.
 */
int64_t
zone_to_utc(const struct zone *z, const struct civil *local)
{
	static const int64_t spans[] = { 3 * 3600, 26 * 3600 };
	int64_t at = clock_from_civil(local), near, before, after;
	int64_t gap = INT64_MAX;
	size_t i;

	if (!z->rules && !z->offset_at)
		return at - z->offset;
	near = at - offset_at(z, at);
	for (i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		before = offset_at(z, near - spans[i]);
		after = offset_at(z, near + spans[i]);
		if (offset_at(z, at - before) == before)
			return at - before;
		if (before == after)
			continue;
		if (offset_at(z, at - after) == after)
			return at - after;
		if (gap == INT64_MAX)
			gap = at - before;
	}
	return gap == INT64_MAX ? near : gap;
}

struct civil
zone_to_local(const struct zone *z, int64_t at)
{
	return clock_to_civil(at + offset_at(z, at));
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

static void
free_rules(icaltimezone *rules)
{
	icaltimezone_free(rules, 1);
}

void
zone_done(void)
{
	zone_forget_all(free_rules);
	VEC_FREE(&names);
	arena_free(&memory);
	memset(cache, 0, sizeof(cache));
	u_cleanup();
}
