/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/encoding.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define SLICE_OF(lit) { "" lit, sizeof(lit) - 1 }

static const struct {
	struct slice raw;
	const char *name;	/* NULL: it is none such */
	const char *text;	/* NULL: it would not come out again */
	bool calendar;
} files[] = {
	{ SLICE_OF("\xff\xfe" "B\0E\0G\0I\0N\0:\0\n\0"), "UTF-16LE",
	  "BEGIN:\n", true },
	{ SLICE_OF("\xfe\xff\0\r\0\n\0b\0e\0g\0i\0n\0:\0\n"), "UTF-16BE",
	  "\r\nbegin:\n", true },
	{ SLICE_OF("B\0E\0G\0I\0N\0:\0\r\0\n\0"), "UTF-16LE", "BEGIN:\r\n",
	  true },
	{ SLICE_OF("\xff\xfe\0\0" "a\0\0\0"), "UTF-32LE", "a", false },
	/* A mark within the text stays in it. */
	{ SLICE_OF("\xff\xfe\xff\xfe" "a\0"), "UTF-16LE", "\xef\xbb\xbf" "a",
	  false },
	{ SLICE_OF("\xff\xfe\x3d\xd8\x00\xde"), "UTF-16LE", "😀", false },
	/* Half of a pair, and half of a character. */
	{ SLICE_OF("\xff\xfe\x3d\xd8" "a\0"), "UTF-16LE", NULL, false },
	{ SLICE_OF("\xff\xfe" "a\0b"), "UTF-16LE", NULL, false },
	{ SLICE_OF("\xef\xbb\xbf" "BEGIN:x"), NULL, NULL, true },
	{ SLICE_OF("  \r\nBegin:x"), NULL, NULL, true },
	{ SLICE_OF("BEGIN:a\0\n"), NULL, NULL, true },
	{ SLICE_OF("summary,start"), NULL, NULL, false },
	{ SLICE_OF(""), NULL, NULL, false },
};

static void
test_files(void **state)
{
	struct str text = { 0 }, again = { 0 };
	struct utf16 u;
	struct err e;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < LEN(files); i++) {
		u = utf16_find(files[i].raw);
		assert_int_equal(utf16_begins_calendar(files[i].raw),
		    files[i].calendar);
		assert_int_equal(u.name != NULL, files[i].name != NULL);
		if (!u.name)
			continue;
		assert_string_equal(u.name, files[i].name);
		str_clear(&text);
		str_clear(&again);
		rc = utf16_read(&u, files[i].raw, &text, &e);
		assert_int_equal(rc, files[i].text ? 0 : -1);
		if (rc == -1)
			continue;
		assert_string_equal(str_text(&text), files[i].text);
		utf16_write(&u, str_slice(&text), &again);
		assert_true(slice_eq(str_slice(&again), files[i].raw));
	}
	str_free(&text);
	str_free(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
