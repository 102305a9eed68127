/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* Every third hour and some of a thousand years, against the C library. */
static void
test_civil(void **state)
{
	struct civil c;
	struct tm tm;
	int64_t at;
	time_t t;

	(void)state;
	for (at = -15000000000; at < 16725225600; at += 10799 * 97) {
		t = at;
		gmtime_r(&t, &tm);
		c = clock_to_civil(at);
		assert_int_equal(c.year, tm.tm_year + 1900);
		assert_int_equal(c.month, tm.tm_mon + 1);
		assert_int_equal(c.day, tm.tm_mday);
		assert_int_equal(c.hour, tm.tm_hour);
		assert_int_equal(c.minute, tm.tm_min);
		assert_int_equal(c.second, tm.tm_sec);
		assert_true(clock_from_civil(&c) == at);
	}
}

static void
test_carry(void **state)
{
	static const struct {
		struct civil in, same;
	} cases[] = {
		{ { 2026, 13, 1, 0, 0, 0 }, { 2027, 1, 1, 0, 0, 0 } },
		{ { 2026, 0, 1, 0, 0, 0 }, { 2025, 12, 1, 0, 0, 0 } },
		{ { 2026, -11, 1, 0, 0, 0 }, { 2025, 1, 1, 0, 0, 0 } },
		{ { 2024, 2, 30, 0, 0, 0 }, { 2024, 3, 1, 0, 0, 0 } },
		{ { 2026, 3, 0, 0, 0, 0 }, { 2026, 2, 28, 0, 0, 0 } },
		{ { 2026, 1, 3661, 0, 0, 0 }, { 2036, 1, 9, 0, 0, 0 } },
		{ { 2026, 1, 1, 24, 60, 60 }, { 2026, 1, 2, 1, 1, 0 } },
		{ { 2026, 1, 1, -1, 0, 0 }, { 2025, 12, 31, 23, 0, 0 } },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		assert_true(clock_from_civil(&cases[i].in) ==
		    clock_from_civil(&cases[i].same));
}

static void
test_text(void **state)
{
	char buf[CLOCK_TEXT];

	(void)state;
	assert_string_equal(clock_rfc3339(1796090400, buf),
	    "2026-12-01T02:00:00Z");
	assert_string_equal(clock_ical(1796090400, buf), "20261201T020000Z");
	assert_string_equal(clock_rfc3339(0, buf), "1970-01-01T00:00:00Z");
	assert_string_equal(clock_rfc3339(-1, buf), "1969-12-31T23:59:59Z");
}

static void
test_parse(void **state)
{
	static const struct {
		const char *text;
		int64_t want;		/* -1: refused */
	} cases[] = {
		{ "2026-12-01T02:00:00Z", 1796090400 },
		{ "2026-12-01t02:00:00z", 1796090400 },
		{ "2026-12-01 10:00:00+08:00", 1796090400 },
		{ "2026-11-30T21:30:00-04:30", 1796090400 },
		{ "2026-12-01T02:00:00", -1 }, { "2026-12-01", -1 },
		{ "2026-13-01T02:00:00Z", -1 }, { "", -1 },
		{ "2026-12-32T02:00:00Z", -1 }, { "garbage", -1 },
		{ "2026-12-01T24:00:00Z", -1 },
		{ "2026-12-01T02:60:00Z", -1 },
		{ "2026-12-01T02:00:00ZZ", -1 },
		{ "2026-12-01T02:00:00+8:00", -1 },
		{ "2026-12-01T02:00:00+0800", -1 },
		{ "-026-12-01T02:00:00Z", -1 },
	};
	struct err e;
	int64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		v = -1;
		e = (struct err){ 0 };
		if (clock_parse(slice_str(cases[i].text), &v, &e) !=
		    (cases[i].want == -1 ? -1 : 0) || v != cases[i].want)
			fail_msg("'%s'", cases[i].text);
		assert_int_equal(e.code,
		    cases[i].want == -1 ? ERR_USAGE : ERR_NONE);
	}
}

static void
test_environment(void **state)
{
	struct err e = { 0 };
	struct clock c;
	int64_t mono;

	(void)state;
	setenv("ICSRESERVE_NOW", "1796090400", 1);
	assert_int_equal(clock_init(&c, &e), 0);
	assert_true(c.wall(&c) == 1796090400);
	setenv("ICSRESERVE_NOW", "2026-12-01T10:00:00+08:00", 1);
	assert_int_equal(clock_init(&c, &e), 0);
	assert_true(c.wall(&c) == 1796090400);
	/* The first second of Unix time is one, too. */
	setenv("ICSRESERVE_NOW", "0", 1);
	assert_int_equal(clock_init(&c, &e), 0);
	assert_true(c.wall(&c) == 0);
	setenv("ICSRESERVE_NOW", "1970-01-01T00:00:00Z", 1);
	assert_int_equal(clock_init(&c, &e), 0);
	assert_true(c.wall(&c) == 0);
	setenv("ICSRESERVE_NOW", "tomorrow", 1);
	assert_int_equal(clock_init(&c, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	unsetenv("ICSRESERVE_NOW");
	assert_int_equal(clock_init(&c, &e), 0);
	assert_in_range(c.wall(&c) - (int64_t)time(NULL) + 2, 0, 4);
	mono = c.mono(&c);
	c.sleep(&c, 20);
	c.sleep(&c, 0);
	c.sleep(&c, -5);
	assert_in_range(c.mono(&c) - mono, 20, 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_civil),
		cmocka_unit_test(test_carry),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
