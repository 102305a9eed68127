/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "ics/date.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* n digits at the start of *rest, as a number between min and max. */
static bool
digits(struct slice *rest, size_t n, int64_t min, int64_t max, int *out)
{
	int64_t v;

	if (rest->n < n || !is_digit(rest->p[0]) ||
	    !num_parse(slice_of(rest->p, n), min, max, &v))
		return false;
	*out = (int)v;
	*rest = slice_from(*rest, n);
	return true;
}

/* A letter, in capitals or not: literals of ABNF have no case. */
static bool
letter(struct slice *rest, char capital)
{
	if (!rest->n || (rest->p[0] != capital && rest->p[0] != capital + 32))
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

static int
date_month_days(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
	};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

bool
date_parse_any(struct slice text, struct date *d)
{
	struct slice r = slice_trim(text);
	struct civil *c = &d->local;

	*d = (struct date){ 0 };
	if (!digits(&r, 4, 0, 9999, &c->year) ||
	    !digits(&r, 2, 1, 12, &c->month) ||
	    !digits(&r, 2, 1, date_month_days(c->year, c->month), &c->day))
		return false;
	if (!r.n)
		return true;
	if (!letter(&r, 'T') || !digits(&r, 2, 0, 23, &c->hour) ||
	    !digits(&r, 2, 0, 59, &c->minute) ||
	    !digits(&r, 2, 0, 60, &c->second))
		return false;
	/* Unix time has no leap seconds. */
	if (c->second == 60)
		c->second = 59;
	d->timed = true;
	d->utc = letter(&r, 'Z');
	return r.n == 0;
}

bool
date_parse(struct slice text, struct date *d)
{
	return date_parse_any(text, d) && d->local.year >= DATE_YEAR_MIN &&
	    d->local.year <= DATE_YEAR_MAX;
}

static bool
comes(struct slice rest, char c)
{
	return rest.n && rest.p[0] == c;
}

/* Take a character off where it is due. */
static bool
mark(struct slice *rest, char c, bool due)
{
	if (!due)
		return true;
	if (!comes(*rest, c))
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

/* Z, or how far local time is ahead of UTC. */
static bool
loose_offset(struct slice *rest, struct date *d, int64_t *ahead)
{
	int sign, hours, minutes = 0;

	*ahead = 0;
	if (!rest->n)
		return true;
	d->utc = true;
	if (letter(rest, 'Z'))
		return true;
	sign = comes(*rest, '-') ? -1 : 1;
	if (!mark(rest, sign == 1 ? '+' : '-', true) ||
	    !digits(rest, 2, 0, 14, &hours) ||
	    !mark(rest, ':', comes(*rest, ':')) ||
	    (rest->n && !digits(rest, 2, 0, 59, &minutes)))
		return false;
	*ahead = sign * (hours * 3600 + minutes * 60);
	return true;
}

/*
 * What JavaScript's toISOString has behind the seconds, ".000Z"; also where
 * its dot was taken out along with '-' and ':', and only then three digits.
 */
static void
skip_fraction(struct slice *rest)
{
	struct slice r = *rest;
	bool dot = comes(r, '.') || comes(r, ',');
	size_t n = 0;

	r = slice_from(r, dot);
	while (n < r.n && is_digit(r.p[n]))
		n++;
	if (dot ? n > 0 : n == 3 && slice_ieq(slice_from(r, n), SLICE("Z")))
		*rest = slice_from(r, n);
}

/* "10:00:00", "10:00", "1000"; up to the offset. */
static bool
loose_time(struct slice *rest, struct civil *c)
{
	bool colon, more;

	if (!digits(rest, 2, 0, 24, &c->hour))
		return false;
	colon = comes(*rest, ':');
	if (!mark(rest, ':', colon) || !digits(rest, 2, 0, 59, &c->minute))
		return false;
	more = rest->n && (colon ? comes(*rest, ':') : is_digit(*rest->p));
	if (more && (!mark(rest, ':', colon) ||
	    !digits(rest, 2, 0, 59, &c->second)))
		return false;
	if (more)
		skip_fraction(rest);
	return c->hour < 24 || (c->minute == 0 && c->second == 0);
}

static bool
loose_day(struct slice *rest, struct civil *c)
{
	bool dash;

	if (!digits(rest, 4, DATE_YEAR_MIN, DATE_YEAR_MAX, &c->year))
		return false;
	dash = comes(*rest, '-');
	return mark(rest, '-', dash) &&
	    digits(rest, 2, 1, 12, &c->month) && mark(rest, '-', dash) &&
	    digits(rest, 2, 1, date_month_days(c->year, c->month), &c->day);
}

bool
date_parse_loose(struct slice text, struct date *d)
{
	struct slice r = slice_trim(text);
	int64_t ahead;

	*d = (struct date){ 0 };
	if (!loose_day(&r, &d->local))
		return false;
	if (!r.n)
		return true;
	d->timed = true;
	if ((!letter(&r, 'T') && !mark(&r, ' ', true)) ||
	    !loose_time(&r, &d->local) || !loose_offset(&r, d, &ahead) ||
	    r.n)
		return false;
	d->local = clock_to_civil(clock_from_civil(&d->local) - ahead);
	return d->local.year >= DATE_YEAR_MIN &&
	    d->local.year <= DATE_YEAR_MAX;
}

/*
 * One "15M" of a duration when its unit comes next.  False when the number
 * is too large; *seen tells whether it was there.
 */
static bool
part(struct slice *rest, char unit, int64_t max, int64_t *out, bool *seen)
{
	struct slice after;
	size_t n = 0;

	while (n < rest->n && is_digit(rest->p[n]))
		n++;
	after = slice_from(*rest, n);
	*seen = n > 0 && letter(&after, unit);
	if (!*seen)
		return true;
	if (!num_parse(slice_of(rest->p, n), 0, max, out))
		return false;
	*rest = after;
	return true;
}

/* A number and its unit, with the T before it where that is due. */
static bool
take_part(struct slice *rest, struct date_duration *d, int *last, bool *timed)
{
	static const struct {
		char unit;
		int64_t days, seconds;
	} units[] = { { 'W', 7, 0 }, { 'D', 1, 0 }, { 'H', 0, 3600 },
		{ 'M', 0, 60 }, { 'S', 0, 1 } };
	const int64_t max = DATE_DURATION_DAYS * (int64_t)86400;
	bool seen = false, t = letter(rest, 'T');
	int64_t v = 0;
	int i;

	/* Each unit once, from the largest on. */
	for (i = *last + 1; i < 5 && !seen; i++)
		if (!part(rest, units[i].unit, max, &v, &seen))
			return false;
	if (!seen || (--i > 1 && !t && !*timed))
		return false;
	d->odd |= (t && (i < 2 || *timed)) || (*last == 0);
	*timed = *timed || t;
	*last = i;
	d->days += v * units[i].days;
	d->seconds += v * units[i].seconds;
	return d->days * 86400 + d->seconds <= max;
}

bool
date_duration(struct slice text, struct date_duration *d)
{
	struct slice r = slice_trim(text);
	bool minus = r.n && r.p[0] == '-', timed = false;
	int last = -1;

	*d = (struct date_duration){ 0 };
	if (r.n && (r.p[0] == '-' || r.p[0] == '+'))
		r = slice_from(r, 1);
	if (!letter(&r, 'P') || !r.n)
		return false;
	while (r.n)
		if (!take_part(&r, d, &last, &timed))
			return false;
	if (minus)
		*d = (struct date_duration){ -d->days, -d->seconds, d->odd };
	return true;
}
