/* SPDX-License-Identifier: MIT */
#include "ics/date.h"
#include "ics/expand.h"
#include "ics/over.h"

/* No zone is further from UTC. */
#define ZONES_APART 86400
/* There may be very many such events. */
#define STEPS 2000

/* A local time as if it were in UTC; a day is over at its end. */
static int64_t
latest(const struct date *d)
{
	return clock_from_civil(&d->local) + (d->timed ? 0 : 86400);
}

static bool
read_time(struct parser *p, enum parser_prop prop, struct date *d)
{
	if (!parser_have(p, prop))
		return false;
	parser_split_time(p);
	return date_parse(p->parts.value, d);
}

/* From `at` to the event's end, -1 when that can't be read. */
static int64_t
length_from(struct parser *p, int64_t at)
{
	struct date_duration length;
	struct date end;

	if (parser_has(p, PARSER_DTEND)) {
		if (!read_time(p, PARSER_DTEND, &end))
			return -1;
		return latest(&end) > at ? latest(&end) - at : 0;
	}
	if (!parser_has(p, PARSER_DURATION))
		return p->ctx->default_duration;
	return parser_have(p, PARSER_DURATION) &&
	    date_duration(p->parts.value, &length) ?
	    length.days * 86400 + length.seconds : -1;
}

/* What comes last by the rule at hand; EVENT_ENDLESS: who knows. */
static int64_t
rule_last(struct parser *p, int64_t start)
{
	int64_t steps = STEPS, last;
	struct expand x;
	struct rule rule;
	const char *kind;
	struct err why;

	if (rule_parse(p->parts.value, &rule, &kind, &why) == -1)
		return EVENT_ENDLESS;
	if (rule.has_until)
		return latest(&rule.until_date);
	if (!rule.count)
		return EVENT_ENDLESS;
	rule_complete(&rule, start, p->ev->all_day);
	expand_init(&x, &rule, start, &steps);
	last = expand_last(&x);
	return steps < 0 ? EVENT_ENDLESS : last;
}

/* The last start that a set's lines can give. */
static int64_t
last_start(struct parser *p, int64_t start)
{
	const struct parser_line *l = p->lines.items;
	int64_t last = start, at;
	size_t i;

	for (i = 0; i < p->lines.n; i++) {
		if (l[i].prop == PARSER_EXDATE || l[i].prop == PARSER_EXRULE)
			continue;
		if (l[i].prop != PARSER_RRULE || !parser_load(p, l[i].raw))
			return EVENT_ENDLESS;
		at = rule_last(p, start);
		last = at > last ? at : last;
	}
	return last;
}

int64_t
over_by(struct parser *p)
{
	int64_t at, length, last;
	struct date start;

	if (!read_time(p, PARSER_DTSTART, &start))
		return 0;
	at = clock_from_civil(&start.local);
	length = length_from(p, at);
	last = last_start(p, at);
	return length < 0 || last == EVENT_ENDLESS ? 0
	    : last + length + ZONES_APART + (start.timed ? 0 : 86400);
}
