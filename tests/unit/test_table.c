/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/table.h"

static const struct table_column columns[] = {
	{ .title = "A" }, { .title = "TOPIC", .flexible = true },
	{ .title = "UID", .flexible = true },
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

/* What leaves the row when it is narrow, and in which order. */
static const struct table_column narrowing[] = {
	{ .title = "WHEN" },
	{ .title = "TOPIC", .flexible = true, .below = 1 },
	{ .title = "LINK", .below = 2 },
	{ .title = "ENDS", .below = 4, .label = "ends", .spare = true },
	{ .title = "UID", .flexible = true, .below = 3 },
};

static const char *
narrowed(struct str *out, size_t width, bool whole)
{
	struct table t = TABLE_OF(narrowing);

	t.whole = whole;
	table_add(&t, "Thu 10:00");
	table_add(&t, "A meeting of some length");
	table_add(&t, "https://x.example/j/1");
	table_add(&t, "11:30");
	table_add(&t, "a-long-uid@example.com");
	str_clear(out);
	table_print(out, &t, width);
	table_free(&t);
	return str_text(out);
}

static void
test_below(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_string_equal(narrowed(&out, 0, false),
	    "WHEN       TOPIC                     LINK                   "
	    "ENDS   UID\n"
	    "Thu 10:00  A meeting of some length  https://x.example/j/1  "
	    "11:30  a-long-uid@example.com\n");
	assert_string_equal(narrowed(&out, 60, false),
	    "WHEN       TOPIC                     LINK\n"
	    "Thu 10:00  A meeting of some length  https://x.example/j/1\n"
	    "  a-long-uid@example.com\n");
	assert_string_equal(narrowed(&out, 40, false),
	    "WHEN       TOPIC\n"
	    "Thu 10:00  A meeting of some length\n"
	    "  https://x.example/j/1\n"
	    "  a-long-uid@example.com\n");
	assert_string_equal(narrowed(&out, 40, true),
	    "WHEN       TOPIC\n"
	    "Thu 10:00  A meeting of some length\n"
	    "  https://x.example/j/1  ends 11:30\n"
	    "  a-long-uid@example.com\n");
	/* A link is never cut, even where the line has no room for it. */
	assert_string_equal(narrowed(&out, 20, false),
	    "WHEN\n"
	    "Thu 10:00\n"
	    "  A meeting of some\xe2\x80\xa6\n"
	    "  https://x.example/j/1\n"
	    "  a-long-uid@exampl\xe2\x80\xa6\n");
	str_free(&out);
}

static void
test_cut(void **state)
{
	struct str out = { 0 };

	(void)state;
	table_cut(&out, SLICE("abc"), 3);
	table_cut(&out, SLICE("abcd"), 3);
	/* Half of a wide character is not shown. */
	table_cut(&out, SLICE("\xe5\xad\xa3\xe5\xba\xa6"), 3);
	/* A combining mark stays with its letter. */
	table_cut(&out, SLICE("e\xcc\x81" "e\xcc\x81" "e\xcc\x81"), 2);
	assert_string_equal(str_text(&out), "abcab\xe2\x80\xa6"
	    "\xe5\xad\xa3\xe2\x80\xa6" "e\xcc\x81\xe2\x80\xa6");
	str_free(&out);
}

static const char *
wrapped(struct str *out, const char *text, size_t width, size_t at)
{
	str_clear(out);
	table_wrap(out, slice_str(text), &(struct table_wrap){ width, 2, at });
	return str_text(out);
}

static void
test_wrap(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_string_equal(wrapped(&out, "one two", 0, 0), "one two");
	assert_string_equal(wrapped(&out, "one two three four five", 20, 0),
	    "one two three four\n  five");
	assert_string_equal(wrapped(&out, "one two three", 20, 12),
	    "one two\n  three");
	assert_string_equal(wrapped(&out, "a,b,c,d,e,f,g,h,i,j,k,l,m", 20, 0),
	    "a,b,c,d,e,f,g,h,i,j,\n  k,l,m");
	/* Beside a wide character. */
	assert_string_equal(wrapped(&out, "\xe5\xad\xa3\xe5\xba\xa6"
	    "\xe5\xa4\x8d", 20, 15), "\xe5\xad\xa3\xe5\xba\xa6\n"
	    "  \xe5\xa4\x8d");
	/* No line begins with a full-width comma. */
	assert_string_equal(wrapped(&out, "\xe5\xad\xa3\xe5\xba\xa6"
	    "\xef\xbc\x8c\xe5\xa4\x8d", 20, 15), "\xe5\xad\xa3\n"
	    "  \xe5\xba\xa6\xef\xbc\x8c\xe5\xa4\x8d");
	/* A link stays whole, another word does not. */
	assert_string_equal(wrapped(&out, "see https://vc.feishu.cn/j/1", 20,
	    0), "see\n  https://vc.feishu.cn/j/1");
	assert_string_equal(wrapped(&out, "abcdefghijklmnopqrstuvwxyz", 20,
	    0), "abcdefghijklmnopqrst\n  uvwxyz");
	str_free(&out);
}

static const char *
line(struct str *out, size_t width)
{
	str_clear(out);
	table_line(out, &(struct table_line){ SLICE("+ Thu 10:00  "),
	    SLICE("A meeting of some length"), SLICE("  (and a note)"),
	    width });
	return str_text(out);
}

static void
test_line(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_string_equal(line(&out, 0), "+ Thu 10:00  A meeting of some "
	    "length  (and a note)\n");
	assert_string_equal(line(&out, 40), "+ Thu 10:00  A meeting of some "
	    "length\n    (and a note)\n");
	assert_string_equal(line(&out, 32), "+ Thu 10:00  A meeting of some "
	    "\xe2\x80\xa6\n    (and a note)\n");
	assert_string_equal(line(&out, 24), "+ Thu 10:00\n"
	    "    A meeting of some l\xe2\x80\xa6\n    (and a note)\n");
	str_free(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_below),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
