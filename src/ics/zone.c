/* SPDX-License-Identifier: MIT */
#include <libical/ical.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ics/windows.h"
#include "ics/zone.h"

/* The longest IANA name has 32 bytes; prefixes are about as long. */
#define NAME_MAX_BYTES 64
#define TZID_MAX_BYTES 160
/* So many first parts of a TZID are tried as a prefix. */
#define PREFIX_PARTS 4
/* Names as calendars write them, remembered: a calendar uses a few. */
#define CACHE_SLOTS 64

struct zone {
	icaltimezone *tz;	/* NULL: UTC */
	struct zone *next;
	char name[NAME_MAX_BYTES];
};

struct cached {
	size_t n;
	const struct zone *zone;	/* NULL: not known */
	char tzid[TZID_MAX_BYTES];
};

static struct zone utc = { .name = "UTC" };
static struct zone *zones;
static const struct zone *system_zone;
static struct cached cache[CACHE_SLOTS];

static bool
is_utc(struct slice name)
{
	static const char *const names[] = {
		"UTC", "GMT", "Z", "Zulu", "UCT", "Universal", "Etc/UTC",
		"Etc/GMT", "Etc/UCT", "Etc/Zulu", "Etc/Universal",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_ieq(name, slice_str(names[i])))
			return true;
	return false;
}

/*
 * libical makes a path of the name, so it must not lead out of zoneinfo.
 * Nor into the folders that begin with a small letter: right/ counts leap
 * seconds, which Unix time does not.
 */
static bool
is_name(struct slice s)
{
	size_t i;
	char c;

	if (!s.n || s.n >= NAME_MAX_BYTES || s.p[0] < 'A' || s.p[0] > 'Z')
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

static const struct zone *
keep(icaltimezone *tz, struct slice name)
{
	struct zone *z = xcalloc(1, sizeof(*z));

	memcpy(z->name, name.p, name.n);
	z->tz = tz;
	z->next = zones;
	zones = z;
	return z;
}

static const struct zone *
find_exact(struct slice name)
{
	char buf[NAME_MAX_BYTES] = "";
	const struct zone *z;
	icaltimezone *tz;

	if (is_utc(name))
		return &utc;
	if (!is_name(name))
		return NULL;
	for (z = zones; z; z = z->next)
		if (slice_eq(name, slice_str(z->name)))
			return z;
	memcpy(buf, name.p, name.n);
	icalerror_set_errors_are_fatal(0);
	tz = icaltimezone_get_builtin_timezone(buf);
	return tz ? keep(tz, name) : NULL;
}

/* Names without a '/' (PRC, EST5EDT) are all in capitals, or most are. */
static const struct zone *
find_capitals(struct slice name)
{
	char buf[NAME_MAX_BYTES];
	size_t i;

	if (name.n >= sizeof(buf) || memchr(name.p, '/', name.n))
		return NULL;
	for (i = 0; i < name.n; i++)
		buf[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ?
		    (char)(name.p[i] - 32) : name.p[i];
	return find_exact(slice_of(buf, name.n));
}

static const struct zone *
find_any_case(struct slice name)
{
	icalarray *all = icaltimezone_get_builtin_timezones();
	struct slice known;
	size_t i;

	for (i = 0; all && i < all->num_elements; i++) {
		known = slice_str(icaltimezone_get_location(
		    icalarray_element_at(all, i)));
		if (known.n && slice_ieq(known, name))
			return find_exact(known);
	}
	return find_capitals(name);
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
look_up(struct slice tzid)
{
	bool prefixed = slice_starts(tzid, SLICE("/"));
	const char *iana = windows_zone(tzid);
	const struct zone *z;

	if (iana)
		return find_exact(slice_str(iana));
	z = prefixed ? find_prefixed(tzid, find_exact) : find_exact(tzid);
	if (z)
		return z;
	return prefixed ? find_prefixed(tzid, find_any_case)
	    : find_any_case(tzid);
}

const struct zone *
zone_find(struct slice tzid)
{
	struct cached *c;

	tzid = slice_trim(tzid);
	if (!tzid.n || tzid.n > TZID_MAX_BYTES)
		return NULL;
	c = &cache[hash_bytes(tzid) % CACHE_SLOTS];
	if (!slice_eq(tzid, slice_of(c->tzid, c->n))) {
		c->zone = look_up(tzid);
		memcpy(c->tzid, tzid.p, tzid.n);
		c->n = tzid.n;
	}
	return c->zone;
}

/* The zone that a path names: what stands behind "zoneinfo/". */
static const struct zone *
find_path(struct slice path)
{
	const struct slice mark = SLICE("zoneinfo/");

	while (path.n && !slice_starts(path, mark))
		path = slice_from(path, 1);
	return zone_find(slice_from(path, mark.n));
}

static const struct zone *
read_timezone_file(void)
{
	struct str text = { 0 };
	const struct zone *z = NULL;
	struct err e;

	if (file_read(&text, "/etc/timezone", TZID_MAX_BYTES, &e) == 0)
		z = zone_find(str_slice(&text));
	str_free(&text);
	return z;
}

static const struct zone *
read_localtime_link(void)
{
	char path[256];
	ssize_t n = readlink("/etc/localtime", path, sizeof(path));

	return n > 0 ? find_path(slice_of(path, (size_t)n)) : NULL;
}

static const struct zone *
look_up_system(void)
{
	const char *tz = getenv("TZ");
	const struct zone *z = NULL;

	if (tz && *tz == ':')
		tz++;
	if (tz && *tz == '/')
		z = find_path(slice_str(tz));
	else if (tz)
		z = *tz ? zone_find(slice_str(tz)) : &utc;
	if (!z)
		z = read_timezone_file();
	if (!z)
		z = read_localtime_link();
	return z ? z : &utc;
}

const struct zone *
zone_system(void)
{
	if (!system_zone)
		system_zone = look_up_system();
	return system_zone;
}

static int64_t
offset_at(const struct zone *z, int64_t at)
{
	struct civil c;
	struct icaltimetype t = icaltime_null_time();
	int dst;

	if (!z->tz)
		return 0;
	c = clock_to_civil(at);
	t.year = c.year;
	t.month = c.month;
	t.day = c.day;
	t.hour = c.hour;
	t.minute = c.minute;
	t.second = c.second;
	return icaltimezone_get_utc_offset_of_utc_time(z->tz, &t, &dst);
}

/*
 * Not by libical, which is an hour off in the gap and in the overlap.  The
 * offsets a day earlier and later are those around a change; when they are
 * equal there is none.
 */
int64_t
zone_to_utc(const struct zone *z, const struct civil *local)
{
	const int64_t day = 86400;
	int64_t at = clock_from_civil(local);
	int64_t before = offset_at(z, at - day);
	int64_t after = offset_at(z, at + day);

	if (before == after || offset_at(z, at - before) == before)
		return at - before;
	if (offset_at(z, at - after) == after)
		return at - after;
	return at - before;	/* in the gap */
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

void
zone_done(void)
{
	struct zone *next;

	for (; zones; zones = next) {
		next = zones->next;
		free(zones);
	}
	system_zone = NULL;
	memset(cache, 0, sizeof(cache));
	icaltimezone_free_builtin_timezones();
	icaltimezone_release_zone_tab();
	free_zone_directory();
}
