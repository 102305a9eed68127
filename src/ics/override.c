/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "base/str.h"
#include "base/vec.h"
#include "ics/date.h"
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
	struct line_walk w = { .rest = bytes };

	while (line_walk(&w))
		if (w.depth == 1 && strcmp(w.name, want) == 0)
			return w.raw;
	return slice_of(NULL, 0);
}

static void
read_form(struct form *f, struct slice bytes, const struct event *ev)
{
	struct str line = { .max = ICS_VALUE_MAX };
	struct line_parts parts;

	f->ev = ev;
	if (line_read(&line, find_line(bytes, "DTSTART"), &parts))
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

/* A DTEND with a zone says that of both where DTSTART has none. */
static bool
says_zone(const struct form *f, const struct line_parts *end)
{
	struct slice tzid;

	return !f->ev->all_day && !f->ev->utc &&
	    !event_param(str_slice(&f->params), "TZID", &tzid) &&
	    (event_param(end->params, "TZID", &tzid) ||
	    slice_iends(slice_trim(end->value), SLICE("Z")));
}

/* In the form of DTSTART, but where that of base's DTEND counts, or a day ends
 * at a time. */
static void
add_end(struct str *out, const struct form *f, struct slice base, int64_t at,
    const char *eol)
{
	struct civil c = zone_to_local(f->ev->zone, at);
	struct form own = { .ev = f->ev };
	struct str line = { .max = ICS_VALUE_MAX };
	struct line_parts end;
	char buf[CLOCK_TEXT];
	bool says = line_read(&line, find_line(base, "DTEND"), &end) &&
	    says_zone(f, &end);

	if (says)
		str_add(&own.params, end.params);
	if ((says && !own.params.n) ||
	    (f->ev->all_day && (c.hour || c.minute || c.second)))
		str_addf(out, "DTEND:%s%s", clock_ical(at, buf), eol);
	else
		add_time(out, "DTEND", says ? &own : f, at, eol);
	str_free(&own.params);
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
		add_end(out, &own, o->base, o->end, eol);
	str_free(&series.params);
	str_free(&own.params);
}

struct slice
override_make(const struct override *o, struct arena *a)
{
	/* An end that base does not state stays unstated. */
	bool keep = o->end - o->start == o->event->end - o->event->start &&
	    !find_line(o->base, "DTEND").n;
	struct line_walk w = { .rest = o->base };
	struct str out = { 0 };
	bool timed = false;

	while (line_walk(&w)) {
		if (w.depth != 1 || !is_replaced(w.name, keep)) {
			str_add(&out, w.raw);
		} else if (strcmp(w.name, "DTSTART") == 0 && !timed) {
			add_times(&out, o, keep, line_eol(w.raw));
			timed = true;
		}
	}
	return str_keep(&out, a);
}

/* --- what it says --------------------------------------------------------- */

/* Whether a property says nothing of the event, or is made anew. */
static bool
is_ignored(const char *name, int depth)
{
	static const char *const any[] = { "DTSTAMP", "CREATED",
		"LAST-MODIFIED", "SEQUENCE" };
	static const char *const inner[] = { "UID", "ACKNOWLEDGED" };
	size_t i;

	if (name[0] == 'X' && name[1] == '-')
		return true;
	for (i = 0; i < sizeof(any) / sizeof(*any); i++)
		if (strcmp(any[i], name) == 0)
			return true;
	for (i = 0; depth > 1 && i < sizeof(inner) / sizeof(*inner); i++)
		if (strcmp(inner[i], name) == 0)
			return true;
	return depth == 1 && is_replaced(name, false);
}

/* What a parameter says when it is not there. */
static bool
is_default(struct slice param)
{
	static const char *const texts[] = { "RELATED=START",
		"VALUE=DURATION", "VALUE=TEXT", "VALUE=URI" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (slice_ieq(param, slice_str(texts[i])))
			return true;
	return slice_istarts(param, SLICE("X-"));
}

/* A parameter without quotes, its name in upper case. */
static uint64_t
digest_param(struct slice param)
{
	struct str s = { 0 };
	bool value = false;
	uint64_t digest;
	size_t i;

	for (i = 0; i < param.n; i++) {
		if (param.p[i] == '=')
			value = true;
		if (param.p[i] != '"')
			str_addc(&s, !value && param.p[i] >= 'a' &&
			    param.p[i] <= 'z' ? (char)(param.p[i] - 'a' + 'A')
			    : param.p[i]);
	}
	digest = is_default(str_slice(&s)) ? 0 : hash_bytes(str_slice(&s));
	str_free(&s);
	return digest;
}

/* Of the parameters in any order. */
static uint64_t
digest_params(struct slice params)
{
	bool quoted = false;
	uint64_t sum = 0;
	size_t i, from = 1;

	for (i = 1; params.n && i <= params.n; i++) {
		if (i < params.n && params.p[i] == '"')
			quoted = !quoted;
		if (i < params.n && (quoted || params.p[i] != ';'))
			continue;
		sum += digest_param(slice_of(params.p + from, i - from));
		from = i + 1;
	}
	return sum;
}

static uint64_t
digest_value(const char *name, struct slice value)
{
	struct str s = { 0 };
	struct date_duration d;
	uint64_t digest;
	int64_t n;

	value = slice_trim(value);
	if ((strcmp(name, "TRIGGER") == 0 || strcmp(name, "DURATION") == 0) &&
	    date_duration(value, &d))
		str_addf(&s, "%jd", (intmax_t)(d.days * 86400 + d.seconds));
	else if (num_parse(value, 0, INT32_MAX, &n))
		str_addf(&s, "%jd", (intmax_t)n);
	else
		line_unescape(&s, value);
	digest = hash_bytes(slice_trim(str_slice(&s)));
	str_free(&s);
	return digest;
}

static uint64_t
digest_line(const char *name, struct slice raw)
{
	struct str line = { .max = ICS_COMPONENT_MAX };
	struct line_parts parts;
	uint64_t digest = hash_bytes(slice_str(name));

	if (line_read(&line, raw, &parts)) {
		digest = hash_join(digest, digest_params(parts.params));
		digest = hash_join(digest, digest_value(name, parts.value));
		/* A blank property says nothing. */
		if (!slice_trim(parts.value).n)
			digest = 0;
	}
	str_free(&line);
	return digest;
}

/* As digest_line, of a line without parameters. */
static uint64_t
digest_uid(const char *uid)
{
	return hash_join(hash_join(hash_bytes(SLICE("UID")), 0),
	    digest_value("UID", slice_str(uid)));
}


static uint64_t digest_component(struct line_walk *w, const char *uid);

/* Of the lines up to the END of a component, each; of those nested in it, one
 * for each component. */
static void
digest_lines(struct line_walk *w, const char *uid, struct digests *all)
{
	uint64_t digest;

	while (line_walk(w) && !w->ends) {
		if (!w->name[0] || is_ignored(w->name, w->depth))
			continue;
		digest = uid && w->depth == 1 && strcmp(w->name, "UID") == 0
		    ? digest_uid(uid) : digest_line(w->name, w->raw);
		if (w->begins && w->depth < ICS_DEPTH_MAX)
			digest = hash_join(digest, digest_component(w, uid));
		if (digest)
			*VEC_ADD(all) = digest;
	}
	VEC_SORT(all, hash_cmp);
}

/* All together, in any order. */
static uint64_t
digest_component(struct line_walk *w, const char *uid)
{
	struct digests all = { 0 };
	uint64_t digest = 1;
	size_t i;

	digest_lines(w, uid, &all);
	for (i = 0; i < all.n; i++)
		digest = hash_join(digest, all.items[i]);
	VEC_FREE(&all);
	return digest;
}

uint64_t
override_digest(struct slice bytes, const char *uid)
{
	return digest_component(&(struct line_walk){ .rest = bytes }, uid);
}

void
override_lines(struct slice bytes, struct digests *out)
{
	struct line_walk w = { .rest = bytes };

	if (line_walk(&w))
		digest_lines(&w, "", out);
}
