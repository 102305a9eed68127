/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/file.h"
#include "ics/limits.h"
#include "ics/posix_tz.h"
#include "ics/tzif.h"

#define HEADER 44
#define TYPE 6			/* bytes of one local time type */

/* RFC 8536, 3.2: what is earlier is no instant. */
#define INSTANT_MAX ((int64_t)1 << 59)

/* The counts of a header, in the order in which they stand there. */
struct counts {
	uint32_t isut, isstd, leap, time, type, chars;
};

static int64_t
number(struct slice s, size_t at, size_t n)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	uint64_t v = p[0] & 0x80 ? UINT64_MAX : 0;

	while (n--)
		v = v << 8 | *p++;
	return (int64_t)v;
}

/*
 * Read a header and the size of the data behind it, where times have so
 * many bytes.  Counts are bounded, so that no size overflows.
 */
static bool
read_header(struct slice s, size_t time_bytes, struct counts *c,
    size_t *size)
{
	uint32_t *const fields[] = { &c->isut, &c->isstd, &c->leap, &c->time,
		&c->type, &c->chars };
	size_t i;
	int64_t v;

	if (s.n < HEADER || !slice_starts(s, SLICE("TZif")) || s.p[4] < '2')
		return false;
	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		v = number(s, 20 + i * 4, 4);
		if (v < 0 || v > ZONE_CHANGES_MAX)
			return false;
		*fields[i] = (uint32_t)v;
	}
	*size = c->time * (time_bytes + 1) + c->type * TYPE + c->chars +
	    c->leap * (time_bytes + 4) + c->isstd + c->isut;
	return true;
}

/* The data of version 2: times, the types of each, and the types. */
static bool
read_changes(struct slice s, const struct counts *c, struct zone *z,
    struct vec *changes)
{
	size_t index = c->time * 8, types = index + c->time, i;
	struct zone_change *change;
	unsigned char type;

	if (!c->type)
		return false;
	z->offset = (int32_t)number(s, types, 4);
	for (i = 0; i < c->time; i++) {
		type = (unsigned char)s.p[index + i];
		if (type >= c->type)
			return false;
		change = vec_add(changes);
		change->at = number(s, i * 8, 8);
		change->offset = (int32_t)number(s, types + type * TYPE, 4);
		if (change->at < -INSTANT_MAX || change->at > INSTANT_MAX ||
		    (i && change->at <= change[-1].at))
			return false;
	}
	return true;
}

static bool
read_footer(struct slice s, struct zone *z, struct vec *changes)
{
	struct slice line;

	if (!slice_starts(s, SLICE("\n")))
		return false;
	s = slice_from(s, 1);
	if (!memchr(s.p, '\n', s.n) || !slice_line(&s, &line))
		return false;
	/* An empty one says that nothing is known of later times. */
	return line.n && posix_tz(line, z, changes);
}

static bool
read_all(struct slice s, struct zone *z, struct vec *changes)
{
	struct counts c;
	size_t size;

	/* The first header and its data are for old readers. */
	if (!read_header(s, 4, &c, &size) || s.n < HEADER + size)
		return false;
	s = slice_from(s, HEADER + size);
	if (!read_header(s, 8, &c, &size) || s.n < HEADER + size)
		return false;
	s = slice_from(s, HEADER);
	return read_changes(s, &c, z, changes) &&
	    read_footer(slice_from(s, size), z, changes);
}

bool
tzif_parse(struct slice bytes, struct zone *z, struct arena *a)
{
	struct vec changes = VEC_OF(struct zone_change);
	bool ok = read_all(bytes, z, &changes) &&
	    zone_finish(z, &changes, a);

	vec_free(&changes);
	return ok;
}

static bool
load_from(const char *folder, const char *name, struct zone *z,
    struct arena *a)
{
	struct str path = { 0 }, text = { 0 };
	struct err why;
	bool ok = false;

	str_addf(&path, "%s/%s", folder, name);
	if (file_read(&text, str_text(&path), TZIF_MAX, &why) == 0)
		ok = tzif_parse(str_slice(&text), z, a);
	str_free(&path);
	str_free(&text);
	return ok;
}

bool
tzif_load(const char *name, struct zone *z, struct arena *a)
{
	const char *const folders[] = {
		getenv("TZDIR"), "/usr/share/zoneinfo", "/usr/lib/zoneinfo",
		"/usr/share/lib/zoneinfo", "/etc/zoneinfo",
	};
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (folders[i] && *folders[i] &&
		    load_from(folders[i], name, z, a))
			return true;
	return false;
}
