/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/num.h"
#include "csv/blank.h"
#include "csv/limits.h"
#include "csv/when.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/*
 * A text is first brought into ASCII: letters into capitals, full-width
 * characters into their plain ones, and the Chinese words into the small
 * letters below.
 */
static const struct {
	const char *word;
	char as;
} words[] = {
	{ "年", 'y' }, { "月", 'm' }, { "日", 'd' }, { "号", 'd' },
	{ "时", 'h' }, { "点", 'h' }, { "分", 'n' }, { "秒", 's' },
	{ "上午", 'a' }, { "下午", 'p' },
};

/* One character at the start of *text; '\0' for one of no meaning. */
static char
plain(struct slice *text)
{
	size_t n = blank_at(*text), i;
	unsigned char c = (unsigned char)text->p[0];
	unsigned int wide;

	for (i = 0; i < LEN(words) && c >= 0x80; i++) {
		if (!slice_starts(*text, slice_str(words[i].word)))
			continue;
		*text = slice_from(*text, strlen(words[i].word));
		return words[i].as;
	}
	if (n) {
		c = ' ';
	} else if (text->n >= 3 && c == 0xef) {
		/* U+FF01 to U+FF5E are those of ASCII from '!' on. */
		wide = ((unsigned)text->p[1] & 0x3f) << 6 |
		    ((unsigned)text->p[2] & 0x3f);
		c = wide >= 0xf01 && wide <= 0xf5e
		    ? (unsigned char)(wide - 0xf01 + '!') : '\0';
		n = 3;
	}
	*text = slice_from(*text, n ? n : 1);
	if (c >= 'a' && c <= 'z')
		c = (unsigned char)(c - 32);
	return c < 0x80 ? (char)c : '\0';
}

/* The length; 0 when it is none of the forms for sure. */
static size_t
simplify(struct slice text, char buf[CSV_WHEN_MAX])
{
	size_t n = 0;

	while (text.n) {
		if (n == CSV_WHEN_MAX)
			return 0;
		buf[n] = plain(&text);
		if (!buf[n++])
			return 0;
	}
	return n;
}

/* --- parts --------------------------------------------------------------- */

static bool
one(struct slice *rest, char c)
{
	if (!rest->n || rest->p[0] != c)
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

static bool
blanks(struct slice *rest)
{
	bool some = rest->n && rest->p[0] == ' ';

	while (one(rest, ' '))
		;
	return some;
}

static bool
word(struct slice *rest, struct slice w)
{
	if (!slice_starts(*rest, w))
		return false;
	*rest = slice_from(*rest, w.n);
	return true;
}

/* A number of least to most digits, all that stand there. */
static bool
number(struct slice *rest, size_t least, size_t most, int max, int *out)
{
	size_t n = 0;
	int64_t v;

	while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9')
		n++;
	if (n < least || n > most ||
	    !num_parse(slice_of(rest->p, n), 0, max, &v))
		return false;
	*out = (int)v;
	*rest = slice_from(*rest, n);
	return true;
}

/* --- dates --------------------------------------------------------------- */

static bool
exists(const struct civil *c)
{
	struct civil back;

	if (c->month < 1 || c->month > 12 || c->day < 1)
		return false;
	back = clock_to_civil(clock_from_civil(c));
	return back.day == c->day && back.month == c->month;
}

/* 20261201 */
static bool
basic_date(struct slice *rest, struct civil *c)
{
	int n;

	if (!number(rest, 8, 8, 99991231, &n))
		return false;
	c->year = n / 10000;
	c->month = n / 100 % 100;
	c->day = n % 100;
	return exists(c);
}

/* 12/1/2026, 1.12.26 */
static bool
has_year_last(struct slice text)
{
	int n;
	char sep;

	if (!number(&text, 1, 2, 99, &n) || !text.n)
		return false;
	sep = text.p[0];
	return strchr("-/.", sep) && one(&text, sep) &&
	    number(&text, 1, 2, 99, &n) && one(&text, sep) &&
	    number(&text, 2, 4, 9999, &n);
}

/*
 * 2026-12-01, 2026/12/1, 2026.12.1, 20261201; 2026年12月1日 with blanks or
 * not.
 */
static bool
date(struct slice *rest, struct civil *c, bool *chinese)
{
	char sep;

	*chinese = false;
	if (basic_date(rest, c))
		return true;
	if (!number(rest, 4, 4, 9999, &c->year) || !rest->n)
		return false;
	blanks(rest);
	*chinese = one(rest, 'y');
	if (*chinese) {
		blanks(rest);
		if (!number(rest, 1, 2, 12, &c->month))
			return false;
		blanks(rest);
		if (!one(rest, 'm'))
			return false;
		blanks(rest);
		if (!number(rest, 1, 2, 31, &c->day))
			return false;
		blanks(rest);
		return one(rest, 'd') && exists(c);
	}
	sep = rest->n ? rest->p[0] : '\0';
	return sep && strchr("-/.", sep) && one(rest, sep) &&
	    number(rest, 1, 2, 12, &c->month) && one(rest, sep) &&
	    number(rest, 1, 2, 31, &c->day) && exists(c);
}

/* --- times --------------------------------------------------------------- */

enum half { HALF_NONE, HALF_AM, HALF_PM, HALF_SHANGWU, HALF_XIAWU };

static enum half
half(struct slice *rest)
{
	if (one(rest, 'a'))
		return HALF_SHANGWU;
	if (one(rest, 'p'))
		return HALF_XIAWU;
	if (word(rest, SLICE("AM")) || word(rest, SLICE("A.M.")))
		return HALF_AM;
	if (word(rest, SLICE("PM")) || word(rest, SLICE("P.M.")))
		return HALF_PM;
	return HALF_NONE;
}

/* Into hours of the day.  上午12:00 is midnight to Windows and noon to
 * people, so it is refused. */
static bool
apply_half(enum half h, struct civil *c)
{
	if (h == HALF_NONE)
		return true;
	if (c->hour > 12 || (c->hour == 0 && h != HALF_SHANGWU) ||
	    (c->hour == 12 && h == HALF_SHANGWU))
		return false;
	if (h == HALF_AM || h == HALF_SHANGWU)
		c->hour %= 12;
	else if (c->hour < 12)
		c->hour += 12;
	return true;
}

/* Seconds may have a fraction in RFC 3339; calendars have none. */
static bool
fraction(struct slice *rest)
{
	bool any = false;

	if (!one(rest, '.'))
		return true;
	while (one(rest, '0'))
		any = true;
	return any;
}

/* Behind the hour: :MM[:SS[.0]], 点[M[分[S秒]]], or nothing before AM. */
static bool
minutes(struct slice *rest, struct civil *c, bool *hour_alone)
{
	struct slice before = *rest;

	*hour_alone = false;
	if (one(rest, ':'))
		return number(rest, 2, 2, 59, &c->minute) &&
		    (!one(rest, ':') ||
		    (number(rest, 2, 2, 59, &c->second) && fraction(rest)));
	blanks(rest);
	if (!one(rest, 'h')) {
		*rest = before;
		*hour_alone = true;
		return true;
	}
	blanks(rest);
	if (!number(rest, 1, 2, 59, &c->minute))
		return true;
	blanks(rest);
	if (!one(rest, 'n'))
		return true;
	blanks(rest);
	if (!number(rest, 1, 2, 59, &c->second))
		return true;
	blanks(rest);
	return one(rest, 's');
}

/* 090000 and 0900, behind a T. */
static bool
basic_time(struct slice *rest, struct civil *c)
{
	int n;

	if (number(rest, 4, 4, 2359, &n))
		n *= 100;
	else if (!number(rest, 6, 6, 235959, &n))
		return false;
	c->hour = n / 10000;
	c->minute = n / 100 % 100;
	c->second = n % 100;
	return c->minute < 60 && c->second < 60;
}

static bool
time_of_day(struct slice *rest, struct civil *c)
{
	enum half h = half(rest);
	struct slice before;
	bool hour_alone;

	blanks(rest);
	if (!number(rest, 1, 2, 23, &c->hour) ||
	    !minutes(rest, c, &hour_alone))
		return false;
	before = *rest;
	blanks(rest);
	if (h == HALF_NONE)
		h = half(rest);
	if (h == HALF_NONE)
		*rest = before;
	return apply_half(h, c) && (!hour_alone || h != HALF_NONE);
}

/* Z, +08:00 or +0800. */
static bool
offset(struct slice *rest, int64_t *seconds)
{
	bool minus;
	int h, m;

	*seconds = 0;
	if (one(rest, 'Z'))
		return true;
	minus = one(rest, '-');
	if (!minus && !one(rest, '+'))
		return false;
	if (rest->n == 4) {
		if (!number(rest, 4, 4, 2359, &h))
			return false;
		m = h % 100;
		h /= 100;
	} else if (!number(rest, 2, 2, 23, &h) || !one(rest, ':') ||
	    !number(rest, 2, 2, 59, &m)) {
		return false;
	}
	*seconds = (h * 3600 + m * 60) * (minus ? -1 : 1);
	return m < 60;
}

/* --- both ---------------------------------------------------------------- */

static enum when_kind
read_when(struct slice rest, struct when *w)
{
	struct slice begin = rest;
	bool chinese, t;

	if (!date(&rest, &w->at, &chinese)) {
		w->at = (struct civil){ 0 };
		rest = begin;
		if (time_of_day(&rest, &w->at) && !rest.n)
			return WHEN_TIME;
		return has_year_last(begin) ? WHEN_YEAR_LAST : WHEN_BAD;
	}
	if (!rest.n)
		return WHEN_DATE;
	t = one(&rest, 'T');
	if (!t && !blanks(&rest) && !chinese)
		return WHEN_BAD;
	if (!(t && basic_time(&rest, &w->at)) &&
	    !time_of_day(&rest, &w->at))
		return WHEN_BAD;
	if (!rest.n)
		return WHEN_LOCAL;
	blanks(&rest);
	return offset(&rest, &w->offset) && !rest.n ? WHEN_OFFSET : WHEN_BAD;
}

struct when
when_read(struct slice text)
{
	struct when w = { 0 };
	char buf[CSV_WHEN_MAX];
	size_t n = simplify(blank_trim(text), buf);

	w.kind = read_when(slice_trim(slice_of(buf, n)), &w);
	return w;
}
