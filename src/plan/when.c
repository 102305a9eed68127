/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "plan/when.h"

#define DAY 86400

/* An instant in its zone. */
struct local_time {
	struct civil c;
	int64_t local;		/* c as seconds since 1970 */
	int offset;		/* minutes east of UTC */
};

static struct local_time
moment_of(const struct when *w, int64_t at)
{
	struct local_time m;

	m.c = w->local ? w->local(w->zone, at) : clock_to_civil(at);
	m.local = clock_from_civil(&m.c);
	m.offset = (int)((m.local - at) / 60);
	return m;
}

struct text {
	char *p;
	size_t n;
};

static void
add(struct text *t, const char *text)
{
	size_t n = strlen(text);

	if (t->n + n >= WHEN_TEXT)
		return;
	memcpy(t->p + t->n, text, n + 1);
	t->n += n;
}

/* A day, as the language writes it: alone, or before a time. */
static void
add_day(struct text *t, const struct local_time *m, bool alone)
{
	static const char *const names[] = { N_("Sun"), N_("Mon"), N_("Tue"),
		N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat") };
	int64_t days = m->local / DAY - (m->local % DAY < 0);
	/* 1 January 1970 was a Thursday. */
	const char *name = intl_text(names[((days + 4) % 7 + 7) % 7]);
	char buf[64];

	snprintf(buf, sizeof(buf), alone ? _("%s %04d-%02d-%02d")
	    : _("%s %04d-%02d-%02d "), name, m->c.year, m->c.month, m->c.day);
	add(t, buf);
}

static void
add_clock(struct text *t, const struct local_time *m)
{
	char buf[32];

	snprintf(buf, sizeof(buf), "%02d:%02d", m->c.hour, m->c.minute);
	add(t, buf);
}

static void
add_offset(struct text *t, const struct local_time *m)
{
	int minutes = m->offset < 0 ? -m->offset : m->offset;
	char buf[32];

	snprintf(buf, sizeof(buf), " %c%02d:%02d", m->offset < 0 ? '-' : '+',
	    minutes / 60, minutes % 60);
	add(t, buf);
}

static bool
is_midnight(const struct local_time *m)
{
	return !m->c.hour && !m->c.minute && !m->c.second;
}

static bool
is_days(const struct local_time *start, const struct local_time *end)
{
	return end->local > start->local && is_midnight(start) &&
	    is_midnight(end);
}

const char *
when_time(const struct when *w, int64_t at, char buf[WHEN_TEXT])
{
	struct text t = { buf, 0 };
	struct local_time m = moment_of(w, at);

	add_day(&t, &m, false);
	add_clock(&t, &m);
	add_offset(&t, &m);
	return buf;
}

const char *
when_start(const struct when *w, int64_t start, int64_t end,
    char buf[WHEN_TEXT])
{
	struct text t = { buf, 0 };
	struct local_time from = moment_of(w, start), to = moment_of(w, end);

	if (!end || !is_days(&from, &to))
		return when_time(w, start, buf);
	add_day(&t, &from, true);
	return buf;
}

static bool
is_same_day(const struct local_time *a, const struct local_time *b)
{
	return a->c.year == b->c.year && a->c.month == b->c.month &&
	    a->c.day == b->c.day && a->offset == b->offset;
}

const char *
when_beside(const struct when *w, int64_t at, int64_t other,
    char buf[WHEN_TEXT])
{
	struct text t = { buf, 0 };
	struct local_time m = moment_of(w, at), there = moment_of(w, other);

	if (!is_same_day(&m, &there))
		return when_time(w, at, buf);
	add_clock(&t, &m);
	return buf;
}

/* Of whole days; the last one is the one before the end. */
static void
add_days(struct text *t, const struct local_time *from, const struct when *w,
    int64_t end)
{
	struct local_time last = moment_of(w, end - 1);

	add_day(t, from, true);
	if (last.local - from->local < DAY)
		return;
	add(t, " - ");
	add_day(t, &last, true);
}

const char *
when_range(const struct when *w, int64_t start, int64_t end,
    char buf[WHEN_TEXT])
{
	struct text t = { buf, 0 };
	struct local_time from = moment_of(w, start), to = moment_of(w, end);
	bool one_day = from.c.year == to.c.year && from.c.month ==
	    to.c.month && from.c.day == to.c.day;

	if (end == start)
		return when_time(w, start, buf);
	if (is_days(&from, &to)) {
		add_days(&t, &from, w, end);
		return buf;
	}
	add_day(&t, &from, false);
	add_clock(&t, &from);
	if (from.offset != to.offset)
		add_offset(&t, &from);
	add(&t, one_day && from.offset == to.offset ? "-" : " - ");
	if (!one_day)
		add_day(&t, &to, false);
	add_clock(&t, &to);
	add_offset(&t, &to);
	return buf;
}

void
when_zone(const struct when *w, struct str *out)
{
	if (w->name)
		str_addf(out, _("Times are in %s.\n"), w->name);
}

#define INSTANT (sizeof("2026-12-03T02:00:00Z") - 1)

static bool
is_instant(struct slice text, int64_t *at)
{
	static const char form[] = "0000-00-00T00:00:00Z";
	struct err ignored;
	size_t i;

	for (i = 0; i < INSTANT; i++)
		if (i >= text.n || (form[i] == '0' ? text.p[i] < '0' ||
		    text.p[i] > '9' : text.p[i] != form[i]))
			return false;
	return clock_parse(slice_of(text.p, INSTANT), at, &ignored) == 0;
}

void
when_message(const struct when *w, const char *text, struct str *out)
{
	struct slice rest = slice_str(text);
	char before = ' ', buf[WHEN_TEXT];
	int64_t at;

	while (rest.n) {
		if (before != '\'' && before != '"' && is_instant(rest, &at)) {
			str_adds(out, when_time(w, at, buf));
			rest = slice_from(rest, INSTANT);
			before = ' ';
			continue;
		}
		before = *rest.p;
		str_addc(out, before);
		rest = slice_from(rest, 1);
	}
}
