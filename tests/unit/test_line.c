/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ics/line.h"
#include "model/event.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static void
test_next(void **state)
{
	static const struct {
		const char *text;
		size_t lines[5];	/* bytes of each logical line */
	} cases[] = {
		{ "", { 0 } }, { "a", { 1 } }, { "\n", { 1 } },
		{ "a\nb\r\nc", { 2, 3, 1 } },
		{ "a\n b\n\tc\nd", { 8, 1 } },
		{ "a\r\n b\r\n", { 7 } },
		{ " a\nb", { 3, 1 } },		/* the first is no fold */
		{ "a\n \nb", { 4, 1 } },	/* nothing but the blank */
		{ "a\n ", { 3 } }, { "a\n\n b", { 2, 3 } },
		{ "a\rb\n", { 4 } },		/* a lone CR is content */
		{ "a\r\r\n b", { 6 } },
	};
	struct slice rest, raw;
	size_t i, n;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		rest = slice_str(cases[i].text);
		for (n = 0; line_next(&rest, &raw); n++)
			if (raw.n != cases[i].lines[n])
				fail_msg("case %zu, line %zu: %zu bytes", i,
				    n, raw.n);
		assert_int_equal(cases[i].lines[n], 0);
	}
}

static void
test_name(void **state)
{
	static const struct {
		const char *raw, *name;
	} cases[] = {
		{ "SUMMARY:x", "SUMMARY" }, { "summary;A=b:x", "SUMMARY" },
		{ " BEGIN :x", "BEGIN" }, { "\tEND\t:x", "END" },
		{ "BEG\r\n IN:VEVENT\r\n", "BEGIN" },
		{ "B\n\tE\n G\r\n I\n N\r\n :VEVENT", "BEGIN" },
		{ "BEGIN\r\n :VEVENT", "BEGIN" },
		{ "X-A_1.b:", "X-A_1.B" },
		/* None. */
		{ "", "" }, { "\r\n", "" }, { "BEGIN", "" },
		{ "BEGIN\r\n", "" }, { "BEGIN\n:VEVENT", "" }, { ":x", "" },
		{ "BE GIN:VEVENT", "" }, { "End of file: x", "" },
		{ "BEG\r\n  IN:VEVENT", "" }, { "\rBEGIN:x", "\rBEGIN" },
	};
	char buf[ICS_NAME_MAX];
	size_t i, n;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		n = line_name(slice_str(cases[i].raw), buf);
		assert_string_equal(buf, cases[i].name);
		assert_int_equal(n, strlen(buf));
	}
}

static void
test_name_length(void **state)
{
	char raw[ICS_NAME_MAX + 1], buf[ICS_NAME_MAX];

	(void)state;
	memset(raw, 'A', sizeof(raw));
	raw[ICS_NAME_MAX - 2] = ':';
	assert_int_equal(line_name(slice_of(raw, ICS_NAME_MAX - 1), buf),
	    ICS_NAME_MAX - 2);
	memset(raw, 'A', sizeof(raw));
	raw[ICS_NAME_MAX] = ':';
	assert_int_equal(line_name(slice_of(raw, sizeof(raw)), buf), 0);
	assert_string_equal(buf, "");
}

static void
test_unfold(void **state)
{
	static const struct {
		const char *raw, *text;
	} cases[] = {
		{ "a", "a" }, { "a\n", "a" }, { "a\r\n", "a" },
		{ "a\r\n b\n\tc\r\n", "abc" }, { "a\r\n  b\r\n", "a b" },
		{ "a\r\n \r\n", "a" }, { "a\rb\r\n", "a\rb" },
		{ "a\r\r\n b\r\r\n", "ab" }, { "a\r\r\r\n", "a" },
		/* A fold may stand inside of a character. */
		{ "\xe4\r\n \xbc\r\n \x9a\r\n", "\xe4\xbc\x9a" },
		{ "a\r", "a\r" }, { "a\n ", "a" },
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		line_unfold(&s, slice_str(cases[i].raw));
		assert_string_equal(str_text(&s), cases[i].text);
	}
	str_free(&s);
}

static void
test_eol(void **state)
{
	(void)state;
	assert_string_equal(line_eol(SLICE("a\r\n b\n")), "\r\n");
	assert_string_equal(line_eol(SLICE("a\n b\r\n")), "\n");
	assert_string_equal(line_eol(SLICE("a")), "");
	assert_string_equal(line_eol(SLICE("\n")), "\n");
	assert_string_equal(line_eol(SLICE("a\r")), "");
}

static void
test_split(void **state)
{
	static const struct {
		const char *line, *name, *params, *value;
	} cases[] = {
		{ "A:b", "A", "", "b" }, { "A:", "A", "", "" },
		{ "A:b:c;d", "A", "", "b:c;d" },
		{ "A;X=1;Y=2:b", "A", ";X=1;Y=2", "b" },
		{ "A;X=\"p:q;r\":b", "A", ";X=\"p:q;r\"", "b" },
		{ "A ;X=1:b", "A", ";X=1", "b" },
		{ "A:\"b:c\"", "A", "", "\"b:c\"" },
		{ "A;:b", "A", ";", "b" },
	};
	struct line_parts p;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		assert_true(line_split(slice_str(cases[i].line), &p));
		assert_true(slice_eq(p.name, slice_str(cases[i].name)));
		assert_true(slice_eq(p.params, slice_str(cases[i].params)));
		assert_true(slice_eq(p.value, slice_str(cases[i].value)));
	}
	assert_false(line_split(SLICE(""), &p));
	assert_false(line_split(SLICE("A"), &p));
	assert_false(line_split(SLICE("A;X=\"b:c"), &p));
}

static void
test_param(void **state)
{
	static const struct {
		const char *params, *name, *value;	/* NULL: absent */
	} cases[] = {
		{ ";TZID=Asia/Shanghai", "TZID", "Asia/Shanghai" },
		{ ";tzid=UTC", "TZID", "UTC" },
		{ ";X=1;TZID=\"a;b:c\";Y=2", "TZID", "a;b:c" },
		{ ";X=1;TZID=\"a;b:c\";Y=2", "Y", "2" },
		{ ";X=\";TZID=no\"", "TZID", NULL },
		{ ";TZIDX=1", "TZID", NULL }, { ";TZID", "TZID", NULL },
		{ ";TZID=", "TZID", "" }, { "", "TZID", NULL },
		{ ";;;TZID=a", "TZID", "a" }, { ";TZID=\"", "TZID", "\"" },
		{ ";A=1;A=2", "A", "1" },
	};
	struct slice v;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		assert_true(event_param(slice_str(cases[i].params),
		    cases[i].name, &v) == (cases[i].value != NULL));
		if (cases[i].value)
			assert_true(slice_eq(v, slice_str(cases[i].value)));
	}
}

/* Folded lines are short, hold whole characters and unfold to the text. */
static void
check_fold(struct slice text, const char *eol)
{
	struct str folded = { 0 }, back = { 0 };
	struct slice rest, line;
	size_t c;

	line_fold(&folded, text, eol);
	line_unfold(&back, str_slice(&folded));
	assert_true(slice_eq(str_slice(&back), text));
	rest = str_slice(&folded);
	while (slice_line(&rest, &line)) {
		line = slice_trim(line);
		assert_in_range(line.n, 0, ICS_FOLD_WIDTH);
		for (; line.n; line = slice_from(line, c)) {
			c = str_utf8(line);
			assert_int_not_equal(c, 0);
		}
	}
	str_free(&folded);
	str_free(&back);
}

static void
test_fold(void **state)
{
	static const char *const unit[] = {
		"a", "\xc3\xa9", "\xe4\xbc\x9a", "\xf0\x9f\x98\x80",
		"a\xe4\xbc\x9a",
	};
	struct str text = { 0 };
	size_t i, n;

	(void)state;
	for (i = 0; i < LEN(unit); i++) {
		str_clear(&text);
		for (n = 0; n < 200; n++) {
			check_fold(str_slice(&text), "\r\n");
			check_fold(str_slice(&text), "\n");
			str_adds(&text, unit[i]);
		}
	}
	/* Bytes that are no UTF-8 end too. */
	str_clear(&text);
	line_fold(&text, SLICE("\x80\x80\x80"), "\n");
	assert_string_equal(str_text(&text), "\x80\x80\x80\n");
	str_free(&text);
}

static void
test_escape(void **state)
{
	static const struct {
		const char *text, *escaped;
	} cases[] = {
		{ "", "" }, { "a,b;c\\d", "a\\,b\\;c\\\\d" },
		{ "a\nb", "a\\nb" }, { "a:\"b\"", "a:\"b\"" },
		{ "\\n", "\\\\n" }, { "\xe4\xbc\x9a", "\xe4\xbc\x9a" },
	};
	struct str s = { 0 }, back = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		str_clear(&back);
		line_escape(&s, slice_str(cases[i].text));
		assert_string_equal(str_text(&s), cases[i].escaped);
		line_unescape(&back, str_slice(&s));
		assert_string_equal(str_text(&back), cases[i].text);
	}
	str_free(&s);
	str_free(&back);
}

static void
test_unescape(void **state)
{
	static const struct {
		const char *text, *plain;
	} cases[] = {
		{ "a\\Nb", "a\nb" }, { "a\\", "a\\" }, { "\\x", "\\x" },
		{ "\\:", "\\:" }, { "\\\"", "\"" }, { "a;b,c", "a;b,c" },
		{ "\\\\n", "\\n" },
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		line_unescape(&s, slice_str(cases[i].text));
		assert_string_equal(str_text(&s), cases[i].plain);
	}
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_name_length),
		cmocka_unit_test(test_unfold),
		cmocka_unit_test(test_eol),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_param),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_unescape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
