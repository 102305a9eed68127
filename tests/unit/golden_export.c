/* SPDX-License-Identifier: MIT */
/*
 * tests/golden/export: a file names a format and perhaps a language; what
 * that makes of the meetings below, the page without style and script.
 */
#include "golden.h"

#include "export/export.h"
#include "page.h"

#define NOW 1796090400		/* 2026-12-01T02:00:00Z */
#define HOUR 3600

/* One of a kind: single, occurrence, all day, hostile, past without link. */
static struct meeting meetings[] = {
	{ .calendar = "team", .uid = "a@x", .recurrence_id = "",
	    .topic = "Planning; budget, and 评审\nsecond line",
	    .zone = "Asia/Shanghai", .start = NOW + HOUR,
	    .end = NOW + 2 * HOUR, .start_offset = 8 * HOUR,
	    .end_offset = 8 * HOUR, .state = "live",
	    .url = "https://vc.feishu.cn/j/123456789",
	    .meeting_no = "123456789", .reserve_id = "749",
	    .app_link = "https://applink.feishu.cn/client/videochat/open?"
	    "source=reserve&id=1", .expires = NOW + 3 * HOUR },
	{ .calendar = "other", .uid = "a@x", .topic = "Same UID elsewhere",
	    .location = "Room 5", .zone = "America/New_York",
	    .start = NOW + 26 * HOUR, .end = NOW + 27 * HOUR,
	    .start_offset = -5 * HOUR, .end_offset = -5 * HOUR,
	    .recurring = true, .label = "Lark \"meeting\"", .state = "live",
	    .url = "https://vc.larksuite.com/j/2", .reserve_id = "750",
	    .live_link = "https://meetings.larksuite.com/s/2" },
	{ .calendar = "team", .uid = "s@x",
	    .recurrence_id = "20261203T020000Z", .topic = "Occurrence",
	    .zone = "Asia/Shanghai", .start = NOW + 48 * HOUR,
	    .end = NOW + 70 * HOUR, .start_offset = 8 * HOUR,
	    .end_offset = 8 * HOUR, .state = "unknown",
	    .url = "https://vc.feishu.cn/j/3", .reserve_id = "751" },
	{ .calendar = "team", .uid = "d@x", .topic = "Offsite",
	    .zone = "Asia/Shanghai", .start = NOW + 62 * HOUR,
	    .end = NOW + 110 * HOUR, .start_offset = 8 * HOUR,
	    .end_offset = 8 * HOUR, .all_day = true, .state = "live",
	    .url = "https://vc.feishu.cn/j/4", .reserve_id = "752" },
	{ .calendar = "<i>\"'&", .uid = "h@x\r\nX-EVIL:1",
	    .topic = "</script><script>alert(1)</script>\r\nATTENDEE:x",
	    .location = "=HYPERLINK(\"http://x\")", .start = NOW + HOUR,
	    .end = NOW + HOUR, .state = "live", .label = "a\r\nX-EVIL:2",
	    .url = "https://vc.feishu.cn/j/5", .meeting_no = "<5>",
	    .reserve_id = "7\n53" },
	{ .calendar = "team", .uid = "p@x", .topic = "@past \xff\x01",
	    .start = NOW - 48 * HOUR, .end = NOW - 47 * HOUR,
	    .state = "ended", .url = "javascript:alert(1)" },
};

/* The first place of part in s becomes "...". */
static void
shorten(struct str *s, const char *part)
{
	char *at = strstr(s->p, part);
	struct str rest = { 0 };

	assert_non_null(at);
	str_adds(&rest, at + strlen(part));
	s->n = (size_t)(at - s->p);
	str_adds(s, "...");
	str_add(s, str_slice(&rest));
	str_free(&rest);
}

static void
run(struct str *got, struct slice input, const char *name)
{
	struct export_input in = { .meetings = meetings, .now = NOW,
		.n = sizeof(meetings) / sizeof(*meetings), .title = "A & B" };
	const struct export_format *f;
	char format[8] = "", lang[8] = "";
	size_t i;

	for (i = 0; i < in.n; i++) {
		meetings[i].changed = NOW - 24 * HOUR;
		meetings[i].private = i == 0;
	}
	assert_true(sscanf(input.p, "%7s %7s", format, lang) >= 1);
	in.lang = lang[0] ? lang : NULL;
	f = export_format_find(format);
	if (!f)
		fail_msg("%s: no format %s", name, format);
	f->write(got, &in);
	if (strcmp(format, "html") == 0) {
		shorten(got, page_csp);
		shorten(got, page_css);
		shorten(got, page_js);
	}
}

int
main(void)
{
	static const struct golden kind = { "tests/golden/export", ".in",
		run };

	return golden_main(&kind);
}
