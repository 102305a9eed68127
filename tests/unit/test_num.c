/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/num.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static void
test_parse(void **state)
{
	static const struct {
		const char *text;
		int64_t min, max, want;
		bool good;
	} cases[] = {
		{ "0", 0, 9, 0, true }, { "9", 0, 9, 9, true },
		{ "10", 0, 9, 0, false }, { "-1", 0, 9, 0, false },
		{ "-1", -1, 9, -1, true }, { "007", 0, 9, 7, true },
		{ "", 0, 9, 0, false }, { "-", -9, 9, 0, false },
		{ "+1", 0, 9, 0, false }, { " 1", 0, 9, 0, false },
		{ "1 ", 0, 9, 0, false }, { "1x", 0, 9, 0, false },
		{ "1.0", 0, 9, 0, false }, { "0x1", 0, 9, 0, false },
		{ "--1", -9, 9, 0, false },
		{ "9223372036854775807", 0, INT64_MAX, INT64_MAX, true },
		{ "9223372036854775808", 0, INT64_MAX, 0, false },
		{ "-9223372036854775808", INT64_MIN, 0, INT64_MIN, true },
		{ "-9223372036854775809", INT64_MIN, 0, 0, false },
		{ "99999999999999999999", 0, INT64_MAX, 0, false },
		{ "18446744073709551617", 0, INT64_MAX, 0, false },
	};
	int64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		v = 4711;
		if (num_parse(slice_str(cases[i].text), cases[i].min,
		    cases[i].max, &v) != cases[i].good)
			fail_msg("'%s'", cases[i].text);
		assert_true(v == (cases[i].good ? cases[i].want : 4711));
	}
}

static void
test_duration(void **state)
{
	static const struct {
		const char *text;
		int64_t want;		/* -1: refused */
	} cases[] = {
		{ "0", 0 }, { "90", 90 }, { "90s", 90 }, { "30m", 1800 },
		{ "1h", 3600 }, { "7d", 604800 }, { "2w", 1209600 },
		{ "3660d", 316224000 }, { "3661d", -1 }, { "", -1 },
		{ "m", -1 }, { "-1h", -1 }, { "1 h", -1 }, { "1H", -1 },
		{ "1h30m", -1 }, { "99999999999999999999d", -1 },
		{ "9223372036854775807", -1 },
	};
	int64_t v;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		v = -1;
		if (num_duration(slice_str(cases[i].text), &v) !=
		    (cases[i].want != -1) || v != cases[i].want)
			fail_msg("'%s'", cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_duration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
