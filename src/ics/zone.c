/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unicode/uclean.h>
#include <unicode/ucal.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ics/limits.h"
#include "ics/tzif.h"
#include "ics/zone.h"
#include "ics/zone_names.h"

/* So many first parts of a TZID are tried as a prefix. */
#define PREFIX_PARTS 4
/* Names as calendars write them, remembered: a calendar uses a few. */
#define CACHE_SLOTS 64

struct cached {
	size_t n;
	const struct zone *zone;	/* NULL: not known */
	bool certain;
	char tzid[ZONE_TZID_MAX];
};

static const struct zone utc = { .name = "UTC" };
static struct arena memory;
static struct vec zones = VEC_OF(struct zone *);
static struct vec names = VEC_OF(const char *);
static const struct zone *system_zone;
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

static const struct zone *
find_loaded(struct slice name)
{
	size_t i;

	for (i = 0; i < zones.n; i++)
		if (slice_eq(name, slice_str(VEC_AT(&zones, struct zone *,
		    i)->name)))
			return VEC_AT(&zones, struct zone *, i);
	return NULL;
}

static struct zone *
add_zone(struct slice name)
{
	struct zone *z = ARENA_NEW(&memory, struct zone);

	z->name = arena_dup(&memory, name.p, name.n);
	*(struct zone **)vec_add(&zones) = z;
	return z;
}

static const struct zone *
find_exact(struct slice name)
{
	struct zone read = { 0 }, *kept;
	char buf[ZONE_NAME_MAX] = "";
	const struct zone *z;

	if (is_utc(name))
		return &utc;
	if (!is_name(name))
		return NULL;
	z = find_loaded(name);
	if (z)
		return z;
	memcpy(buf, name.p, name.n);
	if (!tzif_load(buf, &read, &memory))
		return NULL;
	kept = add_zone(name);
	read.name = kept->name;
	*kept = read;
	return kept;
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
		*(const char **)vec_add(&names) = arena_str(&memory, name);
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
		known = VEC_AT(&names, const char *, i);
		if (slice_ieq(slice_str(known), name))
			return find_exact(slice_str(known));
	}
	return NULL;
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
fixed(int32_t offset)
{
	int32_t seconds = offset < 0 ? -offset : offset;
	struct zone *z;
	char name[16];

	if (!offset)
		return &utc;
	snprintf(name, sizeof(name), "UTC%c%02d:%02d", offset < 0 ? '-' : '+',
	    seconds / 3600, seconds / 60 % 60);
	if (find_loaded(slice_str(name)))
		return find_loaded(slice_str(name));
	z = add_zone(slice_str(name));
	z->offset = offset;
	return z;
}

static const struct zone *
look_up_other(struct slice tzid)
{
	char buf[ZONE_NAME_MAX];
	const char *iana = zone_names_find(tzid, buf);
	const struct zone *z = iana ? find_exact(slice_str(iana)) : NULL;
	int32_t offset;

	if (z || iana)
		return z;
	return zone_names_offset(tzid, &offset) ? fixed(offset) : NULL;
}

static void
look_up(struct slice tzid, struct cached *c)
{
	c->zone = look_up_iana(tzid);
	c->certain = c->zone && (memchr(tzid.p, '/', tzid.n) ||
	    slice_ieq(tzid, SLICE("UTC")) || slice_ieq(tzid, SLICE("Z")));
	if (!c->zone)
		c->zone = look_up_other(tzid);
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

const struct zone *
zone_find_certain(struct slice tzid)
{
	const struct cached *c = find(tzid);

	return c && c->certain ? c->zone : NULL;
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

	if (file_read(&text, "/etc/timezone", ZONE_TZID_MAX, &e) == 0)
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

/* The changes at or before an instant. */
static size_t
changes_until(const struct zone *z, int64_t at)
{
	size_t lo = 0, hi = z->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (z->changes[mid].at <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The offset when so many changes have been. */
static int64_t
offset_after(const struct zone *z, size_t n)
{
	return n ? z->changes[n - 1].offset : z->offset;
}

/* Whether an instant lies behind so many changes, and before the next. */
static bool
lies_after(const struct zone *z, size_t n, int64_t at)
{
	return (!n || z->changes[n - 1].at <= at) &&
	    (n == z->n || at < z->changes[n].at);
}

/*
 * The local time is looked for in each stretch between two changes that it
 * could stand in.  When it is in none, the change that leaves it out is the
 * first that it stands behind by the offset before, but not by the other.
 */
int64_t
zone_to_utc(const struct zone *z, const struct civil *local)
{
	int64_t at = clock_from_civil(local);
	size_t first = changes_until(z, at - ZONE_OFFSET_MAX);
	size_t last = changes_until(z, at + ZONE_OFFSET_MAX), n;

	for (n = first; n <= last; n++)
		if (lies_after(z, n, at - offset_after(z, n)))
			return at - offset_after(z, n);
	for (n = first; n < last; n++)
		if (at - offset_after(z, n) >= z->changes[n].at &&
		    at - offset_after(z, n + 1) < z->changes[n].at)
			break;
	return at - offset_after(z, n);
}

struct civil
zone_to_local(const struct zone *z, int64_t at)
{
	return clock_to_civil(at + offset_after(z, changes_until(z, at)));
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

void
zone_done(void)
{
	arena_free(&memory);
	vec_free(&zones);
	vec_free(&names);
	system_zone = NULL;
	memset(cache, 0, sizeof(cache));
	u_cleanup();
}
