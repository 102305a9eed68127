/* SPDX-License-Identifier: MIT */
/* Which bytes a table is in. */
#include <iconv.h>

#include "csv_fixture.h"

#define CHINESE "主题,开始时间,结束时间,备注\r\n" \
	"周会,2026-12-01 09:00,10:00,\"第一\r\n㐀𠀀\"\r\n" \
	"B,2026-12-01 09:00,10:00\r\n"

static struct slice
encode(const char *to, const char *mark, size_t n_mark, char *buf, size_t n)
{
	char text[] = CHINESE, *in = text, *out = buf + n_mark;
	size_t left = strlen(text), room = n - n_mark;
	iconv_t cd = iconv_open(to, "UTF-8");

	assert_true(cd != (iconv_t)-1);
	memcpy(buf, mark, n_mark);
	assert_int_equal(iconv(cd, &in, &left, &out, &room), 0);
	iconv_close(cd);
	return slice_of(buf, (size_t)(out - buf));
}

static void
test_encodings(void **state)
{
	static const struct {
		const char *to, *mark;
		size_t n_mark;
		const char *given;
	} cases[] = {
		{ "UTF-8", "", 0, NULL }, { "UTF-8", "", 0, "utf8" },
		{ "UTF-8", "\xef\xbb\xbf", 3, NULL },
		{ "UTF-8", "\xef\xbb\xbf", 3, "UTF-8" },
		{ "GB18030", "", 0, NULL }, { "GB18030", "", 0, "gb18030" },
		{ "GB18030", "\x84\x31\x95\x33", 4, NULL },
		{ "UTF-16LE", "\xff\xfe", 2, NULL },
		{ "UTF-16BE", "\xfe\xff", 2, NULL },
		{ "UTF-16LE", "\xff\xfe", 2, "utf-16" },
		{ "UTF-16BE", "\xfe\xff", 2, "utf-16" },
		{ "UTF-16LE", "", 0, "utf-16" },
		{ "UTF-16BE", "", 0, "utf-16be" },
		{ "UTF-32LE", "\xff\xfe\0\0", 4, NULL },
		{ "UTF-32BE", "\0\0\xfe\xff", 4, NULL },
	};
	char buf[1024], want[2048];
	struct slice bytes;
	size_t i, n;

	(void)state;
	convert(CHINESE);
	assert_true(has("SUMMARY:周会\r\n"));
	assert_true(has("DESCRIPTION:第一\\n㐀𠀀\r\n"));
	snprintf(want, sizeof(want), "%s", str_text(&table.ics));
	done();
	for (i = 0; i < LEN(cases); i++) {
		bytes = encode(cases[i].to, cases[i].mark, cases[i].n_mark,
		    buf, sizeof(buf));
		if (convert_as(bytes, cases[i].given) == -1)
			fail_msg("%s: %s", cases[i].to, error.msg);
		assert_string_equal(str_text(&table.ics), want);
		/* Header and rows are the bytes, one after the other. */
		n = table.header.n;
		assert_int_equal(row(0)->off, n);
		assert_int_equal(row(1)->off, n + row(0)->len);
		assert_int_equal(row(1)->off + row(1)->len, bytes.n);
		assert_int_equal(row(1)->line, 4);
		done();
	}
}

static void
test_assumed(void **state)
{
	(void)state;
	convert(HEAD "Besprechung M\xfcller,2026-12-01 9:00,10:00\n");
	assert_non_null(strstr(str_text(&table.ics), "Besprechung Müller"));
	assert_string_equal(note("assumed-encoding")->message, "it is not in "
	    "UTF-8; read as windows-1252. --encoding names another");
	done();
	convert("\xd6\xf7\xcc\xe2,start,end\n"
	    "\xd6\xdc\xbb\xe1,2026-12-01 9:00,10:00\n");
	assert_non_null(strstr(str_text(&table.ics), "周会"));
	assert_non_null(strstr(note("assumed-encoding")->message, "GB18030"));
	done();
}

/* Opened as windows-1252 and saved as UTF-8. */
static void
test_twice(void **state)
{
	static const char text[] =
	    "\"\xc3\xaf\xc2\xbb\xc2\xbfsummary\",start,end\n"
	    "\xc3\xa5\xc2\x8f\xc2\xb7\xc3\xa5\xef\x86\x8f\xc2\xb7\xc3\xa9\xe2\x80\xa2\xc2\xbf,"
	    "2026-12-01 9:00,10:00\n";

	(void)state;
	convert(text);
	assert_non_null(strstr(str_text(&table.ics), "SUMMARY:号号长\r\n"));
	assert_string_not_equal(note("encoded-twice")->message, "");
	assert_int_equal(row(0)->off + row(0)->len, strlen(text));
	done();
	assert_int_equal(csv_convert(&table, SLICE("\xc3\xaf\xc2\xbb\xc2\xbf"
	    "summary,start,end\n\xe4\xbc\x9a,x,y\n"),
	    &(struct csv_options){ 0 }, &error), -1);
	assert_non_null(strstr(error.msg, "line 2: another program"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_assumed),
		cmocka_unit_test(test_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
