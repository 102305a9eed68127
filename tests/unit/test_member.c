/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

static void
test_all(void **state)
{
	struct str s = { 0 };

	(void)state;
	member_open(&s, NULL, '{');
	member_open(&s, "empty", '[');
	member_close(&s, ']');
	member_text(&s, "text", "a\"{\n\x1b[");
	member_text(&s, "none", NULL);
	member_text(&s, "blank", "");
	member_word(&s, "word", "");
	member_time(&s, "time", 1764554400);
	member_time(&s, "never", 0);
	member_int(&s, "least", INT64_MIN);
	member_bool(&s, "yes", true);
	member_open(&s, "list", '[');
	member_text(&s, NULL, "{");
	member_raw(&s, NULL, "{\"a\":1}");
	member_open(&s, NULL, '{');
	member_close(&s, '}');
	member_raw(&s, NULL, NULL);
	member_close(&s, ']');
	member_bool(&s, "no", false);
	member_close(&s, '}');
	assert_string_equal(str_text(&s), "{\"empty\":[],"
	    "\"text\":\"a\\\"{\\u000a\\u001b[\",\"none\":null,\"blank\":\"\","
	    "\"word\":null,\"time\":\"2025-12-01T02:00:00Z\",\"never\":null,"
	    "\"least\":-9223372036854775808,\"yes\":true,"
	    "\"list\":[\"{\",{\"a\":1},{},null],\"no\":false}");
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
