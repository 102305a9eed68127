/* SPDX-License-Identifier: MIT */
#include "ics/expand.h"

#define DAY 86400

/* Rounded down, unlike C's. */
static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
day_of(int64_t year, int64_t month, int day)
{
	struct civil c = { .year = (int)year, .month = (int)month,
		.day = day };

	return floor_div(clock_from_civil(&c), DAY);
}

/* Up to DAILY: seconds of a period. */
static int64_t
unit_of(enum rule_freq f)
{
	static const int64_t units[] = { 1, 60, 3600, DAY };

	return units[f];
}

/* Weeks are counted from the WKST after 1969-12-28, a Sunday. */
static int64_t
week_shift(const struct rule *r)
{
	return 3 - (int64_t)r->wkst;
}

/* The number of the period that holds a time. */
static int64_t
period_of(const struct rule *r, int64_t at)
{
	struct civil c;

	if (r->freq <= RULE_DAILY)
		return floor_div(at, unit_of(r->freq));
	if (r->freq == RULE_WEEKLY)
		return floor_div(floor_div(at, DAY) + week_shift(r), 7);
	c = clock_to_civil(at);
	return r->freq == RULE_YEARLY ? c.year :
	    (int64_t)c.year * 12 + c.month - 1;
}

/* Its first day. */
static int64_t
period_day(const struct rule *r, int64_t period)
{
	if (r->freq <= RULE_DAILY)
		return floor_div(period * unit_of(r->freq), DAY);
	if (r->freq == RULE_WEEKLY)
		return period * 7 - week_shift(r);
	if (r->freq == RULE_MONTHLY)
		return day_of(period / 12, period % 12 + 1, 1);
	return day_of(period, 1, 1);
}

/* The first period of the rule that is not before one. */
static int64_t
align(const struct expand *x, int64_t period)
{
	int64_t n = x->rule->interval;

	if (period <= x->first)
		return x->first;
	return x->first + (period - x->first + n - 1) / n * n;
}

/* A month, as its days see it. */
struct month {
	int number;
	int64_t first, length;		/* days */
	int64_t year_first, year_length;
};

static struct month
month_of(int64_t day)
{
	struct civil c = clock_to_civil(day * DAY);
	struct month m = { .number = c.month };

	m.first = day - c.day + 1;
	m.length = day_of(c.year, c.month + 1, 1) - m.first;
	m.year_first = day_of(c.year, 1, 1);
	m.year_length = day_of(c.year + 1, 1, 1) - m.year_first;
	return m;
}

/*
 * A week belongs to the year that has its fourth day, and is the n-th week
 * of it as that day is the n-th of its name (ISO 8601, any WKST).
 */
static bool
in_week(const struct rule *r, int64_t day)
{
	int64_t fourth = day - ((int)rule_weekday(day) - (int)r->wkst + 7) %
	    7 + 3;
	struct civil c = clock_to_civil(fourth * DAY);

	return rule_in(&r->weeks,
	    (fourth - day_of(c.year, 1, 1)) / 7 + 1,
	    (day_of(c.year, 12, 31) - fourth) / 7 + 1);
}

/* BYDAY: every such day, or the n-th of the month or of the year. */
static bool
in_week_days(const struct rule *r, const struct month *m, int64_t day)
{
	enum rule_day wd = rule_weekday(day);
	bool year = r->freq == RULE_YEARLY && !r->months.any;
	int64_t front = day - (year ? m->year_first : m->first);
	int64_t back = (year ? m->year_length : m->length) - 1 - front;

	return (r->week_days >> wd & 1) ||
	    (r->nth[wd].front >> (front / 7 + 1) & 1) ||
	    (r->nth[wd].back >> (back / 7 + 1) & 1);
}

static bool
matches(const struct rule *r, const struct month *m, int64_t day)
{
	int64_t md = day - m->first + 1, yd = day - m->year_first + 1;

	return (!r->month_days.any ||
	    rule_in(&r->month_days, md, m->length - md + 1)) &&
	    (!r->year_days.any ||
	    rule_in(&r->year_days, yd, m->year_length - yd + 1)) &&
	    (!r->by_day || in_week_days(r, m, day)) &&
	    (!r->weeks.any || in_week(r, day));
}

/* Find the days that match; months that can't are passed over whole. */
static void
find_days(struct expand *x, int64_t day, int64_t last)
{
	const struct rule *r = x->rule;
	struct month m;
	int64_t end;

	x->n_days = 0;
	for (; day <= last; day = end + 1) {
		m = month_of(day);
		end = m.first + m.length - 1;
		--*x->steps;
		if (r->months.any && !rule_in(&r->months, m.number, -1))
			continue;
		for (; day <= end && day <= last; day++) {
			--*x->steps;
			if (matches(r, &m, day))
				x->days[x->n_days++] = day;
		}
	}
}

static int64_t
list_of(const struct rule_set *s, int64_t n, unsigned char *list)
{
	int64_t i, at = 0;

	for (i = 0; i < n; i++)
		if (rule_in(s, i, -1))
			list[at++] = (unsigned char)i;
	return at;
}

/* The times of day: the parts' own, but those of a short period are its. */
static void
find_times(struct expand *x)
{
	const struct rule *r = x->rule;
	int64_t time = r->freq < RULE_DAILY ?
	    x->period * unit_of(r->freq) : 0;

	x->n_hours = x->n_minutes = x->n_seconds = 1;
	if (r->freq <= RULE_HOURLY)
		x->hours[0] = (unsigned char)(floor_div(time, 3600) -
		    floor_div(time, DAY) * 24);
	else
		x->n_hours = list_of(&r->hours, 24, x->hours);
	if (r->freq <= RULE_MINUTELY)
		x->minutes[0] = (unsigned char)(floor_div(time, 60) -
		    floor_div(time, 3600) * 60);
	else
		x->n_minutes = list_of(&r->minutes, 60, x->minutes);
	if (r->freq <= RULE_SECONDLY)
		x->seconds[0] = (unsigned char)(time -
		    floor_div(time, 60) * 60);
	else
		x->n_seconds = list_of(&r->seconds, 60, x->seconds);
}

/* BYSETPOS: which of n items; those in the middle can't be asked for. */
static int64_t
find_positions(struct expand *x, int64_t n)
{
	const int64_t max = RULE_NUMBER_MAX;
	int64_t i, at = 0;

	for (i = 0; i < n; i++) {
		if (i == max && n > 2 * max)
			i = n - max;
		if (rule_in(&x->rule->positions, i + 1, n - i))
			x->positions[at++] = i;
	}
	*x->steps -= i < 2 * max ? i / 8 : max / 4;
	return at;
}

static int64_t
item(const struct expand *x, int64_t i)
{
	int64_t n = x->n_minutes * x->n_seconds, time;

	if (x->rule->positions.any)
		i = x->positions[i];
	time = i % (x->n_hours * n);
	return x->days[i / (x->n_hours * n)] * DAY +
	    x->hours[time / n] * 3600 +
	    x->minutes[time % n / x->n_seconds] * 60 +
	    x->seconds[time % x->n_seconds];
}

/* The first item of the period from i on that is not before a time. */
static int64_t
find_item(const struct expand *x, int64_t i, int64_t at)
{
	int64_t end = x->n, middle;

	while (i < end) {
		middle = i + (end - i) / 2;
		if (item(x, middle) < at)
			i = middle + 1;
		else
			end = middle;
	}
	return i;
}

/*
 * COUNT: what has come is counted when the period is entered, so that items
 * can be passed over.  DTSTART is the first, also off the pattern.
 */
static void
count(struct expand *x)
{
	if (!x->rule->count || x->i >= x->n)
		return;
	if (!x->begun && item(x, x->i) != x->start)
		x->left--;
	x->begun = true;
	if (x->n - x->i > x->left)
		x->n = x->i + x->left;
	x->left -= x->n - x->i;
	if (x->left <= 0)
		x->over = true;		/* behind this period */
}

/* Enter a period, which may be empty. */
static void
load(struct expand *x)
{
	const struct rule *r = x->rule;
	int64_t first = period_day(r, x->period), last = first;

	--*x->steps;
	if (r->freq >= RULE_WEEKLY)
		last = period_day(r, x->period + 1) - 1;
	if (r->freq > RULE_DAILY || x->looked_day != first)
		find_days(x, first, last);
	x->looked_day = first;
	find_times(x);
	x->n = x->n_days * x->n_hours * x->n_minutes * x->n_seconds;
	if (r->positions.any)
		x->n = find_positions(x, x->n);
	x->i = find_item(x, 0, x->start);
	count(x);
}

/*
 * Up to DAILY: the time from which on there can be a match, at itself or
 * later.  Days, hours and minutes that can't match are passed over whole.
 */
static int64_t
next_open(struct expand *x, int64_t at)
{
	const struct rule *r = x->rule;
	int64_t day = floor_div(at, DAY), time = at - day * DAY;
	struct month m;

	if (x->looked_day != day) {
		find_days(x, day, day);
		x->looked_day = day;
	}
	if (!x->n_days) {
		m = month_of(day);
		if (r->months.any && !rule_in(&r->months, m.number, -1))
			day = m.first + m.length - 1;
		return (day + 1) * DAY;
	}
	if (r->freq == RULE_DAILY)
		return at;
	if (r->hours.any && !rule_in(&r->hours, time / 3600, -1))
		return at + 3600 - time % 3600;
	if (r->freq <= RULE_MINUTELY && r->minutes.any &&
	    !rule_in(&r->minutes, time / 60 % 60, -1))
		return at + 60 - time % 60;
	if (r->freq == RULE_SECONDLY && r->seconds.any &&
	    !rule_in(&r->seconds, time % 60, -1))
		return at + 1;
	return at;
}

/* Pass over short periods that can't match. */
static void
skip_closed(struct expand *x, int64_t end)
{
	int64_t unit = unit_of(x->rule->freq), at, open;

	while (*x->steps >= 0 && (at = x->period * unit) < end) {
		open = next_open(x, at);
		--*x->steps;
		if (open == at)
			return;
		x->period = align(x, floor_div(open + unit - 1, unit));
	}
}

/* Go on to the first period from this one that has an item. */
static void
enter(struct expand *x)
{
	const int64_t end = day_of(DATE_YEAR_MAX + 1, 1, 1);

	for (;;) {
		if (x->rule->freq <= RULE_DAILY)
			skip_closed(x, end * DAY);
		if (*x->steps < 0 || x->over ||
		    period_day(x->rule, x->period) >= end) {
			x->over = true;
			x->i = x->n = 0;
			return;
		}
		load(x);
		if (x->i < x->n)
			return;
		x->period += x->rule->interval;
	}
}

void
expand_init(struct expand *x, const struct rule *r, int64_t start,
    int64_t *steps)
{
	x->rule = r;
	x->start = start;
	x->steps = steps;
	x->first = x->period = period_of(r, start);
	x->left = r->count;
	x->begun = x->over = false;
	x->looked_day = INT64_MIN;
	x->n_days = 0;
	enter(x);
}

bool
expand_peek(struct expand *x, int64_t *at)
{
	if (*x->steps < 0 || x->i >= x->n)
		return false;
	*at = item(x, x->i);
	return *at <= x->rule->until;
}

void
expand_drop(struct expand *x)
{
	--*x->steps;
	if (++x->i < x->n)
		return;
	x->period += x->rule->interval;
	enter(x);
}

void
expand_seek(struct expand *x, int64_t at)
{
	int64_t now, target = align(x, period_of(x->rule, at));

	while (expand_peek(x, &now) && now < at) {
		if (x->period < target) {
			x->period = x->rule->count ?
			    x->period + x->rule->interval : target;
			enter(x);
			continue;
		}
		x->i = find_item(x, x->i, at);
		if (x->i == x->n) {
			x->period += x->rule->interval;
			enter(x);
		}
	}
}

int64_t
expand_last(struct expand *x)
{
	int64_t at = INT64_MIN;

	while (x->i < x->n && item(x, x->n - 1) <= x->rule->until) {
		at = item(x, x->n - 1);
		x->period += x->rule->interval;
		enter(x);
	}
	return at;
}
