/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/drift.h"

#define BIT(f) (1u << REQUEST_##f)

/* What stays of fields that an update cleared. */
static void
test_stayed(void **state)
{
	const unsigned cleared = BIT(TOPIC) | BIT(HOSTS) | BIT(PERMISSIONS) |
	    BIT(PASSWORD);
	struct reservation got = { .has_settings = true };

	(void)state;
	assert_int_equal(drift_stayed(cleared, &got), 0);
	got.settings.field[REQUEST_TOPIC] = "\"\"";
	got.settings.field[REQUEST_HOSTS] = "[ ]";
	got.settings.field[REQUEST_PASSWORD] = "\"\"";
	assert_int_equal(drift_stayed(cleared, &got), 0);
	got.settings.field[REQUEST_TOPIC] = "\"a\"";
	got.settings.field[REQUEST_HOSTS] = "[{\"id\":\"ou_a\"}]";
	got.settings.field[REQUEST_PASSWORD] = "\"1234\"";
	assert_int_equal(drift_stayed(cleared, &got), BIT(TOPIC) |
	    BIT(HOSTS) | BIT(PASSWORD));
	assert_int_equal(drift_stayed(BIT(HOSTS), &got), BIT(HOSTS));
	assert_int_equal(drift_stayed(0, &got), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stayed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
