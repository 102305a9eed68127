/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "csv/orders.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static const struct {
	const char *word, *name;
	unsigned order;
} known[] = {
	{ "mdy", N_("month, day, year"), WHEN_MDY },
	{ "dmy", N_("day, month, year"), WHEN_DMY },
	{ "ymd", N_("year, month, day"), WHEN_YMD },
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

static bool
is_single(unsigned set)
{
	return set && !(set & (set - 1));
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
