/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "ics/limits.h"
#include "ics/zone.h"
#include "ics/zone_store.h"
#include "ics/zone_system.h"

#define LOCALTIME "/etc/localtime"
#define ZONEINFO "/usr/share/zoneinfo"
#define YEAR_2020 1577836800
#define YEAR_2037 2114380800

static struct {
	bool found;
	unsigned generation;	/* of the zones, when it was */
	const struct zone *zone;	/* NULL: not known */
	uint64_t rules;		/* digest of the file that it was read from */
	char name[ZONE_TZID_MAX];
} sys;

/* Read a file of the C library's zones (RFC 8536); false when it is none. */
static bool
read_zone_file(const char *path, struct str *bytes)
{
	struct err e;

	str_clear(bytes);
	return file_read(bytes, path, TZIF_MAX, &e) == 0 &&
	    slice_starts(str_slice(bytes), SLICE("TZif"));
}

/* The file of a name as TZ has it: a path, or what stands in zoneinfo. */
static bool
read_named(const char *name, struct str *bytes)
{
	const char *folder = getenv("TZDIR");
	struct str path = { 0 };
	bool ok;

	if (*name == '/')
		return read_zone_file(name, bytes);
	str_addf(&path, "%s/%s", folder && *folder ? folder : ZONEINFO, name);
	ok = read_zone_file(str_text(&path), bytes);
	str_free(&path);
	return ok;
}

static void
set_name(struct slice name)
{
	size_t n = name.n < sizeof(sys.name) - 1 ? name.n
	    : sizeof(sys.name) - 1;

	memcpy(sys.name, name.p, n);
	sys.name[n] = '\0';
}

/* Of a path in zoneinfo the name, of others all of it. */
static struct slice
name_in(struct slice path)
{
	const struct slice mark = SLICE("zoneinfo/");
	struct slice s;

	for (s = path; s.n; s = slice_from(s, 1))
		if (slice_starts(s, mark))
			return slice_from(s, mark.n);
	return path;
}

/*
 * The form of TZ that has the rules in itself (POSIX.1-2017, 8.3): a name
 * of three letters or more, or one in <>, and an offset.
 */
static bool
is_posix(const char *tz)
{
	static const char alpha[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz";
	size_t n = *tz == '<' ? strcspn(tz, ">") : strspn(tz, alpha);

	if (n < 3)
		return false;
	tz += n + (*tz == '<' && tz[n] == '>');
	tz += *tz == '+' || *tz == '-';
	return *tz >= '0' && *tz <= '9';
}

/* UTC needs no file. */
static bool
is_utc(const char *name)
{
	return zone_find(slice_str(name)) == zone_fixed(0);
}

/* TZ, without its colon. */
static bool
by_variable(const char *tz, struct str *bytes)
{
	set_name(*tz ? name_in(slice_str(tz)) : SLICE("UTC"));
	return is_utc(sys.name) || read_named(tz, bytes) || is_posix(tz);
}

/* The rule at the end of a zone file, "CST-8": it serves as a name. */
static struct slice
last_line(struct slice bytes)
{
	struct slice line = { 0 };

	bytes = slice_trim(bytes);
	while (slice_line(&bytes, &line))
		;
	return line;
}

static void
name_by_timezone(void)
{
	struct str name = { 0 };
	struct err e;

	set_name(SLICE(LOCALTIME));
	if (file_read(&name, "/etc/timezone", ZONE_TZID_MAX, &e) == 0)
		set_name(slice_trim(str_slice(&name)));
	str_free(&name);
}

/* The C library's offset of local time at an instant. */
static int64_t
offset_at(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

/* Whether the zone of a name is the C library's, as far as that is seen. */
static bool
agrees(const char *name)
{
	const struct zone *z = zone_find(slice_str(name));
	struct civil c;
	int64_t at;

	if (!z)
		return false;
	for (at = YEAR_2020; at < YEAR_2037; at += 30 * 86400) {
		c = zone_to_local(z, at);
		if (clock_from_civil(&c) - at != offset_at(at))
			return false;
	}
	return true;
}

/*
 * /etc/localtime may be a link, a copy, or a file put over it, and then also
 * over what the link leads to.  So a name is only that of a zone that is the
 * same.  Without the file the C library takes UTC.
 */
static bool
by_localtime(struct str *bytes)
{
	char path[256];
	ssize_t n = readlink(LOCALTIME, path, sizeof(path));
	bool there = read_zone_file(LOCALTIME, bytes);

	if (n > 0)
		set_name(name_in(slice_of(path, (size_t)n)));
	else if (!there)
		set_name(access(LOCALTIME, F_OK) == -1 && errno == ENOENT
		    ? SLICE("UTC") : SLICE(LOCALTIME));
	else
		name_by_timezone();
	tzset();
	if (there && !agrees(sys.name))
		set_name(last_line(str_slice(bytes)));
	return there || is_utc(sys.name);
}

static void
find_once(void)
{
	const char *tz = getenv("TZ");
	struct str bytes = { 0 };
	struct zone *z;
	bool known;

	if (sys.found && sys.generation == zone_generation())
		return;
	sys.found = true;
	sys.generation = zone_generation();
	sys.zone = NULL;
	if (tz)
		known = by_variable(*tz == ':' ? tz + 1 : tz, &bytes);
	else
		known = by_localtime(&bytes);
	sys.rules = hash_bytes(str_slice(&bytes));
	str_free(&bytes);
	if (!known)
		return;
	tzset();
	z = zone_add(slice_str(sys.name));
	z->offset_at = offset_at;
	sys.zone = z;
}

const struct zone *
zone_system(void)
{
	find_once();
	return sys.zone;
}

const char *
zone_system_name(void)
{
	find_once();
	return sys.name;
}

uint64_t
zone_system_digest(void)
{
	find_once();
	return hash_join(hash_bytes(slice_str(sys.name)), sys.rules);
}

/* --- whether the zones are still the same --------------------------------- */

/* America/Argentina/Ushuaia */
#define LEVELS 3

static struct {
	bool found;
	unsigned generation;	/* of the zones, when it was */
	uint64_t digest;
} data;

static uint64_t add_folder(int fd, uint64_t name, unsigned level);

static uint64_t
add_entry(int folder, const char *name, uint64_t above, unsigned level)
{
	uint64_t digest = hash_join(above, hash_bytes(slice_str(name)));
	struct file_stamp stamp;
	struct stat st;

	if (fstatat(folder, name, &st, 0) == -1)
		return 0;
	if (S_ISDIR(st.st_mode))
		return level == LEVELS ? 0 : add_folder(openat(folder, name,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC), digest, level + 1);
	stamp = file_stamp_of(&st);
	/* A copy of the same files, as in a new container, is no change. */
	return hash_join(digest, hash_join((uint64_t)stamp.size,
	    (uint64_t)stamp.mtime_ns));
}

/* The sum, since the order in a folder says nothing.  Only zones begin with
 * a capital letter. */
static uint64_t
add_folder(int fd, uint64_t name, unsigned level)
{
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *d;
	uint64_t sum = 0;

	while (dir && (d = readdir(dir)))
		if (d->d_name[0] >= 'A' && d->d_name[0] <= 'Z')
			sum += add_entry(dirfd(dir), d->d_name, name, level);
	if (dir)
		closedir(dir);
	else if (fd != -1)
		close(fd);
	return sum;
}

/* The rules of all zones, where the system has them in this form too: some
 * systems give all files the same time, and a new rule may leave a size as it
 * is. */
static uint64_t
rules_in(const char *folder)
{
	struct str path = { 0 }, text = { 0 };
	struct err e;
	uint64_t digest = 0;

	str_addf(&path, "%s/tzdata.zi", folder);
	if (file_read(&text, str_text(&path), TZDATA_MAX, &e) == 0)
		digest = hash_bytes(str_slice(&text));
	str_free(&path);
	str_free(&text);
	return digest;
}

static uint64_t
of_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return hash_join(rules_in(folder), add_folder(fd, 0, 1));
}

uint64_t
zone_data_digest(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *folder, *names;

	if (data.found && data.generation == zone_generation())
		return data.digest;
	folder = zone_folder();
	/* ICU has the names of Windows. */
	names = ucal_getTZDataVersion(&status);
	data.digest = hash_join(hash_bytes(slice_str(names)),
	    folder ? of_folder(folder) : 0);
	data.found = true;
	data.generation = zone_generation();
	return data.digest;
}
