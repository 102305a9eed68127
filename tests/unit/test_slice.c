/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/slice.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static void
test_equal(void **state)
{
	(void)state;
	assert_true(slice_eq(SLICE("ab"), SLICE("ab")));
	assert_false(slice_eq(SLICE("ab"), SLICE("aB")));
	assert_false(slice_eq(SLICE("ab"), SLICE("abc")));
	assert_true(slice_eq((struct slice){ 0 }, SLICE("")));
	assert_true(slice_eq(SLICE("a\0b"), SLICE("a\0b")));
	assert_false(slice_eq(SLICE("a\0b"), SLICE("a\0c")));
	assert_true(slice_ieq(SLICE("aZ-9"), SLICE("Az-9")));
	/* Only ASCII letters have a case: '@' and '`' are 32 apart too. */
	assert_false(slice_ieq(SLICE("@"), SLICE("`")));
	assert_false(slice_ieq(SLICE("\xc4"), SLICE("\xe4")));
}

static void
test_starts_and_has(void **state)
{
	(void)state;
	assert_true(slice_starts(SLICE("mailto:x"), SLICE("mailto:")));
	assert_false(slice_starts(SLICE("mail"), SLICE("mailto:")));
	assert_true(slice_starts(SLICE("x"), SLICE("")));
	assert_true(slice_istarts(SLICE("MAILTO:x"), SLICE("mailto:")));
	assert_true(slice_ihas(SLICE("see HTTPS://x"), SLICE("https://")));
	assert_true(slice_ihas(SLICE("abc"), SLICE("C")));
	assert_true(slice_ihas(SLICE("abc"), SLICE("")));
	assert_true(slice_ihas(SLICE(""), SLICE("")));
	assert_false(slice_ihas(SLICE("abc"), SLICE("abcd")));
	assert_false(slice_ihas(SLICE(""), SLICE("a")));
}

static void
test_trim_and_from(void **state)
{
	(void)state;
	assert_true(slice_eq(slice_trim(SLICE(" \ta b\r\n")), SLICE("a b")));
	assert_int_equal(slice_trim(SLICE(" \r\n\t ")).n, 0);
	assert_int_equal(slice_trim(SLICE("")).n, 0);
	assert_true(slice_eq(slice_from(SLICE("abc"), 1), SLICE("bc")));
	assert_int_equal(slice_from(SLICE("abc"), 3).n, 0);
	assert_int_equal(slice_from(SLICE("abc"), SIZE_MAX).n, 0);
	assert_int_equal(slice_str(NULL).n, 0);
}

static void
test_words(void **state)
{
	const char *const want[] = { "a", "bc", "d" };
	struct slice rest = SLICE(" ,a, bc,,d "), word;
	size_t n = 0;

	(void)state;
	while (slice_word(&rest, ", ", &word)) {
		assert_in_range(n, 0, LEN(want) - 1);
		assert_true(slice_eq(word, slice_str(want[n])));
		n++;
	}
	assert_int_equal(n, LEN(want));
	assert_false(slice_word(&rest, ", ", &word));
	/* NUL is no separator, though strchr would find it. */
	rest = SLICE("a\0b,c");
	assert_true(slice_word(&rest, ",", &word));
	assert_int_equal(word.n, 3);
}

static void
test_lines(void **state)
{
	const char *const want[] = { "a\r", "", " b", "c" };
	struct slice rest = SLICE("a\r\n\n b\nc"), line;
	size_t n = 0;

	(void)state;
	while (slice_line(&rest, &line)) {
		assert_in_range(n, 0, LEN(want) - 1);
		assert_true(slice_eq(line, slice_str(want[n])));
		n++;
	}
	assert_int_equal(n, LEN(want));
	rest = SLICE("a\n");
	assert_true(slice_line(&rest, &line));
	assert_false(slice_line(&rest, &line));
}

static void
test_glob(void **state)
{
	static const struct {
		const char *text, *pattern;
		bool match;
	} cases[] = {
		{ "", "", true }, { "", "*", true }, { "", "?", false },
		{ "a", "", false }, { "a", "?", true }, { "ab", "?", false },
		{ "li@Example.com", "*@example.COM", true },
		{ "li@example.com.evil", "*@example.com", false },
		{ "aab", "a*b", true }, { "aXbYb", "a*b", true },
		{ "abc", "a*?c", true }, { "ac", "a*?c", false },
		{ "abcabc", "*abc", true }, { "abcabd", "*abc", false },
		{ "a*b", "a*b", true }, { "x", "**x**", true },
		{ "weekly sync", "*sync*", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		if (slice_glob(slice_str(cases[i].text),
		    slice_str(cases[i].pattern)) != cases[i].match)
			fail_msg("'%s' and '%s'", cases[i].text,
			    cases[i].pattern);
}

/* A pattern that makes a backtracking matcher run for ever. */
static void
test_glob_is_bounded(void **state)
{
	static char text[20000];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_false(slice_glob(slice_of(text, sizeof(text)),
	    SLICE("*a*a*a*a*a*a*a*a*a*a*b")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_starts_and_has),
		cmocka_unit_test(test_trim_and_from),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
