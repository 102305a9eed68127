/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/num.h"
#include "csv/day.h"
#include "csv/plain.h"
#include "csv/when.h"

/* --- times --------------------------------------------------------------- */

/* A part of the day, as plain_word has it; 'A' and 'P' for AM and PM;
 * '\0': none. */
static char
part_of_day(struct slice *rest)
{
	char c = rest->n ? rest->p[0] : '\0';

	if (c && strchr("apbego", c) && plain_char(rest, c))
		return c;
	if (plain_take(rest, SLICE("AM")) || plain_take(rest, SLICE("A.M.")))
		return 'A';
	if (plain_take(rest, SLICE("PM")) || plain_take(rest, SLICE("P.M.")))
		return 'P';
	return '\0';
}

/* What can mean two hours: it is refused. */
#define TWO (-1)

/*
 * Into hours of the day: WHEN_TIME, or why not.  上午12:00 is midnight to
 * Windows and noon to people, 晚上12点 and 晚上1点 may be either end of the
 * night.
 */
static enum when_kind
apply_part(char of, struct civil *c)
{
	static const struct {
		char of;
		int from, to, add;	/* hours as written */
	} parts[] = {
		{ PLAIN_FORENOON, 12, 12, TWO }, { PLAIN_MORNING, 12, 12, TWO },
		{ PLAIN_EVENING, 0, 5, TWO }, { PLAIN_EVENING, 12, 12, TWO },
		{ PLAIN_NIGHT, 12, 12, TWO },
		{ 'A', 1, 11, 0 }, { 'A', 12, 12, -12 },
		{ 'P', 1, 11, 12 }, { 'P', 12, 12, 0 },
		{ PLAIN_FORENOON, 0, 11, 0 },
		{ PLAIN_AFTERNOON, 1, 11, 12 }, { PLAIN_AFTERNOON, 12, 12, 0 },
		{ PLAIN_MORNING, 5, 11, 0 }, { PLAIN_NIGHT, 0, 5, 0 },
		{ PLAIN_EVENING, 6, 11, 12 }, { PLAIN_EVENING, 18, 23, 0 },
		{ PLAIN_NOON, 11, 13, 0 }, { PLAIN_NOON, 1, 2, 12 },
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i].of == of && c->hour >= parts[i].from &&
		    c->hour <= parts[i].to) {
			if (parts[i].add == TWO)
				return WHEN_HOUR;
			c->hour += parts[i].add;
			return WHEN_TIME;
		}
	}
	return of ? WHEN_BAD : WHEN_TIME;
}

/* Seconds may have a fraction (RFC 3339, 5.6), which calendars have not: it is
 * cut off.  Nothing is later than 24:00. */
static bool
fraction(struct slice *rest, const struct civil *c)
{
	bool any = false, more = false;

	if (!plain_char(rest, '.'))
		return true;
	for (; rest->n && rest->p[0] >= '0' && rest->p[0] <= '9'; any = true) {
		more |= rest->p[0] != '0';
		*rest = slice_from(*rest, 1);
	}
	return any && !(more && c->hour == 24);
}

/* Behind the hour: :MM[:SS[.f]], 点[半|M[分[S秒]]], or nothing before AM. */
static bool
minutes(struct slice *rest, struct civil *c, bool *hour_alone)
{
	struct slice before = *rest;

	*hour_alone = false;
	if (plain_char(rest, ':'))
		return plain_number(rest, 2, 2, 59, &c->minute) &&
		    (!plain_char(rest, ':') ||
		    (plain_number(rest, 2, 2, 59, &c->second) &&
		    fraction(rest, c)));
	plain_blanks(rest);
	if (!plain_char(rest, 'h')) {
		*rest = before;
		*hour_alone = true;
		return true;
	}
	plain_blanks(rest);
	if (plain_char(rest, PLAIN_HALF)) {
		c->minute = 30;
		return true;
	}
	if (!plain_number(rest, 1, 2, 59, &c->minute))
		return true;
	plain_blanks(rest);
	if (!plain_char(rest, 'n'))
		return true;
	plain_blanks(rest);
	if (!plain_number(rest, 1, 2, 59, &c->second))
		return true;
	plain_blanks(rest);
	return plain_char(rest, 's');
}

/* 24:00 is the end of the day. */
static bool
is_hour(const struct civil *c)
{
	return c->hour < 24 || (c->minute == 0 && c->second == 0);
}

/* 090000 and 0900, behind a T. */
static bool
basic_time(struct slice *rest, struct civil *c)
{
	int n;

	if (plain_number(rest, 4, 4, 2400, &n))
		n *= 100;
	else if (!plain_number(rest, 6, 6, 240000, &n))
		return false;
	c->hour = n / 10000;
	c->minute = n / 100 % 100;
	c->second = n % 100;
	return c->minute < 60 && c->second < 60 && is_hour(c);
}

/* WHEN_TIME, or why it is none. */
static enum when_kind
time_of_day(struct slice *rest, struct civil *c)
{
	char of = part_of_day(rest);
	struct slice before;
	bool hour_alone;

	plain_blanks(rest);
	if (!plain_number(rest, 1, 2, 24, &c->hour) ||
	    !minutes(rest, c, &hour_alone) || !is_hour(c))
		return WHEN_BAD;
	before = *rest;
	plain_blanks(rest);
	if (plain_take(rest, SLICE("UHR")))
		return of ? WHEN_BAD : WHEN_TIME;
	if (!of)
		of = part_of_day(rest);
	if (!of)
		*rest = before;
	return hour_alone && !of ? WHEN_BAD : apply_part(of, c);
}

/* --- offsets -------------------------------------------------------------- */

/* +08:00 or +0800; +8 when `loose'. */
static bool
hours(struct slice *rest, bool loose, int64_t *seconds)
{
	bool minus = plain_char(rest, '-');
	struct slice before;
	int h, m = 0;

	if (!minus && !plain_char(rest, '+'))
		return false;
	before = *rest;
	if (plain_number(rest, 4, 4, 2359, &h)) {
		m = h % 100;
		h /= 100;
	} else {
		*rest = before;
		if (!plain_number(rest, loose ? 1 : 2, 2, 23, &h))
			return false;
		if (plain_char(rest, ':')
		    ? !plain_number(rest, 2, 2, 59, &m) : !loose)
			return false;
	}
	*seconds = (h * 3600 + m * 60) * (minus ? -1 : 1);
	return m < 60 && h <= 14;	/* no zone is further */
}

/* Z, UTC, GMT+8, (UTC+08:00), +08:00 or +0800. */
static bool
offset(struct slice *rest, bool loose, int64_t *seconds)
{
	bool within = plain_char(rest, '('), named;

	*seconds = 0;
	if (plain_char(rest, 'Z'))
		return !within;
	named = plain_take(rest, SLICE("UTC")) ||
	    plain_take(rest, SLICE("GMT"));
	if (named && (!rest->n || rest->p[0] == ')'))
		return !within || plain_char(rest, ')');
	return hours(rest, loose || named, seconds) &&
	    (!within || plain_char(rest, ')'));
}

bool
when_offset(struct slice text, int64_t *seconds)
{
	char buf[CSV_WHEN_MAX];
	struct slice rest = slice_trim(slice_of(buf, plain_text(text, buf)));

	return rest.n && offset(&rest, true, seconds) && !rest.n;
}

/* --- both ---------------------------------------------------------------- */

/* The zone's name that JavaScript puts behind an offset. */
static void
remark(struct slice *rest)
{
	plain_blanks(rest);
	if (rest->n && rest->p[0] == '(' && rest->p[rest->n - 1] == ')')
		*rest = slice_from(*rest, rest->n);
}

/* What may stand between date and time; false when nothing does. */
static bool
between(struct slice *rest, bool *basic)
{
	bool any;

	*basic = plain_char(rest, 'T');
	if (*basic)
		return true;
	any = plain_char(rest, ',');
	any = plain_blanks(rest) || any;
	if (plain_take(rest, SLICE("AT ")) || plain_take(rest, SLICE("UM ")))
		plain_blanks(rest);
	return any;
}

/*
 * "10:00-11:00" is a span of time to people.  With seconds, or behind a T, a
 * minus is that of an offset; others have none.
 */
static bool
is_span(struct slice time, struct slice rest)
{
	size_t i, colons = 0;

	plain_blanks(&rest);
	for (i = 0; i < time.n - rest.n; i++)
		colons += time.p[i] == ':';
	return rest.n && rest.p[0] == '-' && colons < 2;
}

static enum when_kind
read_time(struct slice *rest, bool joined, struct csv_when *w)
{
	enum when_kind kind;
	struct slice time;
	bool basic;

	if (!rest->n)
		return WHEN_DATE;
	if (!between(rest, &basic) && !joined)
		return WHEN_BAD;
	time = *rest;
	kind = basic && basic_time(rest, &w->at) ? WHEN_TIME
	    : time_of_day(rest, &w->at);
	if (kind != WHEN_TIME)
		return kind;
	if (!rest->n)
		return WHEN_LOCAL;
	if (!basic && is_span(time, *rest))
		return WHEN_SPAN;
	plain_blanks(rest);
	if (!offset(rest, false, &w->offset))
		return WHEN_BAD;
	remark(rest);
	return rest->n ? WHEN_BAD : WHEN_OFFSET;
}

/* 1796083200000, milliseconds since 1970: the only numbers of 13 digits. */
static bool
milliseconds(struct slice text, struct csv_when *w)
{
	int64_t ms;

	if (text.n != 13 || !num_parse(text, 0, INT64_MAX, &ms))
		return false;
	w->at = clock_to_civil(ms / 1000);
	return true;
}

static enum when_kind
read_when(struct slice rest, const unsigned allowed[WHEN_MARKS],
    struct csv_when *w)
{
	struct slice begin = rest;
	struct civil c;
	enum when_kind kind;
	bool joined;

	if (milliseconds(rest, w))
		return WHEN_OFFSET;
	if (!day_read(&rest, allowed, w, &joined)) {
		w->at = (struct civil){ 0 };
		kind = time_of_day(&begin, &w->at);
		return begin.n ? WHEN_BAD : kind;
	}
	c = w->at;
	kind = read_time(&rest, joined, w);
	if (kind == WHEN_BAD || kind == WHEN_HOUR || kind == WHEN_SPAN) {
		w->orders = 0;
		return kind;
	}
	if (w->orders && !c.year)
		return WHEN_UNDECIDED;
	return w->kind == WHEN_WEEKDAY ? WHEN_WEEKDAY : kind;
}

struct csv_when
when_read(struct slice text, const unsigned allowed[WHEN_MARKS])
{
	struct csv_when w = { 0 };
	char buf[CSV_WHEN_MAX];
	size_t n = plain_text(blank_trim(text), buf);

	w.kind = read_when(slice_trim(slice_of(buf, n)), allowed, &w);
	return w;
}
