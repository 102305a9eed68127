/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/intl.h"
#include "base/num.h"
#include "ics/rule.h"

/* Larger numbers only make a rule that ends before it begins. */
#define INTERVAL_MAX 1000000
#define COUNT_MAX INT32_MAX

struct rule_reader {
	struct rule *r;
	const struct part *part;	/* at hand */
	struct slice value;		/* of it */
	const char **kind;
	struct err *err;
};

/* One part of a rule: its name, how it is read, and where its numbers go. */
struct part {
	const char *name;
	int (*read)(struct rule_reader *rd);
	int min, max;
	size_t set;		/* offset in struct rule */
};

static int
bad(struct rule_reader *rd, const char *why)
{
	struct slice v = slice_trim(rd->value);

	*rd->kind = "bad-rrule";
	return err_set(rd->err, ERR_FAILED, "%s=%.*s %s", rd->part->name,
	    (int)(v.n < 60 ? v.n : 60), v.p, why);
}

static void
set_add(struct rule_set *s, int64_t n)
{
	uint64_t *words = n < 0 ? s->back : s->front;

	if (n < 0)
		n = -n;
	words[n / 64] |= (uint64_t)1 << n % 64;
	s->any = true;
}

/* A number with a sign, which num_parse takes as a minus only. */
static bool
read_number(struct slice text, int64_t min, int64_t max, int64_t *n)
{
	if (text.n > 1 && text.p[0] == '+' && text.p[1] != '-')
		text = slice_from(text, 1);
	return num_parse(text, min, max, n);
}

/* A list of numbers from min to max; below zero they count from the end. */
static int
read_list(struct rule_reader *rd)
{
	const struct part *p = rd->part;
	struct rule_set *s = (void *)((char *)rd->r + p->set);
	struct slice rest = rd->value, word;
	int64_t n;

	while (slice_word(&rest, ", \t", &word)) {
		if (!read_number(word, p->min, p->max, &n) ||
		    (n == 0 && p->min < 0))
			return bad(rd, _("holds a number that is out of range; "
			    "correct it"));
		/* Unix time has no leap seconds. */
		if (s == &rd->r->seconds && n == 60)
			n = 59;
		set_add(s, n);
	}
	return s->any ? 0 : bad(rd, _("holds no number; fill it in or remove "
	    "it"));
}

static bool
read_weekday(struct slice text, int *day)
{
	static const char *const names[] = {
		"MO", "TU", "WE", "TH", "FR", "SA", "SU",
	};

	for (*day = 0; *day < 7; ++*day)
		if (slice_ieq(text, slice_str(names[*day])))
			return true;
	return false;
}

static int
read_days(struct rule_reader *rd)
{
	struct rule *r = rd->r;
	struct slice rest = rd->value, word;
	int64_t n;
	int day;

	while (slice_word(&rest, ", \t", &word)) {
		n = 0;
		if (word.n < 2 ||
		    !read_weekday(slice_from(word, word.n - 2), &day) ||
		    (word.n > 2 && (!read_number(slice_of(word.p,
		    word.n - 2), -53, 53, &n) || !n)))
			return bad(rd, _("is no list of days such as MO,1TU "
			    "or -1FR; correct it"));
		if (n > 0)
			r->nth[day].front |= (uint64_t)1 << n;
		else if (n < 0)
			r->nth[day].back |= (uint64_t)1 << -n;
		else
			r->week_days |= 1u << day;
		r->by_day = true;
	}
	return r->by_day ? 0 : bad(rd, _("holds no day; fill it in or remove "
	    "it"));
}

/* Another calendar than the Gregorian, or another thing to do with days that
 * it lacks. */
static int
unsupported(struct rule_reader *rd)
{
	bad(rd, _("is not supported; only the Gregorian calendar is, days that "
	    "don't exist left out: list the dates as RDATE instead"));
	*rd->kind = "unsupported-rscale";
	return -1;
}

static int
read_freq(struct rule_reader *rd)
{
	static const char *const names[] = {
		"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY",
		"MONTHLY", "YEARLY",
	};
	int i;

	for (i = RULE_SECONDLY; i <= RULE_YEARLY; i++)
		if (slice_ieq(rd->value, slice_str(names[i]))) {
			rd->r->freq = (enum rule_freq)i;
			rd->r->has_freq = true;
			return 0;
		}
	/* What some servers write for the Chinese calendar. */
	if (slice_istarts(rd->value, SLICE("LUNAR_")))
		return unsupported(rd);
	return bad(rd, _("is no frequency; use DAILY, WEEKLY, MONTHLY or "
	    "YEARLY"));
}

static int
read_interval(struct rule_reader *rd)
{
	if (!read_number(rd->value, 1, INTERVAL_MAX, &rd->r->interval))
		return bad(rd, _("is no number from 1 to 1000000; correct it"));
	return 0;
}

static int
read_count(struct rule_reader *rd)
{
	if (!read_number(rd->value, 1, COUNT_MAX, &rd->r->count))
		return bad(rd, _("is no number from 1 to 2147483647; correct "
		    "it, or remove it for a series without end"));
	return 0;
}

/*
 * Years that no date of ours has stand for "never ends" (9999) or "ended
 * before it began", so the rest of the date is read without them.
 */
static int
read_until(struct rule_reader *rd)
{
	char text[] = "20000101T000000Z";
	struct date *d = &rd->r->until_date;
	struct slice v = rd->value;
	int64_t year;

	rd->r->has_until = true;
	if (date_parse(v, d))
		return 0;
	rd->r->until_odd = date_parse_loose(v, d);
	if (rd->r->until_odd)
		return 0;
	if (v.n < 8 || v.n >= sizeof(text) ||
	    !num_parse(slice_of(v.p, 4), 0, 9999, &year) ||
	    (year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX))
		return bad(rd, _("is no date or time that exists; correct it"));
	memcpy(text + 4, v.p + 4, v.n - 4);
	if (!date_parse(slice_of(text, v.n), d))
		return bad(rd, _("is no date or time that exists; correct it"));
	d->local.year = (int)year;
	rd->r->has_until = year < DATE_YEAR_MIN;
	return 0;
}

static int
read_wkst(struct rule_reader *rd)
{
	int day;

	if (!read_weekday(rd->value, &day))
		return bad(rd, _("is no day of the week; use MO"));
	rd->r->wkst = (enum rule_day)day;
	return 0;
}

/* RFC 7529: other calendars, and what to do with days they lack. */
static int
read_rscale(struct rule_reader *rd)
{
	bool skip = slice_eq(slice_str(rd->part->name), SLICE("SKIP"));

	if (slice_ieq(rd->value, skip ? SLICE("OMIT") : SLICE("GREGORIAN")))
		return 0;
	return unsupported(rd);
}

#define SET(member) offsetof(struct rule, member)

static const struct part parts[] = {
	{ .name = "FREQ", .read = read_freq },
	{ .name = "UNTIL", .read = read_until },
	{ .name = "COUNT", .read = read_count },
	{ .name = "INTERVAL", .read = read_interval },
	{ "BYSECOND", read_list, 0, 60, SET(seconds) },
	{ "BYMINUTE", read_list, 0, 59, SET(minutes) },
	{ "BYHOUR", read_list, 0, 23, SET(hours) },
	{ .name = "BYDAY", .read = read_days },
	{ "BYMONTHDAY", read_list, -31, 31, SET(month_days) },
	{ "BYYEARDAY", read_list, -366, 366, SET(year_days) },
	{ "BYWEEKNO", read_list, -53, 53, SET(weeks) },
	{ "BYMONTH", read_list, 1, 12, SET(months) },
	{ "BYSETPOS", read_list, -366, 366, SET(positions) },
	{ .name = "WKST", .read = read_wkst },
	{ .name = "RSCALE", .read = read_rscale },
	{ .name = "SKIP", .read = read_rscale },
};

/* The part of a name, with its number; NULL when there is none. */
static const struct part *
find_part(struct slice name, unsigned *bit)
{
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (slice_ieq(name, slice_str(parts[i].name))) {
			*bit = 1u << i;
			return &parts[i];
		}
	return NULL;
}

static int
read_part(struct rule_reader *rd, struct slice word, unsigned *seen)
{
	const char *eq = memchr(word.p, '=', word.n);
	size_t n = eq ? (size_t)(eq - word.p) : word.n;
	unsigned bit = 0;

	rd->part = find_part(slice_trim(slice_of(word.p, n)), &bit);
	if (!eq || !rd->part) {
		*rd->kind = "bad-rrule";
		return err_set(rd->err, ERR_FAILED, "'%.*s' is no part of a "
		    "rule; correct or remove it",
		    (int)(word.n < 60 ? word.n : 60), word.p);
	}
	rd->value = slice_trim(slice_from(word, n + 1));
	if (*seen & bit)
		return bad(rd, _("comes after another one; keep one of them"));
	*seen |= bit;
	return rd->part->read(rd);
}

static bool
has_nth(const struct rule *r)
{
	int i;

	for (i = 0; i < 7; i++)
		if (r->nth[i].front | r->nth[i].back)
			return true;
	return false;
}

/* What doesn't go together (RFC 5545, 3.3.10), each with the way out. */
static const char *
mismatch(const struct rule *r)
{
	if (!r->has_freq)
		return _("the rule has no FREQ; add FREQ=WEEKLY or such");
	if (r->count && (r->has_until || r->until_date.local.year))
		return _("the rule has both COUNT and UNTIL; keep one of them");
	if (r->weeks.any && r->freq != RULE_YEARLY)
		return _("BYWEEKNO goes with FREQ=YEARLY only; remove it");
	if (r->year_days.any && r->freq >= RULE_DAILY &&
	    r->freq <= RULE_MONTHLY)
		return _("BYYEARDAY does not go with FREQ=DAILY, WEEKLY or "
		    "MONTHLY; remove it");
	if (r->month_days.any && r->freq == RULE_WEEKLY)
		return _("BYMONTHDAY does not go with FREQ=WEEKLY; remove it");
	if (has_nth(r) && r->freq < RULE_MONTHLY)
		return _(
		    "a number before a day in BYDAY goes with FREQ=MONTHLY "
		    "or YEARLY only; remove it");
	if (has_nth(r) && r->weeks.any)
		return _("a number before a day in BYDAY does not go with "
		    "BYWEEKNO; remove it");
	return NULL;
}

int
rule_parse(struct slice text, struct rule *r, const char **kind,
    struct err *e)
{
	struct rule_reader rd = { .r = r, .kind = kind, .err = e };
	struct slice word;
	const char *why;
	unsigned seen = 0;

	*r = (struct rule){ .interval = 1, .until = INT64_MAX };
	while (slice_word(&text, ";", &word))
		if (slice_trim(word).n &&
		    read_part(&rd, slice_trim(word), &seen) == -1)
			return -1;
	why = mismatch(r);
	if (!why)
		return 0;
	*kind = "bad-rrule";
	return err_set(e, ERR_FAILED, "%s", why);
}

/* A part that is left out says what DTSTART says. */
static void
by_default(struct rule_set *s, bool wanted, int value)
{
	if (wanted && !s->any)
		set_add(s, value);
}

/* The day of DTSTART counts when no part names days. */
static void
complete_days(struct rule *r, int64_t start, const struct civil *c)
{
	enum rule_day day = rule_weekday((start - (c->hour * 3600 +
	    c->minute * 60 + c->second)) / 86400);
	bool named = r->by_day || r->month_days.any || r->year_days.any;

	if (named || r->freq < RULE_WEEKLY)
		return;
	if (r->freq == RULE_WEEKLY || r->weeks.any) {
		r->by_day = true;
		r->week_days = 1u << day;
		return;
	}
	by_default(&r->months, r->freq == RULE_YEARLY, c->month);
	by_default(&r->month_days, true, c->day);
}

/* COUNT of a rule without BY parts: the end can be computed. */
static void
count_to_until(struct rule *r, int64_t start)
{
	static const int64_t unit[] = { 1, 60, 3600, 86400, 604800 };

	if (!r->count || r->freq > RULE_WEEKLY || r->by_day ||
	    r->months.any || r->month_days.any || r->year_days.any ||
	    r->weeks.any || r->positions.any || r->hours.any ||
	    r->minutes.any || r->seconds.any)
		return;
	r->until = start + (r->count - 1) * r->interval * unit[r->freq];
	r->count = 0;
}

void
rule_complete(struct rule *r, int64_t start, bool all_day)
{
	const struct rule_set none = { 0 };
	struct civil c = clock_to_civil(start);

	if (all_day)
		r->hours = r->minutes = r->seconds = none;
	count_to_until(r, start);
	by_default(&r->hours, r->freq >= RULE_DAILY, c.hour);
	by_default(&r->minutes, r->freq >= RULE_HOURLY, c.minute);
	by_default(&r->seconds, r->freq >= RULE_MINUTELY, c.second);
	complete_days(r, start, &c);
}

static bool
in_words(const uint64_t *words, int64_t n)
{
	return n >= 0 && n <= RULE_NUMBER_MAX &&
	    (words[n / 64] >> n % 64 & 1) != 0;
}

bool
rule_in(const struct rule_set *s, int64_t front, int64_t back)
{
	return in_words(s->front, front) || in_words(s->back, back);
}

enum rule_day
rule_weekday(int64_t day)
{
	int64_t d = (day + RULE_TH) % 7;	/* 1970 began on one */

	return (enum rule_day)(d < 0 ? d + 7 : d);
}
