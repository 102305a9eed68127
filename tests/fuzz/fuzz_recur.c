/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "fuzz.h"
#include "ics/cut.h"
#include "ics/limits.h"
#include "ics/parse.h"
#include "ics/recur.h"

#define MAX 200
#define EVENTS_MAX 64

/* A window in 2026 and 2027. */
static const int64_t from = 1780000000, to = 1810000000;

static void
check(const struct recur_found *found)
{
	const struct occurrence *o = found->occurrences.items;
	size_t i;

	HOLD(found->occurrences.n <= MAX);
	for (i = 0; i < found->occurrences.n; i++) {
		HOLD(o[i].end > from && o[i].end <= to);
		HOLD(o[i].start <= o[i].end && o[i].event);
		HOLD(!i || o[i].start >= o[i - 1].start);
		HOLD(strlen(o[i].recurrence_id) >= 8);
		HOLD(o[i].own == (o[i].event->recurrence_id != NULL &&
		    strcmp(o[i].event->recurrence_id,
		    o[i].recurrence_id) == 0));
		HOLD(found->last_end >= o[i].end);
	}
	if (found->has_beyond)
		HOLD(found->beyond.end > to &&
		    found->last_end >= found->beyond.end);
}

/* The same again, from a window that is two. */
static void
check_halves(const struct recur_group *g, size_t n)
{
	const int64_t middle = from + (to - from) / 2;
	struct recur_found one = { 0 }, two = { 0 };
	struct parse_fault fault;
	struct err e = { 0 };

	if (recur_find(g, from, middle, MAX, &one, &fault, &e) == 0 &&
	    recur_find(g, middle, to, MAX, &two, &fault, &e) == 0)
		HOLD(one.occurrences.n + two.occurrences.n == n);
	VEC_FREE(&one.occurrences);
	VEC_FREE(&two.occurrences);
}

static void
look(const struct recur_group *g)
{
	struct recur_found l = { 0 };
	struct parse_fault fault = { 0 };
	struct err e = { 0 };

	if (recur_find(g, from, to, MAX, &l, &fault, &e) == 0) {
		check(&l);
		check_halves(g, l.occurrences.n);
	} else {
		HOLD(fault.kind && e.code == ERR_FAILED && e.msg[0]);
	}
	VEC_FREE(&l.occurrences);
}

/* The events of the input as if all had one UID; the last master counts. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct parse_context ctx = { .timezone = "Europe/Berlin",
		.default_duration = 3600 };
	struct slice bytes = slice_of((const char *)data, size);
	const struct event *overrides[EVENTS_MAX];
	struct recur_group g = { .overrides = overrides };
	static struct event events[EVENTS_MAX];
	struct parse_fault fault;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct cut c;
	size_t i;

	cut_bytes(&c, bytes, NULL);
	for (i = 0; i < c.events.n && i < EVENTS_MAX; i++) {
		if (parse_event(cut_slice(bytes, &c.events.items[i]), &ctx, &a,
		    &events[i], &fault,
		    &e) == -1)
			continue;
		if (events[i].recurrence_id)
			overrides[g.n++] = &events[i];
		else
			g.master = &events[i];
	}
	look(&g);
	cut_free(&c);
	arena_free(&a);
	return 0;
}
