/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "csv/day.h"
#include "csv/plain.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* Whether there is such a day. */
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

	if (!plain_number(rest, 8, 8, 99991231, &n))
		return false;
	c->year = n / 10000;
	c->month = n / 100 % 100;
	c->day = n % 100;
	return exists(c);
}

/* A year of two digits is one of this century. */
static bool
year(struct slice *rest, int *out)
{
	if (plain_number(rest, 4, 4, 9999, out))
		return true;
	if (!plain_number(rest, 2, 2, 99, out))
		return false;
	*out += 2000;
	return true;
}

/* 2026年12月1日 with blanks or not, behind the year. */
static bool
chinese_date(struct slice *rest, struct civil *c)
{
	plain_blanks(rest);
	if (!plain_number(rest, 1, 2, 12, &c->month))
		return false;
	plain_blanks(rest);
	if (!plain_char(rest, PLAIN_MONTH))
		return false;
	plain_blanks(rest);
	if (!plain_number(rest, 1, 2, 31, &c->day))
		return false;
	plain_blanks(rest);
	return plain_char(rest, PLAIN_DAY) && exists(c);
}

static bool
mark(struct slice *rest, char *c)
{
	if (!rest->n || !strchr("-/.", rest->p[0]))
		return false;
	*c = rest->p[0];
	return plain_char(rest, *c);
}

/* 2026-12-01, 2026/12/1, 2026.12.1, 20261201, 2026年12月1日. */
static bool
year_first(struct slice *rest, struct civil *c, bool *chinese)
{
	char sep;

	if (basic_date(rest, c))
		return true;
	if (!plain_number(rest, 4, 4, 9999, &c->year))
		return false;
	plain_blanks(rest);
	*chinese = plain_char(rest, PLAIN_YEAR);
	if (*chinese)
		return chinese_date(rest, c);
	return mark(rest, &sep) && plain_number(rest, 1, 2, 12, &c->month) &&
	    plain_char(rest, sep) &&
	    plain_number(rest, 1, 2, 31, &c->day) && exists(c);
}

/* Between the parts of 1 Dec 2026, 1. Dezember 2026, Dec 1, 2026, 1-Dec-26. */
static void
part(struct slice *rest)
{
	plain_char(rest, '.');
	plain_char(rest, ',');
	if (!plain_blanks(rest))
		plain_char(rest, '-');
}

static void
ordinal(struct slice *rest)
{
	if (!plain_take(rest, SLICE("ST")) && !plain_take(rest, SLICE("ND")) &&
	    !plain_take(rest, SLICE("RD")))
		plain_take(rest, SLICE("TH"));
}

static bool
month_by_name(struct slice *rest, struct civil *c)
{
	bool day_first = plain_number(rest, 1, 2, 31, &c->day);

	if (day_first) {
		ordinal(rest);
		part(rest);
	}
	c->month = plain_month(rest);
	if (!c->month)
		return false;
	part(rest);
	if (!day_first) {
		if (!plain_number(rest, 1, 2, 31, &c->day))
			return false;
		ordinal(rest);
		part(rest);
	}
	return year(rest, &c->year) && exists(c);
}

/* --- dates whose numbers have no fixed order ------------------------------ */

static bool
is_single(unsigned set)
{
	return set && !(set & (set - 1));
}

/* Three numbers with one mark between them. */
struct numbers {
	int n[3];
	size_t digits[3];
	enum when_mark mark;
};

static bool
numbers(struct slice *rest, struct numbers *out)
{
	static const char marks[] = "/-.";
	struct slice before;
	char sep = '\0';
	size_t i;

	for (i = 0; i < 3; i++) {
		if (i == 1 && !mark(rest, &sep))
			return false;
		if (i == 2 && !plain_char(rest, sep))
			return false;
		before = *rest;
		if (!plain_number(rest, 1, i == 2 ? 4 : 2, 9999, &out->n[i]))
			return false;
		out->digits[i] = before.n - rest->n;
	}
	out->mark = (enum when_mark)(strchr(marks, sep) - marks);
	return out->digits[2] != 3;
}

/* Monday is 1; 1970 began on a Thursday. */
static int
weekday(const struct civil *c)
{
	int64_t days = clock_from_civil(c) / 86400;

	return (int)((days % 7 + 7 + 3) % 7) + 1;
}

/* The numbers as a date in one order; on a weekday, unless that is 0. */
static bool
in_order(const struct numbers *n, enum when_order order, int on,
    struct civil *c)
{
	int y = order == WHEN_YMD ? 0 : 2;

	*c = (struct civil){ 0 };
	if (order == WHEN_YMD ? n->digits[0] != 2 || n->digits[2] > 2
	    : n->digits[2] < 2)
		return false;
	c->year = n->n[y] + (n->digits[y] == 2 ? 2000 : 0);
	c->month = n->n[order == WHEN_MDY ? 0 : 1];
	c->day = n->n[order == WHEN_MDY ? 1 : order == WHEN_DMY ? 0 : 2];
	return exists(c) && (!on || weekday(c) == on);
}

/* The weekday behind a date, which is not taken. */
static int
weekday_behind(struct slice rest)
{
	plain_blanks(&rest);
	return plain_weekday(&rest);
}

static unsigned
orders(const struct numbers *n, int on)
{
	unsigned order, set = 0;
	struct civil c;

	for (order = 1; order < WHEN_ORDERS_ALL; order <<= 1)
		if (in_order(n, (enum when_order)order, on, &c))
			set |= order;
	return set;
}

/*
 * 12/1/2026, 1.12.26: false for another form, or one that exists in no
 * order.  What remains undecided leaves w->at without a year.
 */
static bool
free_order(struct slice *rest, const unsigned allowed[WHEN_MARKS], int on,
    struct csv_when *w)
{
	struct numbers n;
	unsigned may;

	if (!numbers(rest, &n))
		return false;
	if (!on)
		on = weekday_behind(*rest);
	w->mark = n.mark;
	w->orders = orders(&n, on);
	if (!w->orders && orders(&n, 0)) {
		w->kind = WHEN_WEEKDAY;
		return true;
	}
	may = w->orders;
	if (!is_single(may) && allowed)
		may &= allowed[n.mark];
	w->at = (struct civil){ 0 };
	if (is_single(may))
		in_order(&n, (enum when_order)may, 0, &w->at);
	return w->orders != 0;
}

static bool
any_form(struct slice *rest, const unsigned allowed[WHEN_MARKS], int on,
    struct csv_when *w, bool *joined)
{
	struct slice begin = *rest;

	if (year_first(rest, &w->at, joined))
		return true;
	*rest = begin;
	w->at = (struct civil){ 0 };
	if (month_by_name(rest, &w->at))
		return true;
	*rest = begin;
	w->at = (struct civil){ 0 };
	return free_order(rest, allowed, on, w);
}

bool
day_read(struct slice *rest, const unsigned allowed[WHEN_MARKS],
    struct csv_when *w, bool *joined)
{
	int on = plain_weekday(rest), behind;
	struct slice after;

	plain_blanks(rest);
	*joined = false;
	if (!any_form(rest, allowed, on, w, joined))
		return false;
	after = *rest;
	plain_blanks(&after);
	behind = plain_weekday(&after);
	if (behind) {
		*rest = after;
		*joined = true;
	}
	if (w->at.year && ((on && weekday(&w->at) != on) ||
	    (behind && weekday(&w->at) != behind)))
		w->kind = WHEN_WEEKDAY;
	return true;
}

/* --- the orders of a table ------------------------------------------------ */

static const struct {
	const char *word;
	unsigned order;
} known[] = {
	{ "mdy", WHEN_MDY }, { "dmy", WHEN_DMY }, { "ymd", WHEN_YMD },
};

unsigned
orders_word(const char *word)
{
	size_t i;

	for (i = 0; word && i < LEN(known); i++)
		if (strcmp(word, known[i].word) == 0)
			return known[i].order;
	return 0;
}

void
orders_init(struct orders *o)
{
	int c, m;

	*o = (struct orders){ 0 };
	for (c = 0; c < ORDER_COLUMNS; c++)
		for (m = 0; m < WHEN_MARKS; m++)
			o->seen[c][m].set = WHEN_ORDERS_ALL;
}

void
orders_note(struct orders *o, enum order_column column,
    const struct csv_when *w, uint32_t line)
{
	struct order_seen *s = &o->seen[column][w->mark];

	o->undecided += w->kind == WHEN_UNDECIDED;
	if (!w->orders)
		return;
	s->any = true;
	s->set &= w->orders;
	if (is_single(s->set) && !s->line)
		s->line = line;
}

/* The order of a column's dates with one mark; 0: it remains open. */
static unsigned
decide(struct orders *o, int column, int mark, unsigned by_user)
{
	const struct order_seen *own = &o->seen[column][mark];
	const struct order_seen *other = &o->seen[!column][mark];
	unsigned set = own->set;
	uint32_t line = own->line;

	if (!set)
		o->both = true;
	if (!is_single(set)) {
		set &= other->set;
		line = line ? line : other->line;
	}
	if (is_single(set)) {
		o->against |= by_user && set != by_user;
		if (!o->decided_by)
			o->decided_by = line;
		return set;
	}
	return set & by_user;
}

bool
orders_decide(struct orders *o, unsigned by_user)
{
	bool any = false;
	int c, m;

	for (c = 0; c < ORDER_COLUMNS; c++) {
		for (m = 0; m < WHEN_MARKS; m++) {
			if (!o->seen[c][m].any)
				continue;
			o->allowed[c][m] = decide(o, c, m, by_user);
			any |= o->allowed[c][m] != 0;
		}
	}
	return any && o->undecided;
}
