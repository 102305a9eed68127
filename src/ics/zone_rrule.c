/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "ics/zone_rrule.h"

/* A rule while its parts are read; the parts that it had, as bits. */
struct rrule {
	struct zone_rrule *to;
	const struct civil *start;
	unsigned seen;
	int n_days;		/* of BYMONTHDAY */
};

static bool
take_freq(struct rrule *r, struct slice v)
{
	(void)r;
	return slice_ieq(v, SLICE("YEARLY"));
}

static bool
take_interval(struct rrule *r, struct slice v)
{
	int64_t n;

	(void)r;
	return num_parse(v, 1, 1, &n);
}

static bool
take_until(struct rrule *r, struct slice v)
{
	r->to->has_until = true;
	return date_parse_any(v, &r->to->until);
}

static bool
take_count(struct rrule *r, struct slice v)
{
	return num_parse(v, 1, INT32_MAX, &r->to->count);
}

static bool
take_wkst(struct rrule *r, struct slice v)
{
	(void)r;		/* it means nothing in these forms */
	return v.n == 2;
}

static bool
take_month(struct rrule *r, struct slice v)
{
	int64_t month;

	if (!num_parse(v, 1, 12, &month))
		return false;
	r->to->days.month = (int)month;
	return true;
}

/* "SU", or with a number from the month's begin or end: "2SU", "-1SU". */
static bool
take_day(struct rrule *r, struct slice v)
{
	static const char *const names[] = {
		"SU", "MO", "TU", "WE", "TH", "FR", "SA",
	};
	struct yearly *y = &r->to->days;
	struct slice number;
	int64_t nth = 0;
	int i;

	if (v.n < 2)
		return false;
	number = slice_of(v.p, v.n - 2);
	if (slice_starts(number, SLICE("+")))
		number = slice_from(number, 1);
	if (v.n > 2 && (!num_parse(number, -5, 5, &nth) || !nth))
		return false;
	y->nth = (int)nth;
	for (i = 0; i < 7; i++)
		if (slice_ieq(slice_from(v, v.n - 2), slice_str(names[i])))
			y->weekday = i;
	return y->weekday >= 0;
}

static bool
take_month_days(struct rrule *r, struct slice v)
{
	struct slice word;
	int64_t day;

	while (slice_word(&v, ",", &word)) {
		if (!num_parse(word, 1, 31, &day))
			return false;
		r->to->days.days |= 1u << day;
		r->n_days++;
	}
	return r->n_days > 0;
}

/* The time of day, as it stands in DTSTART anyway. */
static bool
take_hour(struct rrule *r, struct slice v)
{
	int64_t n;

	return num_parse(v, r->start->hour, r->start->hour, &n);
}

static bool
take_minute(struct rrule *r, struct slice v)
{
	int64_t n;

	return num_parse(v, r->start->minute, r->start->minute, &n);
}

static bool
take_second(struct rrule *r, struct slice v)
{
	int64_t n;

	return num_parse(v, r->start->second, r->start->second, &n);
}

enum part {
	FREQ, INTERVAL, UNTIL, COUNT, WKST, BYMONTH, BYDAY, BYMONTHDAY,
	BYHOUR, BYMINUTE, BYSECOND, PARTS,
};

static const struct {
	const char *name;
	bool (*take)(struct rrule *r, struct slice value);
} parts[] = {
	[FREQ] = { "FREQ", take_freq },
	[INTERVAL] = { "INTERVAL", take_interval },
	[UNTIL] = { "UNTIL", take_until },
	[COUNT] = { "COUNT", take_count },
	[WKST] = { "WKST", take_wkst },
	[BYMONTH] = { "BYMONTH", take_month },
	[BYDAY] = { "BYDAY", take_day },
	[BYMONTHDAY] = { "BYMONTHDAY", take_month_days },
	[BYHOUR] = { "BYHOUR", take_hour },
	[BYMINUTE] = { "BYMINUTE", take_minute },
	[BYSECOND] = { "BYSECOND", take_second },
};

static bool
take_part(struct rrule *r, struct slice name, struct slice value)
{
	unsigned i;

	for (i = 0; i < PARTS; i++)
		if (slice_ieq(name, slice_str(parts[i].name)))
			break;
	if (i == PARTS || r->seen >> i & 1)
		return false;
	r->seen |= 1u << i;
	return parts[i].take(r, value);
}

static bool
has(const struct rrule *r, enum part part)
{
	return r->seen >> part & 1;
}

/* What one part demands of another (RFC 5545, 3.3.10). */
static bool
is_sound(const struct rrule *r)
{
	bool one_day = has(r, BYDAY) ? r->to->days.nth || r->n_days
	    : r->n_days <= 1;

	return has(r, FREQ) && !(has(r, UNTIL) && has(r, COUNT)) && one_day &&
	    (has(r, BYMONTH) || !(has(r, BYDAY) || has(r, BYMONTHDAY)));
}

bool
zone_rrule(struct slice text, const struct date *start,
    struct zone_rrule *to)
{
	struct rrule r = { .to = to, .start = &start->local };
	struct slice part;
	const char *eq;
	size_t n;

	*to = (struct zone_rrule){ .days.weekday = -1 };
	while (slice_word(&text, ";", &part)) {
		part = slice_trim(part);
		eq = memchr(part.p, '=', part.n);
		n = eq ? (size_t)(eq - part.p) : part.n;
		if (!eq || !take_part(&r, slice_of(part.p, n),
		    slice_from(part, n + 1)))
			return false;
	}
	if (!is_sound(&r))
		return false;
	if (!to->days.month)
		to->days.month = start->local.month;
	if (!has(&r, BYDAY) && !to->days.days)
		to->days.days = 1u << start->local.day;
	return true;
}
