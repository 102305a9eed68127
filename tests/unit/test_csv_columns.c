/* SPDX-License-Identifier: MIT */
/* What columns and cells are taken for. */
#include "csv_fixture.h"

#include "csv/plain.h"

/* --- headers -------------------------------------------------------------- */

static void
test_columns(void **state)
{
	static const struct {
		const char *name, *cell, *line;
	} cases[] = {
		{ "UID", "a@x", "UID:a@x" }, { "编号", "a@x", "UID:a@x" },
		{ "唯一标识", "a@x", "UID:a@x" },
		{ "Time Zone", "Asia/Tokyo", "TZID=Asia/Tokyo" },
		{ "time_zone", "Asia/Tokyo", "TZID=Asia/Tokyo" },
		{ "TZ", "Asia/Tokyo", "TZID=Asia/Tokyo" },
		{ " time-zone ", "Asia/Tokyo", "TZID=Asia/Tokyo" },
		{ "　时区 ", "Asia/Tokyo", "TZID=Asia/Tokyo" },
		{ "Owner", "ou_a", "X-ICSRESERVE-OWNER:ou_a" },
		{ "负责人", "ou_a", "X-ICSRESERVE-OWNER:ou_a" },
		{ "会议所有者", "ou_a", "X-ICSRESERVE-OWNER:ou_a" },
		{ "归属人", "ou_a", "X-ICSRESERVE-OWNER:ou_a" },
		{ "预约人", "ou_a", "X-ICSRESERVE-OWNER:ou_a" },
		{ "host", "ou_a", "X-ICSRESERVE-HOSTS:ou_a" },
		{ "HOSTS", "ou_a", "X-ICSRESERVE-HOSTS:ou_a" },
		{ "主持人", "ou_a", "X-ICSRESERVE-HOSTS:ou_a" },
		{ "Password", "1234", "X-ICSRESERVE-PASSWORD:1234" },
		{ "密码", "1234", "X-ICSRESERVE-PASSWORD:1234" },
		{ "会议密码", "1234", "X-ICSRESERVE-PASSWORD:1234" },
		{ "入会密码", "1234", "X-ICSRESERVE-PASSWORD:1234" },
		{ "Description", "d", "DESCRIPTION:d" },
		{ "描述", "d", "DESCRIPTION:d" },
		{ "Location", "d", "LOCATION:d" },
		{ "Where", "d", "LOCATION:d" }, { "地点", "d", "LOCATION:d" },
		{ "会议地点", "d", "LOCATION:d" },
		{ "位置", "d", "LOCATION:d" }, { "会议室", "d", "LOCATION:d" },
		{ "备注", "d", "DESCRIPTION:d" },
		{ "说明", "d", "DESCRIPTION:d" },
		{ "会议描述", "d", "DESCRIPTION:d" },
	};
	static const char *const required[][3] = {
		{ "summary", "start", "end" },
		{ "Subject", "Start Time", "End_Time" },
		{ "title", "begin", "finish" }, { "topic", "starts", "ends" },
		{ "主题", "开始时间", "结束时间" },
		{ "标题", "开始", "结束" },
		{ "会议主题", "会议开始时间", "会议结束时间" },
		{ "会议名称", "StartTime", "endtime" },
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), "summary,start,end,%s\nA," TIMES
		    ",%s\n", cases[i].name, cases[i].cell);
		expect_line(text, cases[i].line);
	}
	for (i = 0; i < LEN(required); i++) {
		snprintf(text, sizeof(text), "%s,%s,%s\nA," TIMES "\n",
		    required[i][0], required[i][1], required[i][2]);
		expect_line(text, "SUMMARY:A\r\n");
		expect_line(text, "DTSTART:20261201T090000\r\n");
		expect_line(text, "DTEND:20261201T100000\r\n");
	}
}

static void
test_headers(void **state)
{
	static const char *const heads[] = {
		"会议主题*,开始时间（必填）,结束时间（必填）",
		"*主题,*开始时间,*结束时间",
		"主题：,开始时间(必填),【必填】结束时间",
		"Subject *,Start (required),End [required]",
		"Topic:,Start (yyyy-mm-dd hh:mm),End Time (hh:mm)",
		"\xe2\x80\x8bSummary,Start\xe2\x80\x8b,\xc2\xa0" "End",
		"Betreff,Beginnt am,Endet um", "主旨,開始時間,結束時間",
		"Objet,Début,Heure de fin", "Asunto,Fecha de comienzo,"
		    "Finalización",
		"主题,开始时间（格式：2026/12/1 9:00）,结束时间(例如 9:00)",
		"Subject,Start (yyyy-mm-dd hh:mm:ss),End (Format: hh:mm)",
		"#TYPE System.Management.Automation.PSCustomObject\n"
		"\"summary\",\"start\",\"end\"",
		"#TYPE Selected.X\r\nsep=,\r\nsummary,start,end",
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(heads); i++) {
		snprintf(text, sizeof(text), "%s\nA,2026-12-01 9:00,10:00\n",
		    heads[i]);
		expect(text, NULL, ":20261201T090000 :20261201T100000");
	}
	/* What would be lost makes it another column. */
	error = (struct err){ 0 };
	assert_int_equal(csv_convert(&table,
	    SLICE("summary,start (UTC),end\nA,2026-12-01 9:00,10:00\n"),
	    &(struct csv_options){ 0 }, &error), -1);
	assert_non_null(strstr(error.msg, "no column 'start'"));
	error = (struct err){ 0 };
	assert_int_equal(csv_convert(&table,
	    SLICE("主题,开始时间（北京时间）,结束时间\nA,2026-12-01 9:00,10:00\n"),
	    &(struct csv_options){ 0 }, &error), -1);
	/* What a table of ours has besides is not told; ids are read. */
	convert("uid,summary,start,end,reserve_id\nuid:1e5,A,2026-12-01 9:00,"
	    "10:00,id:7490000000000000001\n");
	assert_string_equal(row(0)->uid, "1e5");
	assert_int_equal(table.notes.n, 0);
	done();
	/* Occurrences of a series are left out, and told. */
	convert("uid,recurrence_id,summary,start,end\n"
	    "u,20261201T020000Z,A,2026-12-01 9:00,10:00\n"
	    "v,,B,2026-12-01 9:00,10:00\n");
	assert_int_equal(table.rows.n, 1);
	assert_string_equal(row(0)->uid, "v");
	assert_int_equal(note("occurrences")->line, 2);
	done();
	convert("calendar,uid,recurrence_id,summary,start,end,timezone,url,"
	    "meeting_no,reserve_id,expires,state\n");
	assert_int_equal(table.notes.n, 0);
	done();
}

static void
test_ignored(void **state)
{
	(void)state;
	convert("summary,Colour,start,end, \"部门\" ,,\nA,x," TIMES ",y\n");
	assert_string_equal(note("ignored-columns")->message, "columns that mean "
	    "nothing here are left out: Colour, 部门");
	assert_int_equal(parse(0), 0);
	done();
	assert_string_equal(csv_column("DTSTART"), "start");
	assert_string_equal(csv_column("DTEND"), "end");
	assert_string_equal(csv_column("SUMMARY"), "summary");
	assert_string_equal(csv_column("X-ICSRESERVE-OWNER"), "owner");
	assert_string_equal(csv_column("X-ICSRESERVE-HOSTS"), "hosts");
	assert_string_equal(csv_column("X-ICSRESERVE-PASSWORD"), "password");
	assert_null(csv_column("RRULE"));
	assert_null(csv_column(NULL));
}

/* What people write above the header. */
static void
test_titles(void **state)
{
	(void)state;
	convert("2026年12月会议安排表,,\n,,\n主题,开始时间,结束时间\nA," TIMES
	    "\n");
	assert_true(has("SUMMARY:A\r\n"));
	assert_string_equal(note("title-rows")->message, "this row names the columns; "
	    "what stands above it is left out");
	assert_int_equal(table.rows.n, 1);
	done();
	/* The title has no delimiter; another row is ragged. */
	convert("Meetings\nOf;May\nsummary;start;end\nA;2026-12-01 9:00;"
	    "10:00\n");
	assert_true(has("SUMMARY:A\r\n"));
	done();
	convert(HEAD "A," TIMES "\n");
	assert_string_equal(note("title-rows")->message, "");
	done();
	assert_int_equal(convert_as(SLICE("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"
	    "11\n" HEAD), NULL), -1);
	assert_non_null(strstr(error.msg, "line 1: "));
	done();
}

/* --- cells ---------------------------------------------------------------- */

static void
test_invisible(void **state)
{
	struct str out = { 0 };

	(void)state;
	convert("summary,start,end,uid\n\xe2\x80\x8b" "A\xe2\x80\x8b,"
	    "2026-12-01 9:00,10:00,u\xef\xbb\xbf\n"
	    "B,2026\xe2\x80\x8b-\xc2\xa0soon,10:00,v\n");
	assert_non_null(strstr(str_text(&table.ics), "SUMMARY:A\r\n"));
	assert_string_equal(row(0)->uid, "u");
	assert_non_null(strstr(row(1)->why, "'2026<U+200B>-<U+00A0>soon' is "
	    "no existing date"));
	done();
	blank_show(&out, SLICE("a b\xc2\xad\xe2\x80\xae\x07\xff会"));
	assert_string_equal(str_text(&out), "a b<U+00AD><U+202E>\\x07\\xFF会");
	str_free(&out);
}

static void
test_blanks(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} cases[] = {
		{ "", "" }, { " ", "" }, { "　", "" }, { "　a　", "a" },
		{ "\xc2\xa0\t a b\r\n\xe2\x80\xaf", "a b" }, { "会　", "会" },
		{ "\x80", "\x80" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		assert_true(slice_eq(blank_trim(slice_str(cases[i].text)),
		    slice_str(cases[i].trimmed)));
}

static void
test_apostrophes(void **state)
{
	static const struct {
		const char *cell, *text;
	} cases[] = {
		{ "'=A1", "=A1" }, { "'+86 1", "+86 1" }, { "'@x", "@x" },
		{ "''=A1", "'=A1" }, { "'quoted'", "'quoted'" },
		{ "' -x", "-x" }, { "'", "'" },
		{ "\"=\"\"text\"\"\"", "text" },
		{ "\"=\"\"a\"\"&\"\"b\"\"\"", "=\"a\"&\"b\"" },
	};
	char text[256], want[64];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), HEAD "%s,2026-12-01 9:00,10:00\n",
		    cases[i].cell);
		convert(text);
		snprintf(want, sizeof(want), "SUMMARY:%s\r\n", cases[i].text);
		if (!strstr(str_text(&table.ics), want))
			fail_msg("%s: no %s", cases[i].cell, want);
		done();
	}
}

/* --- UIDs ----------------------------------------------------------------- */

static void
test_uids(void **state)
{
	char first[64], text[64];
	size_t i;

	(void)state;
	convert("summary,start,end,timezone,description\n"
	    "A," TIMES ",,one\n"
	    " A ,\" 2026-12-01 09:00\",2026-12-01 10:00,,two\n"
	    "A," TIMES ",Asia/Tokyo\n"
	    "B," TIMES "\nA," TIMES "\n");
	snprintf(first, sizeof(first), "%s", row(0)->uid);
	assert_int_equal(strlen(first), 16 + strlen("@csv.icsreserve"));
	assert_int_equal(strspn(first, "0123456789abcdef"), 16);
	snprintf(text, sizeof(text), "%.16s-2@csv.icsreserve", first);
	assert_string_equal(row(1)->uid, text);
	snprintf(text, sizeof(text), "%.16s-3@csv.icsreserve", first);
	assert_string_equal(row(4)->uid, text);
	for (i = 2; i < 4; i++)
		assert_memory_not_equal(row(i)->uid, first, 16);
	assert_memory_not_equal(row(2)->uid, row(3)->uid, 16);
	done();
	/* Again, in another form of file. */
	convert("title;finish;uid;begin\r\n"
	    "A;2026-12-01 10:00; ;2026-12-01 09:00\r\n"
	    "C;2026-12-01 10:00;same;2026-12-01 09:00\r\n"
	    "D;2026-12-01 10:00;same;2026-12-01 09:00\r\n");
	assert_string_equal(row(0)->uid, first);
	assert_string_equal(row(1)->uid, "same");
	assert_string_equal(row(2)->uid, "same");
	assert_true(cut.events.items[2].duplicate);
	done();
	/* A release that gives others would book everything anew. */
	assert_string_equal(first, "7a8f7d9f5f8390e5@csv.icsreserve");
}

/* A row that is none keeps the UID that its booking has. */
static void
test_uid_of_bad_row(void **state)
{
	(void)state;
	convert("uid,summary,start,end\nu1,A," TIMES ",x\nu2,a\"b," TIMES
	    "\nu3,," TIMES "\nu4,A,soon,later\n"
	    "\x0b u5,A," TIMES "\n");
	assert_string_equal(row(0)->uid, "u1");
	assert_string_equal(row(1)->uid, "u2");
	assert_string_equal(row(2)->uid, "u3");
	assert_true(has("SUMMARY:\r\n"));
	assert_int_equal(parse(2), 0);
	assert_string_equal(ev.summary, "");
	assert_int_equal(parse(3), -1);
	assert_string_equal(ev.uid, "u4");
	assert_string_equal(row(4)->uid, "u5");
	done();
}

static void
test_equal_rows(void **state)
{
	(void)state;
	convert(HEAD "A,2026-12-01 9:00,10:00\nB,2026-12-01 9:00,10:00\n"
	    "A,2026-12-01 9:00,10:00\n");
	assert_string_equal(note("equal-rows")->message, "the row says the "
	    "same as line 2; both are events, each with a reservation of its "
	    "own");
	assert_int_equal(note("equal-rows")->line, 4);
	done();
	convert("uid," HEAD "1,A,2026-12-01 9:00,10:00\n"
	    "2,A,2026-12-01 9:00,10:00\n");
	assert_int_equal(table.notes.n, 0);
	done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_ignored),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_invisible),
		cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_uids),
		cmocka_unit_test(test_uid_of_bad_row),
		cmocka_unit_test(test_equal_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
