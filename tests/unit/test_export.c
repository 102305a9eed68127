/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/mem.h"
#include "export/csv.h"
#include "export/export.h"
#include "ics/calendar.h"
#include "ics/cut.h"
#include "ics/parse.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define NOW 1796090400		/* 2026-12-01T02:00:00Z */
#define LINK "https://vc.feishu.cn/j/1"

static void
test_cell(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ NULL, "" },
		{ "", "" },
		{ "plain", "plain" },
		{ "a,b", "\"a,b\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
		{ "two\r\nlines", "\"two\nlines\"" },
		{ "a;b", "\"a;b\"" },
		{ " lead", "\" lead\"" },
		{ "trail ", "\"trail \"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "+86 21", "\"'+86 21\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "\t=1", "\"'\t=1\"" },
		{ "\ttab", "\"'\ttab\"" },
		{ "\r=1", "\"'=1\"" },
		{ "\n=1", "\"'\n=1\"" },
		{ "  =1", "\"'  =1\"" },
		{ "\xc2\xa0=1", "\"'\xc2\xa0=1\"" },
		{ "\xe3\x80\x80@x", "\"'\xe3\x80\x80@x\"" },
		{ "\xe2\x80\x83+1", "\"'\xe2\x80\x83+1\"" },
		{ "|cmd", "\"'|cmd\"" },
		{ "\xef\xbd\x9c" "cmd", "\"'\xef\xbd\x9c" "cmd\"" },
		{ "\xe2\x80\x8e=1", "\"'=1\"" },
		{ "\xd8\x9c\xe2\x80\x8f=1", "\"'=1\"" },
		{ "\xf3\xa0\x80\xa1=1", "\"'=1\"" },
		{ "\xe2\x80\xa8=1", "\"'=1\"" },
		{ "\xe2\x81\xa0=1", "\"'=1\"" },
		{ "\xc2\xad-1", "\"'-1\"" },
		{ "\xef\xb8\x8f@x", "\"'@x\"" },
		{ "\xef\xbb\xbf=1", "\"'=1\"" },
		{ "\xef\xbf\xb9=1", "\"'=1\"" },
		{ "\xe1\x85\x9f|calc", "\"'|calc\"" },
		{ "\xef\xbe\xa0+1", "\"'+1\"" },
		{ "\xf3\xa0\x84\x80@a", "\"'@a\"" },
		{ "\xcc\x80=1", "\"'\xcc\x80=1\"" },
		{ "\xe1\x9f\x86-1", "\"'\xe1\x9f\x86-1\"" },
		{ "会=1", "会=1" },
		{ "❤️=1", "❤️=1" },
		{ "\x01=1", "\"'=1\"" },
		{ "\xc2\x9b=1", "\"'=1\"" },
		{ "＝1", "\"'＝1\"" },
		{ "＋1", "\"'＋1\"" },
		{ "－1", "\"'－1\"" },
		{ "＠x", "\"'＠x\"" },
		{ "a=1", "a=1" },
		{ "评审", "评审" },
		{ "\xff", "\xef\xbf\xbd" },
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		cell_add(&s, cases[i].in);
		assert_string_equal(str_text(&s), cases[i].out);
	}
	str_clear(&s);
	cell_row(&s, (const char *const[]){ "a", NULL, "b,c" }, 3);
	assert_string_equal(str_text(&s), "a,,\"b,c\"\r\n");
	str_free(&s);
}

static void
test_text(void **state)
{
	static const struct {
		int64_t at;
		int32_t offset;
		const char *out;
	} times[] = {
		{ NOW, 0, "2026-12-01T02:00:00+00:00" },
		{ NOW, 28800, "2026-12-01T10:00:00+08:00" },
		{ NOW, -12600, "2026-11-30T22:30:00-03:30" },
		/* Local mean time: minutes, and still the same instant. */
		{ NOW, 29143, "2026-12-01T10:05:00+08:05" },
		{ NOW, -30, "2026-12-01T02:00:00+00:00" },
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(times); i++) {
		str_clear(&s);
		text_time(&s, times[i].at, times[i].offset);
		assert_string_equal(str_text(&s), times[i].out);
	}
	str_clear(&s);
	text_html(&s, "<a href='x'>\"&\"\x7f\x1b[1m\xc2\x85\xed\xa0\x80");
	assert_string_equal(str_text(&s), "&lt;a href=&#39;x&#39;&gt;&quot;"
	    "&amp;&quot;[1m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_int_equal(text_midnight(NOW), NOW - 7200);
	assert_int_equal(text_midnight(-1), -86400);
	str_free(&s);
}

static void
test_link(void **state)
{
	static const char *const good[] = { LINK, "https://a.b:444/c?d=e&f#g",
		"https://[::1]/x" };
	static const char *const bad[] = { NULL, "", "https://", "https:///x",
		"https://@evil", "http://x.y/", "javascript:alert(1)",
		" https://x", "https://x y", "https://x\"y", "https://x\ny",
		"https://x<y", "https://x\xc3\xa4", "//x.y", "data:text/html,x" };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++)
		assert_true(text_is_link(good[i]));
	for (i = 0; i < LEN(bad); i++)
		assert_false(text_is_link(bad[i]));
}

/* --- the calendar, as the program's own reader sees it ------------------------ */

/* Read out's events back; their UIDs into uids, which the arena owns. */
static size_t
read_back(const struct str *out, struct arena *a, struct event *events,
    size_t max)
{
	struct parse_calendar cal;
	struct parse_context ctx = { .calendar = &cal,
		.default_duration = 3600 };
	struct parse_fault fault;
	struct err e = { 0 };
	struct cut c;
	size_t i, n;

	cut_bytes(&c, str_slice(out), NULL);
	assert_int_equal(c.reason, CUT_FINE);
	assert_int_equal(c.calendars.n, 1);
	assert_int_equal(c.calendars.items[0].reason,
	    CUT_FINE);
	parse_calendar(str_slice(out), NULL, a, &cal);
	n = c.events.n;
	assert_true(n <= max);
	for (i = 0; i < n; i++) {
		assert_false(c.events.items[i].duplicate);
		if (parse_event(cut_slice(str_slice(out), &c.events.items[i]),
		    &ctx, a, &events[i], &fault, &e))
			fail_msg("%s", e.msg);
	}
	cut_free(&c);
	return n;
}

static void
test_ics_uids(void **state)
{
	static const struct meeting in[] = {
		{ .calendar = "b", .uid = "u", .url = LINK },
		{ .calendar = "a", .uid = "u", .url = LINK },
		{ .calendar = "a", .uid = "s", .recurrence_id = "20261201",
		    .url = LINK },
		{ .calendar = "a", .uid = "s", .recurrence_id = "20261202",
		    .url = LINK },
		{ .calendar = "a", .uid = "s-20261202", .url = LINK },
		{ .calendar = "c", .uid = "u", .url = LINK },
		{ .calendar = "c", .uid = "u", .url = LINK },
		{ .calendar = "a", .uid = "none", .url = NULL },
		{ .calendar = "a", .uid = "bad", .url = "http://x" },
	};
	struct event a[LEN(in)], b[LEN(in)];
	struct meeting turned[LEN(in)];
	struct arena arena = { 0 };
	struct str out = { 0 };
	size_t i, j;

	(void)state;
	for (i = 0; i < LEN(in); i++)
		turned[LEN(in) - 1 - i] = in[i];
	format_ics.write(&out, &(struct export_input){ in, LEN(in), NOW, NULL,
	    NULL });
	assert_int_equal(read_back(&out, &arena, a, LEN(a)), 7);
	assert_string_equal(a[1].uid, "u");
	assert_string_equal(a[2].uid, "s-20261201");
	assert_memory_equal(a[0].uid, "u-", 2);
	for (i = 0; i < 7; i++)
		for (j = 0; j < i; j++)
			assert_string_not_equal(a[i].uid, a[j].uid);
	str_clear(&out);
	/* The input's order does not change them; 5 and 6 are the same. */
	format_ics.write(&out, &(struct export_input){ turned, LEN(in), NOW, NULL,
	    NULL });
	assert_int_equal(read_back(&out, &arena, b, LEN(b)), 7);
	for (i = 0; i < 5; i++)
		assert_string_equal(a[i].uid, b[6 - i].uid);
	str_free(&out);
	arena_free(&arena);
	parse_done();
}

static void
test_ics_event(void **state)
{
	static const struct meeting in[] = {
		{ .calendar = "a", .uid = "u;,\\\n\r\nX:1", .url = LINK,
		    .topic = "a\r\nEND:VEVENT\nb; c, \\ 评审评审评审评审评审评审评审",
		    .start = NOW, .end = NOW + 600, .zone = "x\r\ny" },
		{ .calendar = "a", .uid = "d", .url = LINK, .all_day = true,
		    .start = NOW + 50400, .end = NOW + 50400 + 2 * 86400,
		    .start_offset = 28800, .end_offset = 28800 },
		{ .calendar = "a", .uid = "e", .url = LINK, .start = NOW,
		    .end = NOW },
	};
	struct event ev[LEN(in)];
	struct arena arena = { 0 };
	struct str out = { 0 };
	const char *p;

	(void)state;
	format_ics.write(&out, &(struct export_input){ in, LEN(in), NOW, "t\r\nX:1",
	    NULL });
	assert_int_equal(read_back(&out, &arena, ev, LEN(ev)), 3);
	assert_string_equal(ev[0].summary,
	    "a\nEND:VEVENT\nb; c, \\ 评审评审评审评审评审评审评审");
	assert_true(ev[0].start == NOW && ev[0].end == NOW + 600);
	assert_true(ev[1].all_day && !ev[0].all_day);
	assert_non_null(strstr(str_text(&out),
	    "DTSTART;VALUE=DATE:20261202\r\nDTEND;VALUE=DATE:20261204\r\n"));
	/* Every line ends with CRLF and has at most 75 bytes. */
	for (p = str_text(&out); *p; p = strchr(p, '\n') + 1)
		assert_true(strcspn(p, "\r\n") <= 75 &&
		    p[strcspn(p, "\r\n")] == '\r');
	str_free(&out);
	arena_free(&arena);
	parse_done();
}

/* --- the page --------------------------------------------------------------- */

static size_t
count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

static void
test_html_hostile(void **state)
{
	static const char *const evil = "</script></style></title>"
	    "<script>alert(1)</script><img src=x onerror=y>\" onclick='z' x=\"";
	const struct meeting m = { .calendar = evil, .uid = evil,
		.recurrence_id = evil, .topic = evil, .location = evil,
		.zone = evil, .start = NOW, .end = NOW + 60, .state = evil,
		.url = "javascript:alert(1)", .meeting_no = evil,
		.reserve_id = evil, .app_link = "https://x\" onclick=\"y",
		.live_link = "data:text/html,x" };
	struct str out = { 0 };

	(void)state;
	format_html.write(&out, &(struct export_input){ &m, 1, NOW, evil, NULL });
	assert_int_equal(count(str_text(&out), "<script"), 1);
	assert_int_equal(count(str_text(&out), "</script"), 1);
	assert_int_equal(count(str_text(&out), "<style"), 1);
	assert_int_equal(count(str_text(&out), "</title"), 1);
	assert_int_equal(count(str_text(&out), "<img"), 0);
	assert_int_equal(count(str_text(&out), "href="), 0);
	assert_int_equal(count(str_text(&out), "\" onclick"), 0);
	str_free(&out);
}

static void
test_empty(void **state)
{
	const struct export_input in = { NULL, 0, NOW, NULL, "zh" };
	struct event none[1];
	struct arena arena = { 0 };
	struct str out = { 0 };

	(void)state;
	format_html.write(&out, &in);
	assert_non_null(strstr(str_text(&out), "暂无会议"));
	assert_non_null(strstr(str_text(&out), "<html lang=\"zh-CN\">"));
	assert_null(strstr(str_text(&out), "class=\"m\""));
	str_clear(&out);
	format_ics.write(&out, &in);
	assert_int_equal(read_back(&out, &arena, none, 1), 0);
	str_clear(&out);
	format_csv.write(&out, &in);
	assert_int_equal(count(str_text(&out), "\r\n"), 1);
	str_clear(&out);
	format_json.write(&out, &in);
	assert_non_null(strstr(str_text(&out), "\"meetings\":[]}"));
	assert_null(export_format_find("xml"));
	str_free(&out);
	arena_free(&arena);
	parse_done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cell),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_ics_uids),
		cmocka_unit_test(test_ics_event),
		cmocka_unit_test(test_html_hostile),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
