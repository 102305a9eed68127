/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/num.h"
#include "base/str.h"
#include "ics/parse.h"
#include "ics/recur.h"

/*
 * The program's side of the oracle: VEVENTs of one UID on stdin, the one
 * without RECURRENCE-ID among them the master, then "LOOK from to max" in
 * Unix seconds; and so on.  Answers with one line each:
 *
 *	ok MICROSECONDS LAST BEYOND [ID START END]...
 *	fault KIND
 *
 * BEYOND is '-' or "ID/START/END"; LAST is '-', "endless" or a time.
 */

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct overrides VEC(const struct event *);

static int
parse_one(struct slice text, struct arena *a, struct recur_group *g,
    struct overrides *overrides)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};
	struct event *ev = ARENA_NEW(a, struct event);
	struct parse_fault fault;
	struct err e = { 0 };

	if (parse_event(text, &ctx, a, ev, &fault, &e) == -1) {
		printf("fault %s %s\n", fault.kind, e.msg);
		return -1;
	}
	if (ev->recurrence_id)
		*VEC_ADD(overrides) = ev;
	else
		g->master = ev;
	return 0;
}

/* Each VEVENT of the text. */
static int
parse_all(struct slice text, struct arena *a, struct recur_group *g,
    struct overrides *overrides)
{
	const struct slice end = SLICE("END:VEVENT");
	struct slice line, rest = text;

	while (slice_line(&rest, &line)) {
		if (!slice_eq(slice_trim(line), end))
			continue;
		text.n = (size_t)(line.p + line.n - text.p);
		if (parse_one(text, a, g, overrides) == -1)
			return -1;
		text = rest;
	}
	g->overrides = overrides->items;
	g->n = overrides->n;
	return 0;
}

static void
print_look(const struct recur_found *found, int64_t us)
{
	const struct occurrence *o;
	size_t i;

	printf("ok %" PRId64, us);
	if (found->last_end == INT64_MIN)
		printf(" -");
	else if (found->last_end == RECUR_ENDLESS)
		printf(" endless");
	else
		printf(" %" PRId64, found->last_end);
	if (found->has_beyond)
		printf(" %s/%" PRId64 "/%" PRId64, found->beyond.recurrence_id,
		    found->beyond.start, found->beyond.end);
	else
		printf(" -");
	for (i = 0; i < found->occurrences.n; i++) {
		o = &found->occurrences.items[i];
		printf(" %s %" PRId64 " %" PRId64, o->recurrence_id, o->start,
		    o->end);
	}
	printf("\n");
}

static void
answer(struct slice text, const int64_t args[3])
{
	struct overrides overrides = { 0 };
	struct recur_group g = { 0 };
	struct recur_found found = { 0 };
	struct parse_fault fault;
	struct arena a = { 0 };
	struct err e = { 0 };
	int64_t begin;

	if (parse_all(text, &a, &g, &overrides) == 0) {
		begin = now_us();
		if (recur_find(&g, args[0], args[1], args[2], &found, &fault,
		    &e) == -1)
			printf("fault %s %s\n", fault.kind, e.msg);
		else
			print_look(&found, now_us() - begin);
	}
	VEC_FREE(&found.occurrences);
	VEC_FREE(&overrides);
	arena_free(&a);
}

static bool
read_look(struct slice line, int64_t args[3])
{
	struct slice word;
	int i;

	if (!slice_word(&line, " \n", &word) || !slice_eq(word, SLICE("LOOK")))
		return false;
	for (i = 0; i < 3; i++)
		if (!slice_word(&line, " \n", &word) ||
		    !num_parse(word, INT64_MIN / 2, INT64_MAX / 2, &args[i]))
			exit(2);
	return true;
}

int
main(void)
{
	struct str text = { .max = (size_t)64 << 20 };
	char *line = NULL;
	size_t cap = 0;
	int64_t args[3];
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) > 0) {
		if (!read_look(slice_of(line, (size_t)n), args)) {
			str_add(&text, slice_of(line, (size_t)n));
			continue;
		}
		answer(str_slice(&text), args);
		str_clear(&text);
	}
	free(line);
	str_free(&text);
	parse_done();
	return 0;
}
