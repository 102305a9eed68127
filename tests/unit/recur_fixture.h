/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_RECUR_FIXTURE_H
#define ICSR_TESTS_RECUR_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"
#include "ics/date.h"
#include "ics/parse.h"
#include "ics/recur.h"
#include "ics/zone.h"

/* The VEVENTs of one UID, and what is found of them in a window. */

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define EVENTS_MAX 8
#define EV(lines) "BEGIN:VEVENT\nUID:a@x\n" lines "\nEND:VEVENT\n"
#define NY "DTSTART;TZID=America/New_York:"
#define DAYS(n) ((int64_t)(n) * 86400)

static struct arena arena;
static struct event events[EVENTS_MAX];
static const struct event *overrides[EVENTS_MAX];
static struct recur_group group;
static struct recur_found found;
static struct parse_fault fault;
static struct err error;
static struct str shown;

static inline int
done(void **state)
{
	(void)state;
	VEC_FREE(&found.occurrences);
	arena_free(&arena);
	str_free(&shown);
	return 0;
}

/* The VEVENTs of a text; -1 when one is not understood. */
static inline int
parse(const char *text)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};
	const char *end;
	size_t n = 0, k = 0;

	error = (struct err){ 0 };
	group = (struct recur_group){ .overrides = overrides };
	for (; *text; text = end, n++) {
		assert_true(n < EVENTS_MAX);
		end = strstr(text, "END:VEVENT\n") + 11;
		if (parse_event(slice_of(text, (size_t)(end - text)), &ctx,
		    &arena, &events[n], &fault, &error) == -1)
			return -1;
		if (events[n].recurrence_id)
			overrides[k++] = &events[n];
		else
			group.master = &events[n];
	}
	group.n = k;
	return 0;
}

static inline int
look(const char *text, int64_t from, int64_t to, int64_t max)
{
	if (parse(text) == -1)
		return -1;
	VEC_FREE(&found.occurrences);
	return recur_find(&group, from, to, max, &found, &fault, &error);
}

static inline int64_t
utc(const char *text)
{
	struct date d;

	assert_true(date_parse(slice_str(text), &d));
	return clock_from_civil(&d.local);
}

/* The starts, as "MMDD", with a year or a time where it is another. */
static inline const char *
starts(const struct zone *z)
{
	const struct occurrence *o;
	struct civil c, last = { 0 };
	size_t i;

	str_clear(&shown);
	for (i = 0; i < found.occurrences.n; i++) {
		o = &found.occurrences.items[i];
		c = zone_to_local(z, o->start);
		if (i)
			str_addc(&shown, ' ');
		else
			last = (struct civil){ .hour = c.hour,
				.minute = c.minute };
		if (c.year != last.year)
			str_addf(&shown, "%d:", c.year);
		str_addf(&shown, "%02d%02d", c.month, c.day);
		if (c.hour != last.hour || c.minute != last.minute)
			str_addf(&shown, "T%02d%02d", c.hour, c.minute);
		last = c;
	}
	return str_text(&shown);
}

static inline int64_t
last_start(void)
{
	return found.occurrences.items[found.occurrences.n - 1].start;
}

static inline const struct occurrence *
nth(size_t i)
{
	assert_true(i < found.occurrences.n);
	return &found.occurrences.items[i];
}

#endif
