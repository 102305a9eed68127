/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plan/when.h"

/* 2026-12-03T02:00:00Z, a Thursday. */
#define THURSDAY 1796263200

static struct civil
shanghai(const struct zone *zone, int64_t utc)
{
	(void)zone;
	return clock_to_civil(utc + 8 * 3600);
}

static struct civil
caracas(const struct zone *zone, int64_t utc)
{
	(void)zone;
	return clock_to_civil(utc - 4 * 3600 - 1800);
}

/* An hour further from that instant on. */
static struct civil
summer(const struct zone *zone, int64_t utc)
{
	(void)zone;
	return clock_to_civil(utc + (utc < THURSDAY ? 3600 : 7200));
}

static const struct when cn = { .local = shanghai }, ve = { .local = caracas },
    dst = { .local = summer }, utc;

static void
test_time(void **state)
{
	char buf[WHEN_TEXT];

	(void)state;
	assert_string_equal(when_time(&cn, THURSDAY, buf),
	    "Thu 2026-12-03 10:00 +08:00");
	assert_string_equal(when_time(&ve, THURSDAY, buf),
	    "Wed 2026-12-02 21:30 -04:30");
	assert_string_equal(when_time(&utc, THURSDAY, buf),
	    "Thu 2026-12-03 02:00 +00:00");
	assert_string_equal(when_time(&utc, -1, buf),
	    "Wed 1969-12-31 23:59 +00:00");
}

static void
test_range(void **state)
{
	const int64_t midnight = THURSDAY - 2 * 3600 - 8 * 3600, day = 86400;
	char buf[WHEN_TEXT];

	(void)state;
	assert_string_equal(when_range(&cn, THURSDAY, THURSDAY + 3600, buf),
	    "Thu 2026-12-03 10:00-11:00 +08:00");
	assert_string_equal(when_range(&cn, THURSDAY, THURSDAY + day, buf),
	    "Thu 2026-12-03 10:00 - Fri 2026-12-04 10:00 +08:00");
	assert_string_equal(when_range(&dst, THURSDAY - 3600, THURSDAY + 3600,
	    buf), "Thu 2026-12-03 02:00 +01:00 - 05:00 +02:00");
	/* Whole days, of this zone alone. */
	assert_string_equal(when_range(&cn, midnight, midnight + day, buf),
	    "Thu 2026-12-03");
	assert_string_equal(when_range(&cn, midnight, midnight + 2 * day,
	    buf), "Thu 2026-12-03 - Fri 2026-12-04");
	assert_string_equal(when_range(&utc, midnight, midnight + day, buf),
	    "Wed 2026-12-02 16:00 - Thu 2026-12-03 16:00 +00:00");
	assert_string_equal(when_start(&cn, midnight, midnight + day, buf),
	    "Thu 2026-12-03");
	assert_string_equal(when_start(&cn, midnight, 0, buf),
	    "Thu 2026-12-03 00:00 +08:00");
	assert_string_equal(when_start(&cn, midnight, midnight + 3600, buf),
	    "Thu 2026-12-03 00:00 +08:00");
	assert_string_equal(when_range(&cn, midnight, midnight, buf),
	    "Thu 2026-12-03 00:00 +08:00");
}

static void
test_message(void **state)
{
	struct str out = { 0 };

	(void)state;
	when_message(&cn, "process 7 since 2026-12-03T02:00:00Z (x); "
	    "2026-13-03T02:00:00Z, 20261203T020000Z; '2026-12-03T02:00:00Z' "
	    "is yours", &out);
	assert_string_equal(str_text(&out), "process 7 since Thu 2026-12-03 "
	    "10:00 +08:00 (x); 2026-13-03T02:00:00Z, 20261203T020000Z; "
	    "'2026-12-03T02:00:00Z' is yours");
	str_free(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
