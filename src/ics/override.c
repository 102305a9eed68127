/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/vec.h"
#include "ics/line.h"
#include "ics/override.h"
#include "ics/zone.h"

/* How a VEVENT writes its times. */
struct form {
	struct str params;		/* of its DTSTART */
	const struct event *ev;
};

/* The raw line of a property of the VEVENT itself; empty: it has none. */
static struct slice
find_line(struct slice bytes, const char *want)
{
	char name[ICS_NAME_MAX];
	struct slice raw;
	int depth = 0;

	while (line_next(&bytes, &raw)) {
		if (!line_name(raw, name))
			continue;
		if (strcmp(name, "BEGIN") == 0)
			depth++;
		else if (strcmp(name, "END") == 0)
			depth--;
		else if (depth == 1 && strcmp(name, want) == 0)
			return raw;
	}
	return slice_of(NULL, 0);
}

static void
read_form(struct form *f, struct slice bytes, const struct event *ev)
{
	struct str line = { .max = ICS_VALUE_MAX };
	struct line_parts parts;

	f->ev = ev;
	line_unfold(&line, find_line(bytes, "DTSTART"));
	if (line_split(str_slice(&line), &parts))
		str_add(&f->params, parts.params);
	str_free(&line);
}

static void
add_time(struct str *out, const char *name, const struct form *f, int64_t at,
    const char *eol)
{
	struct str line = { 0 };
	struct civil c;
	char buf[CLOCK_TEXT];

	str_addf(&line, "%s%s:", name, str_text(&f->params));
	if (f->ev->utc) {
		str_adds(&line, clock_ical(at, buf));
	} else {
		c = zone_to_local(f->ev->zone, at);
		str_addf(&line, "%04d%02d%02d", c.year, c.month, c.day);
		if (!f->ev->all_day)
			str_addf(&line, "T%02d%02d%02d", c.hour, c.minute,
			    c.second);
	}
	line_fold(out, str_slice(&line), eol);
	str_free(&line);
}

/* What repeats, and the times: they are made anew. */
static bool
is_replaced(const char *name, bool keep_duration)
{
	static const char *const names[] = { "RRULE", "RDATE", "EXDATE",
		"EXRULE", "RECURRENCE-ID", "DTSTART", "DTEND" };
	size_t i;

	if (strcmp(name, "DURATION") == 0)
		return !keep_duration;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
add_times(struct str *out, const struct override *o, bool keep_duration,
    const char *eol)
{
	struct form series = { 0 }, own = { 0 };

	read_form(&series, o->master, o->series);
	read_form(&own, o->base, o->event);
	add_time(out, "RECURRENCE-ID", &series, o->recurrence_at, eol);
	add_time(out, "DTSTART", &own, o->start, eol);
	if (!keep_duration)
		add_time(out, "DTEND", &own, o->end, eol);
	str_free(&series.params);
	str_free(&own.params);
}

struct slice
override_make(const struct override *o, struct arena *a)
{
	/* An end that base does not state stays unstated. */
	bool keep = o->end - o->start == o->event->end - o->event->start &&
	    !find_line(o->base, "DTEND").n;
	struct slice rest = o->base, raw, made;
	struct str out = { 0 };
	char name[ICS_NAME_MAX];
	bool timed = false;
	int depth = 0;

	while (line_next(&rest, &raw)) {
		if (!line_name(raw, name))
			name[0] = '\0';
		if (strcmp(name, "BEGIN") == 0)
			depth++;
		else if (strcmp(name, "END") == 0)
			depth--;
		if (depth != 1 || !is_replaced(name, keep)) {
			str_add(&out, raw);
		} else if (strcmp(name, "DTSTART") == 0 && !timed) {
			add_times(&out, o, keep, line_eol(raw));
			timed = true;
		}
	}
	made = slice_of(arena_dup(a, str_text(&out), out.n), out.n);
	str_free(&out);
	return made;
}

static bool
is_stamp(const char *name)
{
	return strcmp(name, "DTSTAMP") == 0 || strcmp(name, "CREATED") == 0 ||
	    strcmp(name, "LAST-MODIFIED") == 0 ||
	    strcmp(name, "SEQUENCE") == 0;
}

/* Digests of the lines that count, sorted. */
static void
digest_lines(struct slice bytes, struct vec *digests)
{
	struct str line = { .max = ICS_COMPONENT_MAX };
	char name[ICS_NAME_MAX];
	struct slice raw;

	while (line_next(&bytes, &raw)) {
		if (!line_name(raw, name) || is_stamp(name))
			continue;
		str_clear(&line);
		line_unfold(&line, raw);
		*(uint64_t *)vec_add(digests) = hash_bytes(str_slice(&line));
	}
	str_free(&line);
	vec_sort(digests, hash_cmp);
}

bool
override_same(struct slice a, struct slice b)
{
	struct vec x = VEC_OF(uint64_t), y = VEC_OF(uint64_t);
	bool same;

	digest_lines(a, &x);
	digest_lines(b, &y);
	same = x.n == y.n && (x.n == 0 ||
	    memcmp(x.items, y.items, x.n * sizeof(uint64_t)) == 0);
	vec_free(&x);
	vec_free(&y);
	return same;
}
