/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/table.h"

static const struct table_column columns[] = {
	{ "A", false }, { "TOPIC", true }, { "UID", true },
};

static void
fill(struct table *t)
{
	table_add(t, "1");
	table_add(t, "Weekly");
	table_add(t, "a@x");
	table_add(t, NULL);
	table_add(t, "\xe5\xad\xa3\xe5\xba\xa6\xe5\xa4\x8d\xe7\x9b\x98\xef"
	    "\xbc\x9a\xe8\xaf\xb7");	/* six wide characters */
	table_add(t, "b\n@x");
}

static void
test_columns(void **state)
{
	struct table t = TABLE_OF(columns);
	struct str out = { 0 };

	(void)state;
	fill(&t);
	table_print(&out, &t, 0);
	assert_string_equal(str_text(&out),
	    "A  TOPIC         UID\n"
	    "1  Weekly        a@x\n"
	    "-  \xe5\xad\xa3\xe5\xba\xa6\xe5\xa4\x8d\xe7\x9b\x98\xef\xbc\x9a"
	    "\xe8\xaf\xb7  b\\x0A@x\n");
	str_clear(&out);
	/* A wide character that does not fit leaves its half empty. */
	table_print(&out, &t, 20);
	assert_string_equal(str_text(&out),
	    "A  TOPIC     UID\n"
	    "1  Weekly    a@x\n"
	    "-  \xe5\xad\xa3\xe5\xba\xa6\xe5\xa4\x8d\xe2\x80\xa6   "
	    "b\\x0A@x\n");
	str_free(&out);
	table_free(&t);
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(table_width(SLICE("")), 0);
	assert_int_equal(table_width(SLICE("abc")), 3);
	assert_int_equal(table_width(SLICE("\xe4\xbc\x9a")), 2);
	/* e and a combining acute accent. */
	assert_int_equal(table_width(SLICE("e\xcc\x81")), 1);
	/* Not UTF-8. */
	assert_int_equal(table_width(SLICE("\xff\xfe")), 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
