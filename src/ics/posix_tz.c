/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "ics/date.h"
#include "ics/posix_tz.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
take(struct slice *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = slice_from(*s, 1);
	return true;
}

static bool
digits(struct slice *s, int64_t min, int64_t max, int64_t *out)
{
	size_t n = 0;

	while (n < s->n && is_digit(s->p[n]))
		n++;
	if (!n || !num_parse(slice_of(s->p, n), min, max, out))
		return false;
	*s = slice_from(*s, n);
	return true;
}

/* An abbreviation: three letters or more, or anything in <>. */
static bool
name(struct slice *s)
{
	const char *end;
	size_t n = 0;

	if (take(s, '<')) {
		end = memchr(s->p, '>', s->n);
		if (end)
			*s = slice_from(*s, (size_t)(end + 1 - s->p));
		return end != NULL;
	}
	while (n < s->n && ((s->p[n] >= 'A' && s->p[n] <= 'Z') ||
	    (s->p[n] >= 'a' && s->p[n] <= 'z')))
		n++;
	*s = slice_from(*s, n);
	return n >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool
time_of(struct slice *s, int64_t *out)
{
	const bool negative = take(s, '-');
	int64_t h, m = 0, sec = 0;

	if (!negative)
		take(s, '+');
	if (!digits(s, 0, 167, &h) ||
	    (take(s, ':') && (!digits(s, 0, 59, &m) ||
	    (take(s, ':') && !digits(s, 0, 59, &sec)))))
		return false;
	*out = h * 3600 + m * 60 + sec;
	if (negative)
		*out = -*out;
	return true;
}

/* Here what is east of Greenwich is negative. */
static bool
offset(struct slice *s, int32_t *out)
{
	int64_t west;

	if (!time_of(s, &west) || west < -25 * 3600 || west > 25 * 3600)
		return false;
	*out = (int32_t)-west;
	return true;
}

/* A day by its number in a year without February 29. */
static void
by_number(struct yearly *y, int64_t day)
{
	y->weekday = -1;
	for (y->month = 1; day > date_month_days(2001, y->month); y->month++)
		day -= date_month_days(2001, y->month);
	y->days = 1u << day;
}

/* Mm.w.d: week 5 is the last one. */
static bool
by_week(struct slice *s, struct yearly *y)
{
	int64_t month, week, day;

	if (!digits(s, 1, 12, &month) || !take(s, '.') ||
	    !digits(s, 1, 5, &week) || !take(s, '.') ||
	    !digits(s, 0, 6, &day))
		return false;
	y->month = (int)month;
	y->nth = week == 5 ? -1 : (int)week;
	y->weekday = (int)day;
	return true;
}

static bool
rule(struct slice *s, struct yearly *y)
{
	int64_t day;

	y->time = 2 * 3600;
	if (take(s, 'M')) {
		if (!by_week(s, y))
			return false;
	} else if (take(s, 'J')) {
		if (!digits(s, 1, 365, &day))
			return false;
		by_number(y, day);
	} else {
		if (!digits(s, 0, 58, &day))
			return false;
		by_number(y, day + 1);
	}
	return !take(s, '/') || time_of(s, &y->time);
}

bool
posix_tz(struct slice text, struct zone *z, struct vec *changes)
{
	struct yearly to = { 0 }, from = { 0 };
	struct yearly_span span = { YEARLY_EVER, INT64_MAX, 0 };
	int32_t standard, daylight;

	if (!name(&text) || !offset(&text, &standard))
		return false;
	if (!changes->n)
		z->offset = standard;
	if (!text.n)
		return true;
	daylight = standard + 3600;
	if (!name(&text) || (text.n && text.p[0] != ',' &&
	    !offset(&text, &daylight)) ||
	    !take(&text, ',') || !rule(&text, &to) ||
	    !take(&text, ',') || !rule(&text, &from) || text.n)
		return false;
	to.before = from.after = standard;
	to.after = from.before = daylight;
	if (changes->n)
		span.from = VEC_AT(changes, struct zone_change,
		    changes->n - 1).at + 1;
	yearly_write(&to, &span, changes);
	yearly_write(&from, &span, changes);
	return true;
}
