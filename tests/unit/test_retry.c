/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/limits.h"
#include "http/pace.h"

static void
test_delays(void **state)
{
	static const struct {
		int failed;
		int64_t whole;
	} rows[] = {
		{ 1, RETRY_BASE_MS },
		{ 2, RETRY_BASE_MS * 2 },
		{ 3, RETRY_BASE_MS * 4 },
		{ 5, RETRY_BASE_MS * 16 },
		{ 20, RETRY_CAP_MS },
		{ 2000000000, RETRY_CAP_MS },
	};
	struct retry r;
	size_t i, k;

	(void)state;
	retry_init(&r, 5, 42);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (k = 0; k < 1000; k++)
			assert_in_range(retry_delay(&r, rows[i].failed),
			    rows[i].whole / 2, rows[i].whole);
}

static void
test_seed(void **state)
{
	struct retry a, b, c;
	int i, differ = 0;

	(void)state;
	retry_init(&a, 5, 7);
	retry_init(&b, 5, 7);
	retry_init(&c, 5, 8);
	for (i = 0; i < 20; i++) {
		int64_t ms = retry_delay(&a, 4);

		assert_int_equal(ms, retry_delay(&b, 4));
		differ += ms != retry_delay(&c, 4);
	}
	assert_true(differ > 10);
}

static void
test_allowed(void **state)
{
	struct retry r;

	(void)state;
	retry_init(&r, 2, 0);
	assert_true(retry_allowed(&r, 1));
	assert_true(retry_allowed(&r, 2));
	assert_false(retry_allowed(&r, 3));
	retry_init(&r, -1, 0);
	assert_false(retry_allowed(&r, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_delays),
		cmocka_unit_test(test_seed),
		cmocka_unit_test(test_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
