/* SPDX-License-Identifier: MIT */
/* Dates and times as people and programs write them. */
#include "csv_fixture.h"

#include "csv/limits.h"
#include "csv/when.h"

/* --- one date ------------------------------------------------------------- */

static void
test_forms(void **state)
{
#define DAY "2026-12-01"
#define NINE DAY "T09:00"
	/* NULL: refused.  Seconds where there are any. */
	static const struct {
		const char *text, *as;
	} cases[] = {
		{ "2026-12-01 09:00", NINE }, { "2026-12-01T09:00", NINE },
		{ "2026-12-01t09:00:00", NINE }, { "2026-12-01  9:00", NINE },
		{ "2026-12-1 9:00", NINE }, { "2026/12/1 9:00", NINE },
		{ "2026/12/01 09:00:00", NINE }, { "2026.12.1 9:00", NINE },
		{ "2026年12月1日 9:00", NINE }, { "2026年12月1日9:00", NINE },
		{ "2026年12月01日 09:00:00", NINE },
		{ "2026年12月1日 9时00分", NINE }, { "2026年12月1日9点", NINE },
		{ "2026年12月1日 9点00分00秒", NINE },
		{ "2026年12月1号 9点", NINE },
		{ "2026 年 12 月 1 日 9 时 0 分", NINE },
		{ "2026年12月1日 9时", NINE }, { "2026-12-01 9点", NINE },
		{ "2026-12-01 上午 9:00", NINE },
		{ "2026-12-01 上午9点", NINE },
		{ "2026/12/1 上午9:00:00", NINE },
		{ "2026年12月1日上午9:00", NINE },
		{ "2026-12-01 9:00 AM", NINE }, { "2026-12-01 9:00am", NINE },
		{ "2026-12-01 9 am", NINE }, { "2026-12-01 9:00 a.m.", NINE },
		{ "2026-12-01 9:00:00\xe2\x80\xaf" "AM", NINE },
		{ "２０２６-１２-０１ ０９：００", NINE },
		{ "２０２６／１２／１　９：００", NINE },
		{ " 2026-12-01 09:00 ", NINE },
		{ "\xc2\xa0" "2026-12-01 9:00", NINE },
		{ "2026-12-01 12:00 PM", "2026-12-01T12:00" },
		{ "2026-12-01 12:30 AM", "2026-12-01T00:30" },
		{ "2026-12-01 下午 3:05", "2026-12-01T15:05" },
		{ "2026-12-01 下午12:30", "2026-12-01T12:30" },
		{ "2026-12-01 上午0:30", "2026-12-01T00:30" },
		{ "2026-12-01 9点05", "2026-12-01T09:05" },
		{ "2026-12-01 9点半", "2026-12-01T09:30" },
		{ "2026-12-01 0:00", "2026-12-01T00:00" },
		{ "2028-02-29 23:59:59", "2028-02-29T23:59:59" },
		{ "2026-12-01", DAY }, { "2026/12/1", DAY },
		{ "2026.12.01", DAY }, { "2026年12月1日", DAY },
		{ "2026年12月1号", DAY }, { "20261201", DAY },
		{ "20261201T090000", NINE }, { "20261201T0900", NINE },
		{ "20261201 9:00", NINE },
		{ "20261201T010000Z", "2026-12-01T01:00Z" },
		{ "20261201T090000+0800", "2026-12-01T01:00Z" },
		{ "2026-12-01T01:00:00Z", "2026-12-01T01:00Z" },
		{ "2026-12-01 01:00Z", "2026-12-01T01:00Z" },
		{ "2026-12-01T09:00:00+08:00", "2026-12-01T01:00Z" },
		{ "2026-12-01T09:00:00.000+08:00", "2026-12-01T01:00Z" },
		{ "2026-12-01T09:00:00.999+08:00", "2026-12-01T01:00Z" },
		{ "2026-12-01T01:00:00.000001Z", "2026-12-01T01:00Z" },
		{ "2026-12-01 09:00:00 +0800", "2026-12-01T01:00Z" },
		{ "2026-11-30T20:00-05:00", "2026-12-01T01:00Z" },
		/* Ambiguous. */
		{ "12/1/2026 9:00", NULL }, { "1.12.2026 9:00", NULL },
		{ "12-01 9:00", NULL }, { "26-12-01 9:00", NULL },
		{ "12月1日 9:00", NULL }, { "46357.375", NULL },
		{ "2026-12-01 上午12:00", NULL }, { "2026-12-01 9", NULL },
		/* There is no such date or time. */
		{ "2026-02-29 9:00", NULL }, { "2026-13-01 9:00", NULL },
		{ "2026-12-32 9:00", NULL }, { "2026-00-01 9:00", NULL },
		{ "2026-12-00 9:00", NULL }, { "2026-12-01 9:60", NULL },
		{ "2026-12-01 9:00:60", NULL }, { "2026-12-01 13:00 PM", NULL },
		{ "2026-12-01 0:00 AM", NULL }, { "2026-12-01 下午0:30", NULL },
		{ "2026-12-01T09:00+24:00", NULL },
		{ "2026-12-01T09:00+08:60", NULL },
		{ "2026-12-01T09:00+0860", NULL },
		/* No whole form. */
		{ "2026-12/01 9:00", NULL }, { "2026-12-01T", NULL },
		{ "2026-12-019:00", NULL }, { "2026-12-01 9:0", NULL },
		{ "2026-12-01 9:00 x", NULL }, { "2026-12-01 9:00:00.", NULL },
		{ "2026-12-01 9:00 上午 PM", NULL }, { "2026-12-01Z", NULL },
		{ "2026-12-01 AM 9:00 PM", NULL }, { "20261301", NULL },
		{ "20261201T0960", NULL }, { "20261201T2400", DAY "T24:00" },
		{ "20261201T9", NULL }, { "20261201T090060", NULL },
		{ "20261201 090000", NULL }, { "2026120", NULL },
		{ "202612010900", NULL }, { "2026年12月1 9:00", NULL },
		{ "2026年12-1日", NULL }, { "2026-12-01 9:00+8", NULL },
		{ "2026", NULL }, { "2026-12-01 9:00 CST", NULL },
		{ "2026-12-01 9点半分", NULL }, { "2026-12-01 9点0分5", NULL },
		{ "\xf0\x9f\x98\x80", NULL }, { "2026-12-001", NULL },
		{ "02026-12-01", NULL }, { "\xef\xbc\x90", NULL },
		{ "\xef\xbf\xa5" "1", NULL },
		/* In an order that only one reading has. */
		{ "12/13/2026 9:00", "2026-12-13T09:00" },
		{ "13/12/2026 9:00", "2026-12-13T09:00" },
		{ "31.12.2026", "2026-12-31" },
		{ "31.12.2026 9:00 Uhr", "2026-12-31T09:00" },
		{ "31.12.2026, 9 Uhr", "2026-12-31T09:00" },
		{ "31.12.2026 um 9:00", "2026-12-31T09:00" },
		{ "31-12-2026 09:00:00", "2026-12-31T09:00" },
		{ "12/13/26 9:00 AM", "2026-12-13T09:00" },
		{ "12/13/2026, 9:00:00 AM", "2026-12-13T09:00" },
		{ "12/12/2026 9:00", NULL }, { "1/12/2026 9:00", NULL },
		{ "31.12.26", NULL }, { "13/13/2026", NULL },
		{ "30/2/2026", NULL }, { "1/12/026", NULL },
		{ "12/13/2026-", NULL },
		/* Months by name. */
		{ "1 Dec 2026 9:00", NINE }, { "1-Dec-2026 9:00", NINE },
		{ "1-Dec-26 9:00", NINE }, { "Dec 1, 2026 9:00 AM", NINE },
		{ "December 1, 2026 at 9:00 AM", NINE },
		{ "December 1st, 2026 9 pm", "2026-12-01T21:00" },
		{ "1. Dezember 2026 9:00", NINE },
		{ "1. M\xc3\xa4rz 2027", "2027-03-01" }, { "1 Foo 2026", NULL },
		{ "31 Feb 2026", NULL },
		/* Weekdays: they have to be those of the date. */
		{ "2026\xe5\xb9\xb4" "12\xe6\x9c\x88" "1\xe6\x97\xa5 星期二 上午9:00",
		  NINE },
		{ "2026年12月1日星期二", DAY },
		{ "2026年12月1日（周二）下午3:00", "2026-12-01T15:00" },
		{ "2026年12月1日（二）9:00", NINE },
		{ "2026/12/6 (日) 9:00", "2026-12-06T09:00" },
		{ "2026年12月1日（三）9:00", NULL },
		{ "2026/12/6 周日 9:00", "2026-12-06T09:00" },
		{ "2026/12/6 星期天 9:00", "2026-12-06T09:00" },
		{ "礼拜二 2026-12-01 9:00", NINE },
		{ "Tue 2026-12-01 9:00", NINE },
		{ "2026-12-01 Tue 9:00", NINE },
		{ "Tuesday, December 1, 2026 9:00 AM", NINE },
		{ "Di, 1.12.2026 9:00", NINE },
		{ "Di., 01.12.2026, 9:00 Uhr", NINE },
		{ "Dienstag, 1. Dezember 2026 9:00", NINE },
		{ "Tue 12/1/2026 9:00", NINE },
		{ "12/1/2026 (Tue) 9:00", NINE },
		{ "Mon 12/1/2026", "2026-01-12" },
		{ "2026年12月1日 星期三", NULL }, { "Wed 2026-12-01", NULL },
		{ "Wed 12/1/2026", NULL },
		/* Parts of the day. */
		{ "2026-12-01 早上9点", NINE },
		{ "2026-12-01 晚上8:30", "2026-12-01T20:30" },
		{ "2026-12-01 凌晨2点", "2026-12-01T02:00" },
		{ "2026-12-01 中午12点", "2026-12-01T12:00" },
		{ "2026-12-01 中午1点", "2026-12-01T13:00" },
		{ "2026-12-01 晚上12点", NULL }, { "2026-12-01 凌晨9点", NULL },
		/* What nobody sees, and dashes of typesetters. */
		{ "2026-12-01\xe2\x80\x8b 09:00", NINE },
		{ "\xe2\x80\x8e" "2026/12/1 \xe2\x80\x8e" "9:00", NINE },
		{ "2026\xe2\x80\x91" "12\xe2\x80\x91" "01 9:00", NINE },
		{ "2026-12-01\xe2\x80\x83" "9:00\xc2\xa0", NINE },
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
		{ "2026-12-01 09:00:00.000", NINE },
		{ "2026-12-01 9:00:00.5", NINE },
		{ "2026/12/01 08:59:59.999997", "2026-12-01T08:59:59" },
		{ "12/13/2026 8:59:59.9 PM", "2026-12-13T20:59:59" },
		{ "2026-12-01 09:00:00.5x", NULL },
		{ "2026-12-01 09:00.5", NULL },
		{ "2026-12-01 24:00:00.0", "2026-12-01T24:00" },
		{ "2026-12-01 24:00:00.1", NULL },
		{ "21-4-2027 00:00:00", "2027-04-21T00:00" },
		{ "2026-12-01 24:01", NULL }, { "2026-12-01 25:00", NULL },
	};
	struct csv_when w;
	char got[64];
	size_t i;
	int n;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		w = when_read(slice_str(cases[i].text), NULL);
		if (w.kind == WHEN_OFFSET) {
			w.at = clock_to_civil(clock_from_civil(&w.at) -
			    w.offset);
		}
		n = snprintf(got, sizeof(got), "%04d-%02d-%02d", w.at.year,
		    w.at.month, w.at.day);
		if (w.kind != WHEN_DATE)
			n += snprintf(got + n, sizeof(got) - (size_t)n,
			    "T%02d:%02d", w.at.hour, w.at.minute);
		if (w.at.second)
			n += snprintf(got + n, sizeof(got) - (size_t)n,
			    ":%02d", w.at.second);
		if (w.kind == WHEN_OFFSET)
			snprintf(got + n, sizeof(got) - (size_t)n, "Z");
		if (w.kind < WHEN_DATE ? cases[i].as != NULL
		    : !cases[i].as || strcmp(got, cases[i].as) != 0)
			fail_msg("'%s': %d %s", cases[i].text, w.kind, got);
	}
}

/* Which of the reasons it is. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *text;
		enum when_kind kind;
	} cases[] = {
		{ "2026-12-01 上午12:00", WHEN_HOUR },
		{ "2026-12-01 12:30 上午", WHEN_HOUR },
		{ "2026-12-01 早上12点", WHEN_HOUR },
		{ "2026-12-01 晚上12点", WHEN_HOUR },
		{ "2026-12-01 晚上1:00", WHEN_HOUR },
		{ "2026-12-01 凌晨12:00", WHEN_HOUR },
		{ "上午12:00", WHEN_HOUR },
		{ "2026-12-01 上午13:00", WHEN_BAD },
		{ "2026-12-01 凌晨9点", WHEN_BAD },
		{ "2026-12-01 13:00 AM", WHEN_BAD },
		{ "2026-12-33 上午12:00", WHEN_BAD },
		{ "2026-12-01 12:00 AM", WHEN_LOCAL },
		{ "2026-12-01 下午12:00", WHEN_LOCAL },
		{ "2026-12-01 中午12:00", WHEN_LOCAL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		if (when_read(slice_str(cases[i].text), NULL).kind !=
		    cases[i].kind)
			fail_msg("'%s': %d", cases[i].text, when_read(
			    slice_str(cases[i].text), NULL).kind);
}

/* Longer than what is looked at. */
static void
test_long(void **state)
{
	struct str text = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < CSV_WHEN_MAX; i++)
		str_addc(&text, ' ');
	str_adds(&text, "2026-12-01");
	assert_int_equal(when_read(str_slice(&text), NULL).kind, WHEN_DATE);
	for (i = 0; i < CSV_WHEN_MAX; i++)
		str_addc(&text, ' ');
	str_adds(&text, "9:00");
	assert_int_equal(when_read(str_slice(&text), NULL).kind, WHEN_BAD);
	str_free(&text);
}

/* --- start and end -------------------------------------------------------- */

static void
test_date_columns(void **state)
{
	(void)state;
	expect_line("Subject,Start Date,Start Time,End Date,End Time\n"
	    "A,2026/12/1,9:00:00 PM,2026/12/2,1:00:00 AM\n",
	    "DTSTART:20261201T210000\r\nDTEND:20261202T010000\r\n");
	expect_line("主题,开始日期,开始时间,结束日期,结束时间\n"
	    "A,2026/12/1,9:00,2026/12/1,10:00\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect_line("主题,日期,开始时间,结束时间\nA,2026年12月1日,9:00,10:00\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect_line("Subject,Start Date,Start Time,End Date,End Time\n"
	    "A,2026/12/1,,2026/12/2,\n", "DTSTART;VALUE=DATE:20261201\r\n"
	    "DTEND;VALUE=DATE:20261203\r\n");
	expect_line("Subject,Start Date,End Date\nA,2026-12-31,2026-12-31\n",
	    "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
	expect_line("Objet,Date de début,Heure de début,Date de fin,Heure de fin,"
	    "Journée entière\nA,2026-12-01,9:00:00,2026-12-01,10:00:00,Faux\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect_line("Betreff,Beginnt am,Endet am,Ganztägiges Ereignis\n"
	    "A,2026-12-01,2026-12-02,Ein\n",
	    "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203\r\n");
	expect_line("件名,開始日,開始時刻,終了日,終了時刻,終日イベント\n"
	    "A,2026/12/1,9:00:00,2026/12/1,10:00:00,オフ\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect_line("summary,date,start,end\nA,46357,0.375,0.4166\n",
	    "46357 0.375 (is a number of days as Excel counts them");
	expect_line("summary,start,end\nA,46357.375,46357.4166\n",
	    "46357.375 (is a number of days as Excel counts them");
	/* A date in both columns is none. */
	expect_line("主题,日期,开始时间,结束时间\nA,2026-12-01,2026-12-01 9:00,x\n",
	    "DTSTART:2026-12-01 2026-12-01 9:00 (is no existing date");
}

#define L "DTSTART:20261201T090000\r\n"
#define D "DTSTART;VALUE=DATE:20261201\r\n"
#define U "DTSTART:20261201T010000Z\r\n"

static void
test_ends(void **state)
{
	static const struct {
		const char *start, *end, *zone, *lines;
	} cases[] = {
		{ "2026-12-01 09:00", "10:00", "",
		  L "DTEND:20261201T100000\r\n" },
		{ "2026-12-01 09:00", "下午1点", "",
		  L "DTEND:20261201T130000\r\n" },
		{ "2026-12-01 09:00", "2026-12-02 01:00", "",
		  L "DTEND:20261202T010000\r\n" },
		{ "2026-12-01T09:00+08:00", "10:00", "",
		  U "DTEND:20261201T020000Z\r\n" },
		{ "2026-12-01T09:00+08:00", "2026-12-01T02:00Z", "Asia/Tokyo",
		  U "DTEND:20261201T020000Z\r\n" },
		{ "2026-12-01T09:00+08:00", "2026-12-01 11:00", "Asia/Tokyo",
		  U "DTEND;TZID=Asia/Tokyo:20261201T110000\r\n" },
		{ "2026-12-01", "2026-12-01", "Asia/Tokyo",
		  D "DTEND;VALUE=DATE:20261202\r\n" },
		{ "2026-12-01", "2027-02-28", "",
		  D "DTEND;VALUE=DATE:20270301\r\n" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), "summary,start,end,tz\nA,%s,%s,%s"
		    "\n", cases[i].start, cases[i].end, cases[i].zone);
		expect_line(text, cases[i].lines);
	}
}

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
	    "B,2026-12-02,2026-12-01,yes\n");
	assert_string_equal(row(0)->why, "'maybe' is neither yes nor no");
	assert_string_equal(row(0)->column, "all day");
	assert_string_equal(row(1)->why, "'2026-12-01' is before the start; "
	    "correct one of them");
	done();
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
	convert(HEAD "A,2026-12-31 24:00,2027-01-01 1:00\n");
	assert_string_equal(row(0)->why, "'2026-12-31 24:00' is the end of a "
	    "day; write 00:00 of the next one");
	done();
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
	convert(HEAD "A,1.2.2027 9:00,10:00\nB,12/13/2026 9:00,10:00\n");
	assert_non_null(row(0)->why);
	assert_null(row(1)->why);
	done();
}

static void
test_orders_told(void **state)
{
	(void)state;
	convert(HEAD "A,12/1/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n");
	assert_int_equal(note("dates-by-column")->line, 3);
	done();
	/* Nothing is told of what needs no help. */
	convert(HEAD "A,12/14/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n");
	assert_int_equal(table.notes.n, 0);
	done();
	/* Both orders: the rest is refused, what is certain is read. */
	convert_dated(HEAD "A,12/1/2026 9:00,10:00\nB,12/13/2026 9:00,10:00\n"
	    "C,13/12/2026 9:00,10:00\n", "mdy");
	assert_non_null(row(0)->why);
	assert_null(row(1)->why);
	assert_null(row(2)->why);
	assert_string_not_equal(note("dates-both-ways")->message, "");
	done();
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
	convert(text);
	assert_string_equal(row(0)->why, "'12/1/2026 9:00' can be read in two "
	    "ways; write it as 2026-12-01 09:00, or say with --dates in which "
	    "order such dates are written");
	done();
	/* What the dates say counts, and is told. */
	convert_dated(HEAD "A,1/12/2026 9:00,10:00\nB,31/12/2026 9:00,10:00\n",
	    "mdy");
	assert_string_equal(times(), ":20261201T090000 :20261201T100000|"
	    ":20261231T090000 :20261231T100000");
	assert_int_equal(note("dates-against")->line, 3);
	done();
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
		{ "北京时间", ";TZID=Asia/Shanghai:20261201T090000 "
		  ";TZID=Asia/Shanghai:20261201T100000" },
		{ "Asia/\xe2\x80\x8bTokyo\xe2\x80\x8b",
		  ";TZID=Asia/Tokyo:20261201T090000 "
		  ";TZID=Asia/Tokyo:20261201T100000" },
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
	done();
	/* No zone is 15 hours away. */
	convert("summary,start,end,tz\nA,2026-12-02 9:00,10:00,UTC+15\n");
	assert_non_null(strstr(str_text(&table.ics), "UTC+15"));
	done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_date_columns),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_all_day),
		cmocka_unit_test(test_end_of_day),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_orders_told),
		cmocka_unit_test(test_orders_by_user),
		cmocka_unit_test(test_zone_cells),
		cmocka_unit_test(test_unsigned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
