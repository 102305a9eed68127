/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_PARSE_FIXTURE_H
#define ICSR_TESTS_PARSE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"
#include "ics/calendar.h"
#include "ics/limits.h"
#include "ics/parse.h"
#include "ics/zone.h"

/* One VEVENT, parsed. */

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define EV(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define UID "UID:a@x\r\n"
#define START "DTSTART:20261201T020000Z\r\n"

/* What a parse needs and gives; freed by done(). */
static struct arena arena;
static struct event ev;
static struct parse_fault fault;
static struct err error;

static inline int
parse(const char *text)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};

	error = (struct err){ 0 };
	return parse_event(slice_str(text), &ctx, &arena, &ev, &fault,
	    &error);
}

static inline int
done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static inline int
finish(void **state)
{
	(void)state;
	parse_done();
	return 0;
}

#endif
