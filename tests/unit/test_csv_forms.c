/* SPDX-License-Identifier: MIT */
/* What people and programs write into tables, kind by kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "csv/blank.h"
#include "csv/convert.h"
#include "csv/when.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define HEAD "summary,start,end\n"

static struct csv_table table;
static struct err error;

static void
convert(const char *text, const char *dates)
{
	const struct csv_options opt = { .stamp = 1795305600,
		.dates = dates };

	error = (struct err){ 0 };
	if (csv_convert(&table, slice_str(text), &opt, &error) == -1)
		fail_msg("'%s': %s", text, error.msg);
}

static const struct csv_row *
row(size_t i)
{
	return &VEC_AT(&table.rows, struct csv_row, i);
}

static const struct csv_note *
note(const char *kind)
{
	static const struct csv_note none = { .message = "" };
	const struct csv_note *n;
	size_t i;

	for (i = 0; i < table.notes.n; i++) {
		n = &VEC_AT(&table.notes, struct csv_note, i);
		if (strcmp(n->kind, kind) == 0)
			return n;
	}
	return &none;
}

/* Each row's DTSTART and DTEND without the names, joined: "a-b|c-d". */
static const char *
times(void)
{
	static char out[2048];
	struct slice rest = str_slice(&table.ics), line;
	char *to = out;

	out[0] = '\0';
	while (slice_line(&rest, &line)) {
		line = slice_trim(line);
		if (slice_starts(line, SLICE("DTSTART")))
			to += snprintf(to, 200, "%s%.*s",
			    to == out ? "" : "|", (int)line.n - 7,
			    line.p + 7);
		else if (slice_starts(line, SLICE("DTEND")))
			to += snprintf(to, 200, " %.*s", (int)line.n - 5,
			    line.p + 5);
	}
	return out;
}

static void
expect(const char *text, const char *dates, const char *want)
{
	convert(text, dates);
	if (strcmp(times(), want) != 0)
		fail_msg("'%s': '%s', not '%s'", text, times(), want);
	csv_table_free(&table);
}

/* --- one date ------------------------------------------------------------- */

static void
test_forms(void **state)
{
	/* NULL: refused.  Else as 2026-12-01T09:00, a date alone without the
	 * time. */
	static const struct {
		const char *text, *as;
	} cases[] = {
		{ "12/13/2026 9:00", "2026-12-13T09:00" },
		{ "13/12/2026 9:00", "2026-12-13T09:00" },
		{ "31.12.2026", "2026-12-31" },
		{ "31.12.2026 9:00 Uhr", "2026-12-31T09:00" },
		{ "31.12.2026, 9 Uhr", "2026-12-31T09:00" },
		{ "31.12.2026 um 9:00", "2026-12-31T09:00" },
		{ "31-12-2026 09:00:00", "2026-12-31T09:00" },
		{ "12/13/26 9:00 AM", "2026-12-13T09:00" },
		{ "12/13/2026, 9:00:00 AM", "2026-12-13T09:00" },
		{ "12/12/2026 9:00", NULL },
		{ "1/12/2026 9:00", NULL }, { "31.12.26", NULL },
		{ "13/13/2026", NULL }, { "30/2/2026", NULL },
		{ "1/12/026", NULL }, { "12/13/2026-", NULL },
		/* Months by name. */
		{ "1 Dec 2026 9:00", "2026-12-01T09:00" },
		{ "1-Dec-2026 9:00", "2026-12-01T09:00" },
		{ "1-Dec-26 9:00", "2026-12-01T09:00" },
		{ "Dec 1, 2026 9:00 AM", "2026-12-01T09:00" },
		{ "December 1, 2026 at 9:00 AM", "2026-12-01T09:00" },
		{ "December 1st, 2026 9 pm", "2026-12-01T21:00" },
		{ "1. Dezember 2026 9:00", "2026-12-01T09:00" },
		{ "1. M\xc3\xa4rz 2027", "2027-03-01" },
		{ "1 Foo 2026", NULL }, { "31 Feb 2026", NULL },
		/* Weekdays: they have to be those of the date. */
		{ "2026\xe5\xb9\xb4" "12\xe6\x9c\x88" "1\xe6\x97\xa5 星期二 上午9:00",
		  "2026-12-01T09:00" },
		{ "2026年12月1日星期二", "2026-12-01" },
		{ "2026年12月1日（周二）下午3:00", "2026-12-01T15:00" },
		{ "2026年12月1日（二）9:00", "2026-12-01T09:00" },
		{ "2026/12/6 (日) 9:00", "2026-12-06T09:00" },
		{ "2026年12月1日（三）9:00", NULL },
		{ "2026/12/6 周日 9:00", "2026-12-06T09:00" },
		{ "2026/12/6 星期天 9:00", "2026-12-06T09:00" },
		{ "礼拜二 2026-12-01 9:00", "2026-12-01T09:00" },
		{ "Tue 2026-12-01 9:00", "2026-12-01T09:00" },
		{ "2026-12-01 Tue 9:00", "2026-12-01T09:00" },
		{ "Tuesday, December 1, 2026 9:00 AM", "2026-12-01T09:00" },
		{ "Di, 1.12.2026 9:00", "2026-12-01T09:00" },
		{ "Di., 01.12.2026, 9:00 Uhr", "2026-12-01T09:00" },
		{ "Dienstag, 1. Dezember 2026 9:00", "2026-12-01T09:00" },
		{ "Tue 12/1/2026 9:00", "2026-12-01T09:00" },
		{ "12/1/2026 (Tue) 9:00", "2026-12-01T09:00" },
		{ "Mon 12/1/2026", "2026-01-12" },
		{ "2026年12月1日 星期三", NULL }, { "Wed 2026-12-01", NULL },
		{ "Wed 12/1/2026", NULL },
		/* Parts of the day. */
		{ "2026-12-01 早上9点", "2026-12-01T09:00" },
		{ "2026-12-01 晚上8:30", "2026-12-01T20:30" },
		{ "2026-12-01 凌晨2点", "2026-12-01T02:00" },
		{ "2026-12-01 中午12点", "2026-12-01T12:00" },
		{ "2026-12-01 中午1点", "2026-12-01T13:00" },
		{ "2026-12-01 晚上12点", NULL }, { "2026-12-01 凌晨9点", NULL },
		/* What nobody sees, and dashes of typesetters. */
		{ "2026-12-01\xe2\x80\x8b 09:00", "2026-12-01T09:00" },
		{ "\xe2\x80\x8e" "2026/12/1 \xe2\x80\x8e" "9:00",
		  "2026-12-01T09:00" },
		{ "2026\xe2\x80\x91" "12\xe2\x80\x91" "01 9:00",
		  "2026-12-01T09:00" },
		{ "2026-12-01\xe2\x80\x83" "9:00\xc2\xa0", "2026-12-01T09:00" },
		/* Offsets. */
		{ "2026-12-01 09:00 UTC", "2026-12-01T09:00Z" },
		{ "2026-12-01 09:00 (GMT+8)", "2026-12-01T01:00Z" },
		{ "2026-12-01 09:00 GMT+08:00", "2026-12-01T01:00Z" },
		{ "Tue Dec 01 2026 09:00:00 GMT+0800 (China Standard Time)",
		  "2026-12-01T01:00Z" },
		{ "Tue, 01 Dec 2026 09:00:00 +0800", "2026-12-01T01:00Z" },
		{ "2026-12-01 09:00 (GMT+8", NULL },
		/* A span, or an offset. */
		{ "2026-12-01 10:00-11:00", NULL },
		{ "2026-12-01 03:00 -05:00", NULL },
		{ "2026-12-01 9点-10:00", NULL },
		{ "2026-12-01 03:00:00-05:00", "2026-12-01T08:00Z" },
		{ "2026-12-01T03:00-05:00", "2026-12-01T08:00Z" },
		{ "2026-12-01 03:00+05:00", "2026-11-30T22:00Z" },
		{ "2026-12-01 24:00", "2026-12-01T24:00" },
		{ "1796083200000", "2026-12-01T00:00Z" },
		{ "179608320000", NULL }, { "17960832000000", NULL },
		{ "2026-12-01 09:00:00.000", "2026-12-01T09:00" },
		{ "21-4-2027 00:00:00", "2027-04-21T00:00" },
		{ "2026-12-01 24:01", NULL }, { "2026-12-01 25:00", NULL },
	};
	struct csv_when w;
	char got[64];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		w = when_read(slice_str(cases[i].text), NULL);
		if (w.kind == WHEN_OFFSET) {
			w.at = clock_to_civil(clock_from_civil(&w.at) -
			    w.offset);
		}
		snprintf(got, sizeof(got), w.kind == WHEN_DATE ?
		    "%04d-%02d-%02d" : "%04d-%02d-%02dT%02d:%02d%s",
		    w.at.year, w.at.month, w.at.day, w.at.hour, w.at.minute,
		    w.kind == WHEN_OFFSET ? "Z" : "");
		if (w.kind < WHEN_DATE ? cases[i].as != NULL
		    : !cases[i].as || strcmp(got, cases[i].as) != 0)
			fail_msg("'%s': %d %s", cases[i].text, w.kind, got);
	}
}

/* --- the order of a column ------------------------------------------------ */

static void
test_orders(void **state)
{
	(void)state;
	/* One date decides for those before it and behind it. */
	expect(HEAD "A,12/1/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n"
	    "C,3/4/2027 9:00,10:00\n", NULL,
	    ":20261201T090000 :20261201T100000|"
	    ":20261213T090000 :20261213T100000|"
	    ":20270304T090000 :20270304T100000");
	expect(HEAD "A,1.12.2026 9:00,10:00\nB,31.12.2026 9:00,10:00\n", NULL,
	    ":20261201T090000 :20261201T100000|"
	    ":20261231T090000 :20261231T100000");
	/* The other column's, when a column has none. */
	expect(HEAD "A,12/1/2026 9:00,12/1/2026 10:00\n"
	    "B,12/12/2026 9:00,12/13/2026 10:00\n", NULL,
	    ":20261201T090000 :20261201T100000|"
	    ":20261212T090000 :20261213T100000");
	/* A weekday decides as well. */
	expect(HEAD "A,4/5/2027 9:00,10:00\nB,Tue 12/1/2026 9:00,10:00\n",
	    NULL, ":20270405T090000 :20270405T100000|"
	    ":20261201T090000 :20261201T100000");
	/* Years of two digits: month first is what all can be. */
	expect(HEAD "A,12/01/26 9:00,10:00\nB,12/13/26 9:00,10:00\n", NULL,
	    ":20261201T090000 :20261201T100000|"
	    ":20261213T090000 :20261213T100000");
	expect(HEAD "A,01-05-27 9:00,10:00\nB,02-15-27 9:00,10:00\n", NULL,
	    ":20270105T090000 :20270105T100000|"
	    ":20270215T090000 :20270215T100000");
	/* What programs write that want to be left alone by spreadsheets. */
	expect(HEAD "A,\"=\"\"2026-12-01 09:00:00\"\"\",10:00\n", NULL,
	    ":20261201T090000 :20261201T100000");
	/* A mark of its own is written by somebody else. */
	convert(HEAD "A,1.2.2027 9:00,10:00\nB,12/13/2026 9:00,10:00\n",
	    NULL);
	assert_non_null(row(0)->why);
	assert_null(row(1)->why);
	csv_table_free(&table);
}

static void
test_orders_told(void **state)
{
	(void)state;
	convert(HEAD "A,12/1/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n",
	    NULL);
	assert_int_equal(note("dates-by-column")->line, 3);
	csv_table_free(&table);
	/* Nothing is told of what needs no help. */
	convert(HEAD "A,12/14/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n",
	    NULL);
	assert_int_equal(table.notes.n, 0);
	csv_table_free(&table);
	/* Both orders: the rest is refused, what is certain is read. */
	convert(HEAD "A,12/1/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n"
	    "C,13/12/2026 9:00,10:00\n", "mdy");
	assert_non_null(row(0)->why);
	assert_null(row(1)->why);
	assert_null(row(2)->why);
	assert_string_not_equal(note("dates-both-ways")->message, "");
	csv_table_free(&table);
}

static void
test_orders_by_user(void **state)
{
	static const char text[] = HEAD "A,12/1/2026 9:00,10:00\n";

	(void)state;
	expect(text, "mdy", ":20261201T090000 :20261201T100000");
	expect(text, "dmy", ":20260112T090000 :20260112T100000");
	expect(HEAD "A,26/12/1 9:00,10:00\n", "ymd",
	    ":20261201T090000 :20261201T100000");
	convert(text, NULL);
	assert_string_equal(row(0)->why, "'12/1/2026 9:00' can be read in two "
	    "ways; write it as 2026-12-01 09:00, or say with --dates in which "
	    "order such dates are written");
	csv_table_free(&table);
	/* What the dates say counts, and is told. */
	convert(HEAD "A,1/12/2026 9:00,10:00\nB,31/12/2026 9:00,10:00\n",
	    "mdy");
	assert_string_equal(times(), ":20261201T090000 :20261201T100000|"
	    ":20261231T090000 :20261231T100000");
	assert_int_equal(note("dates-against")->line, 3);
	csv_table_free(&table);
}

/* --- whole days ----------------------------------------------------------- */

static void
test_all_day(void **state)
{
	static const struct {
		const char *start, *end, *flag, *want;
	} cases[] = {
		/* Outlook: midnight to midnight of the day after. */
		{ "2026/12/1 0:00:00", "2026/12/2 0:00:00", "True",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026/12/1 12:00:00 AM", "2026/12/4 12:00:00 AM", "TRUE",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261204" },
		{ "2026/12/1 0:00", "2026/12/1 0:00", "1",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026/12/1 0:00", "2026/12/1 23:59", "是",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026/12/1 0:00", "24:00", "x",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026/12/1 8:00", "2026/12/2 18:00", "yes",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261203" },
		/* Google: dates alone, or a start alone. */
		{ "2026/12/1", "2026/12/2", "True",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261203" },
		{ "2026/12/1", "", "True",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026-12-01T00:00+08:00", "2026-12-02T00:00+08:00", "true",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026/12/1 0:00", "2026/12/2 0:00", "False",
		  ":20261201T000000 :20261202T000000" },
		{ "2026/12/1 0:00", "2026/12/2 0:00", "",
		  ":20261201T000000 :20261202T000000" },
		{ "2026/12/1 0:00", "2026/12/2 0:00", "Vrai",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261202" },
		{ "2026/12/1 0:00", "2026/12/2 0:00", "Falso",
		  ":20261201T000000 :20261202T000000" },
		{ "2026/12/1", "2026/12/2", "否",
		  ";VALUE=DATE:20261201 ;VALUE=DATE:20261203" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), "主题,开始时间,结束时间,全天事件\n"
		    "A,%s,%s,%s\n", cases[i].start, cases[i].end,
		    cases[i].flag);
		expect(text, NULL, cases[i].want);
	}
	/* A Dutch Outlook. */
	expect("\"Subject\",\"Start Date\",\"Start Time\",\"End Date\","
	    "\"End Time\",\"All day event\",\"Reminder on/off\"\n\"A\","
	    "\"21-4-2027\",\"00:00:00\",\"22-4-2027\",\"00:00:00\","
	    "\"True\",\"True\"\n", NULL,
	    ";VALUE=DATE:20270421 ;VALUE=DATE:20270422");
	expect("Subject,Start Date,Start Time,End Date,End Time,All day event\n"
	    "A,12/13/2026,12:00:00 AM,12/14/2026,12:00:00 AM,True\n", NULL,
	    ";VALUE=DATE:20261213 ;VALUE=DATE:20261214");
	/* No column for the end at all. */
	expect("Subject,Start Date,All Day Event\nA,05/30/2027,True\n", NULL,
	    ";VALUE=DATE:20270530 ;VALUE=DATE:20270531");
	convert("summary,start,end,all day\nA,2026-12-01,2026-12-01,maybe\n"
	    "B,2026-12-02,2026-12-01,yes\n", NULL);
	assert_string_equal(row(0)->why, "'maybe' is neither yes nor no");
	assert_string_equal(row(0)->column, "all day");
	assert_string_equal(row(1)->why, "'2026-12-01' is before the start; "
	    "correct one of them");
	csv_table_free(&table);
}

static void
test_end_of_day(void **state)
{
	(void)state;
	expect(HEAD "A,2026-12-31 22:00,24:00\n", NULL,
	    ":20261231T220000 :20270101T000000");
	expect(HEAD "A,2026-12-31 22:00,2026-12-31 24:00:00\n", NULL,
	    ":20261231T220000 :20270101T000000");
	expect(HEAD "A,20261231T2200,20261231T2400\n", NULL,
	    ":20261231T220000 :20270101T000000");
	expect(HEAD "A,2026年12月31日22点,24点\n", NULL,
	    ":20261231T220000 :20270101T000000");
	convert(HEAD "A,2026-12-31 24:00,2027-01-01 1:00\n", NULL);
	assert_string_equal(row(0)->why, "'2026-12-31 24:00' is the end of a "
	    "day; write 00:00 of the next one");
	csv_table_free(&table);
}

/* --- zones ---------------------------------------------------------------- */

static void
test_zone_cells(void **state)
{
	static const struct {
		const char *zone, *want;
	} cases[] = {
		{ "+08:00", ":20261201T010000Z :20261201T020000Z" },
		{ "+0800", ":20261201T010000Z :20261201T020000Z" },
		{ "+8", ":20261201T010000Z :20261201T020000Z" },
		{ "'+08:00", ":20261201T010000Z :20261201T020000Z" },
		{ "UTC+8", ":20261201T010000Z :20261201T020000Z" },
		{ "GMT+08:00", ":20261201T010000Z :20261201T020000Z" },
		{ "(UTC+08:00)", ":20261201T010000Z :20261201T020000Z" },
		{ "ＵＴＣ＋８", ":20261201T010000Z :20261201T020000Z" },
		{ "\xe2\x88\x92" "05:30", ":20261201T143000Z :20261201T153000Z" },
		{ "UTC", ":20261201T090000Z :20261201T100000Z" },
		{ "Z", ":20261201T090000Z :20261201T100000Z" },
		{ "北京时间", ";TZID=\"Asia/Shanghai\":20261201T090000 "
		  ";TZID=\"Asia/Shanghai\":20261201T100000" },
		{ "Asia/\xe2\x80\x8bTokyo\xe2\x80\x8b",
		  ";TZID=\"Asia/Tokyo\":20261201T090000 "
		  ";TZID=\"Asia/Tokyo\":20261201T100000" },
		{ "+25:00", ";TZID=\"+25:00\":20261201T090000 "
		  ";TZID=\"+25:00\":20261201T100000" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), "summary,start,end,tz\nA,"
		    "2026-12-01 9:00,2026-12-01 10:00,%s\n", cases[i].zone);
		expect(text, NULL, cases[i].want);
	}
	/* An offset beside the time wins over the row's. */
	expect("summary,start,end,tz\nA,2026-12-01T09:00+01:00,10:00,+08:00\n",
	    NULL, ":20261201T080000Z :20261201T090000Z");
}

/* --- headers -------------------------------------------------------------- */

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
	    "10:00,id:7490000000000000001\n", NULL);
	assert_string_equal(row(0)->uid, "1e5");
	assert_int_equal(table.notes.n, 0);
	csv_table_free(&table);
	/* Occurrences of a series are left out, and told. */
	convert("uid,recurrence_id,summary,start,end\n"
	    "u,20261201T020000Z,A,2026-12-01 9:00,10:00\n"
	    "v,,B,2026-12-01 9:00,10:00\n", NULL);
	assert_int_equal(table.rows.n, 1);
	assert_string_equal(row(0)->uid, "v");
	assert_int_equal(note("occurrences")->line, 2);
	csv_table_free(&table);
	convert("calendar,uid,recurrence_id,summary,start,end,timezone,url,"
	    "meeting_no,reserve_id,expires,state\n", NULL);
	assert_int_equal(table.notes.n, 0);
	csv_table_free(&table);
}

/* --- cells ---------------------------------------------------------------- */

static void
test_invisible(void **state)
{
	struct str out = { 0 };

	(void)state;
	convert("summary,start,end,uid\n\xe2\x80\x8b" "A\xe2\x80\x8b,"
	    "2026-12-01 9:00,10:00,u\xef\xbb\xbf\n"
	    "B,2026\xe2\x80\x8b-\xc2\xa0soon,10:00,v\n", NULL);
	assert_non_null(strstr(str_text(&table.ics), "SUMMARY:A\r\n"));
	assert_string_equal(row(0)->uid, "u");
	assert_non_null(strstr(row(1)->why, "'2026<U+200B>-<U+00A0>soon' is "
	    "no existing date"));
	csv_table_free(&table);
	blank_show(&out, SLICE("a b\xc2\xad\xe2\x80\xae\x07\xff会"));
	assert_string_equal(str_text(&out), "a b<U+00AD><U+202E>\\x07\\xFF会");
	str_free(&out);
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
		convert(text, NULL);
		snprintf(want, sizeof(want), "SUMMARY:%s\r\n", cases[i].text);
		if (!strstr(str_text(&table.ics), want))
			fail_msg("%s: no %s", cases[i].cell, want);
		csv_table_free(&table);
	}
}

static void
test_equal_rows(void **state)
{
	(void)state;
	convert(HEAD "A,2026-12-01 9:00,10:00\nB,2026-12-01 9:00,10:00\n"
	    "A,2026-12-01 9:00,10:00\n", NULL);
	assert_string_equal(note("equal-rows")->message, "the row says the "
	    "same as line 2; both are events, each with a reservation of its "
	    "own");
	assert_int_equal(note("equal-rows")->line, 4);
	csv_table_free(&table);
	convert("uid," HEAD "1,A,2026-12-01 9:00,10:00\n"
	    "2,A,2026-12-01 9:00,10:00\n", NULL);
	assert_int_equal(table.notes.n, 0);
	csv_table_free(&table);
}

static void
test_assumed(void **state)
{
	(void)state;
	convert(HEAD "Besprechung M\xfcller,2026-12-01 9:00,10:00\n", NULL);
	assert_non_null(strstr(str_text(&table.ics), "Besprechung Müller"));
	assert_string_equal(note("assumed-encoding")->message, "it is not in "
	    "UTF-8; read as windows-1252. --encoding names another");
	csv_table_free(&table);
	convert("\xd6\xf7\xcc\xe2,start,end\n"
	    "\xd6\xdc\xbb\xe1,2026-12-01 9:00,10:00\n", NULL);
	assert_non_null(strstr(str_text(&table.ics), "周会"));
	assert_non_null(strstr(note("assumed-encoding")->message, "GB18030"));
	csv_table_free(&table);
}

static bool
add_zone(void *cookie, struct str *out, const char *tzid, int64_t from)
{
	int64_t *first = cookie;

	if (strcmp(tzid, "Nowhere") == 0)
		return false;
	*first = from;
	str_addf(out, "BEGIN:VTIMEZONE\r\nTZID:%s\r\nEND:VTIMEZONE\r\n",
	    tzid);
	return true;
}

static bool
is_unsigned(void *cookie, const char *tzid)
{
	(void)cookie;
	return strcmp(tzid, "GMT8") == 0;
}

/* An offset without a sign is told as in a calendar, once. */
static void
test_unsigned(void **state)
{
	const struct csv_options opt = { .is_unsigned = is_unsigned };

	(void)state;
	assert_int_equal(csv_convert(&table, SLICE("summary,start,end,tz\n"
	    "A,2026-12-02 9:00,10:00,GMT+8\nB,2026-12-02 9:00,10:00,GMT8\n"
	    "C,2026-12-02 9:00,10:00,GMT8\n"), &opt, &error), 0);
	assert_int_equal(note("unsigned-offset")->line, 3);
	assert_non_null(strstr(note("unsigned-offset")->message, "'GMT8'"));
	csv_table_free(&table);
	/* No zone is 15 hours away. */
	convert("summary,start,end,tz\nA,2026-12-02 9:00,10:00,UTC+15\n",
	    NULL);
	assert_non_null(strstr(str_text(&table.ics), "UTC+15"));
	csv_table_free(&table);
}

/* VTIMEZONEs stand in front, and the rows are still known by their lines. */
static void
test_zones(void **state)
{
	static const char text[] = "summary,start,end,tz,password\n"
	    "A,2026-12-02 9:00,10:00,Asia/Tokyo,1234\n"
	    "B,2026-12-01 9:00,10:00,Asia/Tokyo,5678\n"
	    "C,2026-12-01 9:00,10:00,Nowhere,\n"
	    "D,2026-12-01 9:00,10:00,+08:00,\n"
	    "E,2026-12-01 9:00,10:00,Asia/Seoul,\n"
	    "F,2026-12-01,2026-12-01,Asia/Manila,\n";
	int64_t from = 0;
	const struct csv_options opt = { .add_zone = add_zone,
		.cookie = &from };
	const char *ics;
	size_t i, n = 0;

	(void)state;
	assert_int_equal(csv_convert(&table, slice_str(text), &opt, &error),
	    0);
	ics = str_text(&table.ics);
	assert_non_null(strstr(ics, "PRODID:-//icsreserve//csv//EN\r\n"
	    "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nEND:VTIMEZONE\r\n"
	    "BEGIN:VTIMEZONE\r\nTZID:Asia/Seoul\r\nEND:VTIMEZONE\r\n"
	    "BEGIN:VEVENT\r\n"));
	for (i = 0; i < table.rows.n; i++) {
		assert_memory_equal(ics + row(i)->ics_off, "BEGIN:VEVENT",
		    12);
		assert_ptr_equal(csv_row_at(&table, row(i)->ics_line),
		    row(i));
	}
	for (i = 0; i < row(1)->ics_off; i++)
		n += ics[i] == '\n';
	assert_int_equal(row(1)->ics_line, n + 1);
	assert_memory_equal(ics + row(1)->secret_off,
	    "X-ICSRESERVE-PASSWORD:5678", 26);
	assert_null(csv_row_at(&table, table.end_line));
	csv_table_free(&table);
}

/* Rows of a calendar that is booked from its own place. */
static void
test_elsewhere(void **state)
{
	static const char *const names[] = { "team" };
	const struct csv_options opt = { .calendars = names,
		.n_calendars = 1 };

	(void)state;
	assert_int_equal(csv_convert(&table, SLICE("calendar,summary,start,end"
	    "\nteam,A,2026-12-01 9:00,10:00\nx,B,2026-12-01 9:00,10:00\n"),
	    &opt, &error), 0);
	assert_int_equal(table.rows.n, 1);
	assert_int_equal(row(0)->line, 3);
	assert_int_equal(note("elsewhere")->line, 2);
	csv_table_free(&table);
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
	convert(text, NULL);
	assert_non_null(strstr(str_text(&table.ics), "SUMMARY:号号长\r\n"));
	assert_string_not_equal(note("encoded-twice")->message, "");
	assert_int_equal(row(0)->off + row(0)->len, strlen(text));
	csv_table_free(&table);
	assert_int_equal(csv_convert(&table, SLICE("\xc3\xaf\xc2\xbb\xc2\xbf"
	    "summary,start,end\n\xe4\xbc\x9a,x,y\n"),
	    &(struct csv_options){ 0 }, &error), -1);
	assert_non_null(strstr(error.msg, "line 2: another program"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_orders_told),
		cmocka_unit_test(test_orders_by_user),
		cmocka_unit_test(test_all_day),
		cmocka_unit_test(test_end_of_day),
		cmocka_unit_test(test_zone_cells),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_invisible),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_equal_rows),
		cmocka_unit_test(test_assumed),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_zones),
		cmocka_unit_test(test_unsigned),
		cmocka_unit_test(test_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
