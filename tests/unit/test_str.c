/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/hidden.h"
#include "base/str.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

struct text_case {
	const char *in, *out;
};

static void
check(void (*f)(struct str *s, struct slice text), struct slice in,
    const char *want)
{
	struct str s = { 0 };

	f(&s, in);
	assert_string_equal(str_text(&s), want);
	str_free(&s);
}

static void
test_grow(void **state)
{
	struct str s = { 0 };
	int i;

	(void)state;
	assert_string_equal(str_text(&s), "");
	assert_int_equal(str_slice(&s).n, 0);
	for (i = 0; i < 1000; i++)
		str_addf(&s, "%03d,", i);
	assert_int_equal(s.n, 4000);
	assert_memory_equal(s.p + 3996, "999,", 5);
	str_clear(&s);
	assert_string_equal(str_text(&s), "");
	str_add(&s, SLICE("a\0b"));
	assert_int_equal(s.n, 3);
	str_free(&s);
	str_free(&s);
	assert_null(s.p);
}

static void
test_bound(void **state)
{
	struct str s = { .max = 5 };

	(void)state;
	str_adds(&s, "abc");
	assert_false(s.over);
	str_adds(&s, "de");
	assert_false(s.over);
	str_adds(&s, "");
	assert_false(s.over);
	str_adds(&s, "f");
	assert_true(s.over);
	assert_string_equal(str_text(&s), "abcde");
	str_clear(&s);
	assert_false(s.over);
	str_adds(&s, "123456");
	assert_true(s.over);
	assert_string_equal(str_text(&s), "12345");
	str_free(&s);
	assert_int_equal(s.max, 5);
}

static void
test_utf8(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} cases[] = {
		{ "", 0 }, { "a", 1 }, { "\x7f", 1 }, { "\xc3\xa9", 2 },
		{ "\xe4\xbc\x9a", 3 }, { "\xf0\x9f\x98\x80", 4 },
		{ "\x80", 0 }, { "\xc0\x80", 0 }, { "\xc1\xbf", 0 },
		{ "\xc3", 0 }, { "\xc3" "a", 0 }, { "\xe4\xbc", 0 },
		{ "\xe0\x9f\xbf", 0 }, { "\xe0\xa0\x80", 3 },
		{ "\xed\x9f\xbf", 3 }, { "\xed\xa0\x80", 0 },
		{ "\xf0\x8f\xbf\xbf", 0 }, { "\xf4\x8f\xbf\xbf", 4 },
		{ "\xf4\x90\x80\x80", 0 }, { "\xf5\x80\x80\x80", 0 },
		{ "\xff", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		assert_int_equal(str_utf8(slice_str(cases[i].text)),
		    cases[i].n);
	assert_int_equal(str_utf8(SLICE("\0")), 1);
}

static void
test_json(void **state)
{
	static const struct text_case cases[] = {
		{ "", "\"\"" }, { "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "1\n2\t\x1b", "\"1\\u000a2\\u0009\\u001b\"" },
		{ "\xe4\xbc\x9a", "\"\xe4\xbc\x9a\"" },
		{ "\xbb\xe1x", "\"\xef\xbf\xbd\xef\xbf\xbdx\"" },
		{ "\x7f", "\"\\u007f\"" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		check(str_json, slice_str(cases[i].in), cases[i].out);
	check(str_json, SLICE("a\0b"), "\"a\\u0000b\"");
}

static void
test_plain(void **state)
{
	static const struct text_case cases[] = {
		{ "plain", "plain" }, { "a\x1b[2J", "a\\x1B[2J" },
		{ "a\r\nError:", "a\\x0D\\x0A" "Error:" },
		{ "\x7f", "\\x7F" }, { "\xc2\xa0", "\xc2\xa0" },
		{ "\xbb\xe1", "\\xBB\\xE1" },
		{ "\xe4\xbc\x9a", "\xe4\xbc\x9a" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		check(str_plain, slice_str(cases[i].in), cases[i].out);
}

/* U+009B begins a terminal's control sequence as ESC [ does. */
static void
test_plain_c1(void **state)
{
	struct str s = { 0 };

	(void)state;
	str_plain(&s, SLICE("\xc2\x9b" "2J"));
	assert_null(strchr(str_text(&s), '\x9b'));
	assert_non_null(strstr(str_text(&s), "2J"));
	str_free(&s);
}

static void
test_foreign_json(void **state)
{
	struct str s = { 0 };

	(void)state;
	str_utf8_json(&s, SLICE("{\"a\": [\"\xff\xc2\x9b\x7f\xe4\xb8\xad\"]}"));
	assert_string_equal(str_text(&s), "{\"a\": [\"\xef\xbf\xbd\\u009b"
	    "\\u007f\xe4\xb8\xad\"]}");
	str_clear(&s);
	str_json(&s, SLICE("\xc2\x9b\x7f\x01"));
	assert_string_equal(str_text(&s), "\"\\u009b\\u007f\\u0001\"");
	str_clear(&s);
	str_plain(&s, SLICE("a\xe2\x80\xae" "b\xe2\x81\xa6\xe2\x80\xa6"));
	assert_string_equal(str_text(&s), "a\\xE2\\x80\\xAEb\\xE2\\x81\\xA6"
	    "\xe2\x80\xa6");
	str_clear(&s);
	str_plain(&s, SLICE("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c\xe2\x80\xa8"
	    "\xe2\x80\xa9\xf3\xa0\x81\x81\xd8\x9d\xe2\x80\x8d"));
	assert_string_equal(str_text(&s), "\\xE2\\x80\\x8E\\xE2\\x80\\x8F"
	    "\\xD8\\x9C\\xE2\\x80\\xA8\\xE2\\x80\\xA9\\xF3\\xA0\\x81\\x81"
	    "\xd8\x9d\xe2\x80\x8d");
	str_free(&s);
}

/* Alone, by their properties: a Unicode that adds one fails here. */
static void
test_hidden(void **state)
{
	uint8_t text[4];
	struct slice s;
	UChar32 c;
	int n;
	bool want;

	(void)state;
	for (c = 0xa0; c <= 0x10ffff; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		n = 0;
		U8_APPEND_UNSAFE(text, n, (uint32_t)c);
		s = slice_of((const char *)text, (size_t)n);
		want = u_hasBinaryProperty(c,
		    UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
		    u_hasBinaryProperty(c, UCHAR_NONCHARACTER_CODE_POINT) ||
		    c == 0x2028 || c == 0x2029 || c == 0x2800 ||
		    (u_charType(c) == U_FORMAT_CHAR &&
		    !u_hasBinaryProperty(c,
		    UCHAR_PREPENDED_CONCATENATION_MARK)) ||
		    (c >= 0x13430 && c <= 0x1343f);
		if (hidden_at(s, 0, s.n) != want)
			fail_msg("U+%04X", (unsigned)c);
	}
}

/* What has a use where it stands is shown, and not elsewhere. */
static void
test_joined(void **state)
{
	static const struct text_case cases[] = {
		{ "❤️", "❤️" }, { "1️⃣", "1️⃣" }, { "👩‍💻", "👩‍💻" },
		{ "👩🏽‍🚀", "👩🏽‍🚀" }, { "🏳️‍🌈", "🏳️‍🌈" }, { "©️", "©️" },
		{ "葛\U000E0100城", "葛\U000E0100城" },
		{ "می\u200cخواهم", "می\u200cخواهم" },
		{ "क्\u200dष", "क्\u200dष" },
		{ "a\u200db", "a\\xE2\\x80\\x8Db" },
		{ "会\u200d议", "会\\xE2\\x80\\x8D议" },
		{ "a\ufe0f", "a\\xEF\\xB8\\x8F" }, { "1\ufe0f", "1\\xEF\\xB8\\x8F" },
		{ "❤\ufe0f\ufe0f", "❤\ufe0f\\xEF\\xB8\\x8F" },
		{ "a\U000E0100", "a\\xF3\\xA0\\x84\\x80" },
		{ "\u200d", "\\xE2\\x80\\x8D" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		check(str_plain, slice_str(cases[i].in), cases[i].out);
}

static void
test_members(void **state)
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
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_plain_c1),
		cmocka_unit_test(test_foreign_json),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_joined),
		cmocka_unit_test(test_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
