/* SPDX-License-Identifier: MIT */
#include "ics/date.h"
#include "ics/limits.h"
#include "ics/yearly.h"

#define DAY 86400
/* Of open rules what matters is written: a year more on either side. */
#define FIRST_YEAR (DATE_YEAR_MIN - 2)
#define LAST_YEAR (DATE_YEAR_MAX + 1)
#define EARLY 0			/* 1970 */
#define LATE 16788297600	/* 2502 */

static int64_t
day_number(int year, int month, int day)
{
	const struct civil c = { .year = year, .month = month, .day = day };

	return clock_from_civil(&c) / DAY;
}

static int
weekday_of(int64_t day)
{
	return (int)(((day + 4) % 7 + 7) % 7);	/* 1970 began on Thursday */
}

static bool
holds(const struct yearly *y, int day, int length)
{
	if (y->days && !(y->days >> day & 1))
		return false;
	if (y->nth > 0)
		return (day - 1) / 7 + 1 == y->nth;
	return !y->nth || (length - day) / 7 + 1 == -y->nth;
}

/* One year's changes; false when those behind do not count any more. */
static bool
write_year(const struct yearly *y, int year, struct yearly_span *span,
    struct vec *changes)
{
	const int64_t first = day_number(year, y->month, 1);
	const int length = date_month_days(year, y->month);
	struct zone_change c = { .offset = y->after };
	int day = 1, step = 1;

	if (y->weekday >= 0) {
		day += (y->weekday - weekday_of(first) + 7) % 7;
		step = 7;
	}
	for (; day <= length; day += step) {
		if (!holds(y, day, length))
			continue;
		c.at = (first + day - 1) * DAY + y->time - y->before;
		if (c.at < span->from)
			continue;
		if (c.at > span->until || changes->n > ZONE_CHANGES_MAX)
			return false;
		*(struct zone_change *)vec_add(changes) = c;
		if (span->count && --span->count == 0)
			return false;
	}
	return true;
}

void
yearly_write(const struct yearly *y, const struct yearly_span *span,
    struct vec *changes)
{
	struct yearly_span left = *span;
	int year = FIRST_YEAR;

	/* A file may say any instant; years beyond are no int. */
	if (span->from > LATE)
		return;
	if (span->count || span->until != INT64_MAX ||
	    span->from > EARLY)
		year = clock_to_civil(span->from).year - 1;
	while (year <= LAST_YEAR && write_year(y, year, &left, changes))
		year++;
}

static int
by_instant(const void *a, const void *b)
{
	const struct zone_change *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static bool
in_range(int32_t offset)
{
	return offset >= -ZONE_OFFSET_MAX && offset <= ZONE_OFFSET_MAX;
}

bool
zone_finish(struct zone *z, struct vec *changes, struct arena *a)
{
	struct zone_change *c;
	size_t i;

	if (!in_range(z->offset) || changes->n > ZONE_CHANGES_MAX)
		return false;
	vec_sort(changes, by_instant);
	c = changes->items;
	for (i = 0; i < changes->n; i++)
		if (!in_range(c[i].offset) || (i >= ZONE_DENSE_MAX &&
		    c[i].at - c[i - ZONE_DENSE_MAX].at < 3 * DAY))
			return false;
	z->n = changes->n;
	if (!z->n)
		return true;
	c = arena_alloc(a, z->n * sizeof(*c));
	memcpy(c, changes->items, z->n * sizeof(*c));
	z->changes = c;
	return true;
}
