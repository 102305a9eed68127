/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#include "csv/blank.h"
#include "csv/convert.h"
#include "csv/limits.h"
#include "csv/when.h"
#include "ics/cut.h"
#include "ics/parse.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define HEAD "summary,start,end\n"
#define TIMES "2026-12-01 09:00,2026-12-01 10:00"

/* What the last convert() gave; freed by done(). */
static struct csv_table table;
static struct cut cut;
static struct arena arena;
static struct event ev;
static struct parse_fault fault;
static struct err error;

static int
convert_as(struct slice bytes, const char *encoding)
{
	/* 2026-11-22T00:00:00Z */
	const struct csv_options opt = { .encoding = encoding,
		.stamp = 1795305600 };

	error = (struct err){ 0 };
	return csv_convert(&table, bytes, &opt, &error);
}

/* Converted, cut, and as many events as rows. */
static void
convert(const char *text)
{
	const struct cut_event *c;
	const struct csv_row *row;
	size_t i;

	if (convert_as(slice_str(text), NULL) == -1)
		fail_msg("'%s': %s", text, error.msg);
	cut_bytes(&cut, str_slice(&table.ics), NULL);
	assert_int_equal(cut.reason, CUT_FINE);
	assert_int_equal(cut.calendars.n, 1);
	assert_int_equal(cut.events.n, table.rows.n);
	for (i = 0; i < table.rows.n; i++) {
		c = &VEC_AT(&cut.events, struct cut_event, i);
		row = &VEC_AT(&table.rows, struct csv_row, i);
		assert_int_equal(row->ics_off, c->off);
		assert_int_equal(row->ics_len, c->len);
		assert_int_equal(row->ics_line, c->line);
		assert_ptr_equal(csv_row_at(&table, c->line), row);
		assert_ptr_equal(csv_row_at(&table, c->line + 1), row);
		assert_true(row->ics_len > 0 && row->len > 0);
	}
	assert_null(csv_row_at(&table, 1));
	assert_null(csv_row_at(&table, table.end_line));
}

static void
done(void)
{
	cut_free(&cut);
	csv_table_free(&table);
	arena_free(&arena);
}

/* The event of row i, as the program reads it. */
static int
parse(size_t i)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};

	error = (struct err){ 0 };
	return parse_event(cut_slice(str_slice(&table.ics),
	    &VEC_AT(&cut.events, struct cut_event, i)), &ctx, &arena, &ev,
	    &fault, &error);
}

static const struct csv_row *
row(size_t i)
{
	return &VEC_AT(&table.rows, struct csv_row, i);
}

static bool
has(const char *line)
{
	return strstr(str_text(&table.ics), line) != NULL;
}

/* What is told under a kind, or "". */
static const char *
note(const char *kind)
{
	const struct csv_note *n;
	size_t i;

	for (i = 0; i < table.notes.n; i++) {
		n = &VEC_AT(&table.notes, struct csv_note, i);
		if (strcmp(n->kind, kind) == 0)
			return n->message;
	}
	return "";
}

static void
expect(const char *text, const char *line)
{
	convert(text);
	if (!has(line))
		fail_msg("'%s': no '%s' in\n%s", text, line,
		    str_text(&table.ics));
	done();
}

/* --- one row whole -------------------------------------------------------- */

static void
test_whole(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbfuid,summary,start,end,timezone,owner,hosts,password,"
	    "description\r\n"
	    "a@x,Weekly,2026-12-01 09:00,2026-12-01 10:00:30,Asia/Tokyo,"
	    "ou_a,\"ou_b,ou_c\",1234,\"one; two\r\nthree \"\"four\"\"\"\r\n";
	static const char ics[] =
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "PRODID:-//icsreserve//csv//EN\r\n"
	    "BEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20261122T000000Z\r\n"
	    "DTSTART;TZID=\"Asia/Tokyo\":20261201T090000\r\n"
	    "DTEND;TZID=\"Asia/Tokyo\":20261201T100030\r\n"
	    "SUMMARY:Weekly\r\nDESCRIPTION:one\\; two\\nthree \"four\"\r\n"
	    "X-ICSRESERVE-OWNER:ou_a\r\nX-ICSRESERVE-HOSTS:ou_b\\,ou_c\r\n"
	    "X-ICSRESERVE-PASSWORD:1234\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

	(void)state;
	convert(text);
	assert_string_equal(str_text(&table.ics), ics);
	assert_int_equal(table.rows.n, 1);
	assert_int_equal(table.notes.n, 0);
	assert_int_equal(row(0)->line, 2);
	assert_int_equal(row(0)->ics_line, 4);
	assert_string_equal(row(0)->uid, "a@x");
	assert_true(table.header.p == text);
	assert_int_equal(row(0)->off, table.header.n);
	assert_int_equal(row(0)->off + row(0)->len, strlen(text));
	assert_int_equal(parse(0), 0);
	assert_string_equal(ev.uid, "a@x");
	assert_string_equal(ev.tzid, "Asia/Tokyo");
	assert_int_equal(ev.start, 1796083200);
	assert_int_equal(ev.end - ev.start, 3630);
	assert_string_equal(event_prop(&ev, "X-ICSRESERVE-HOSTS"),
	    "ou_b,ou_c");
	done();
}

/* --- records -------------------------------------------------------------- */

static void
test_records(void **state)
{
	/* Texts with two rows A and B, and the lines where those begin. */
	static const struct {
		const char *text;
		uint32_t a, b;
		const char *b_raw;
	} cases[] = {
		{ HEAD "A," TIMES "\nB," TIMES "\n", 2, 3, "B," TIMES "\n" },
		{ HEAD "A," TIMES "\r\nB," TIMES, 2, 3, "B," TIMES },
		{ "summary,start,end\rA," TIMES "\rB," TIMES "\r", 2, 3,
		  "B," TIMES "\r" },
		{ "\n \n" HEAD "\n\nA," TIMES "\n\n\t\n,,\n\"\",,\nB," TIMES
		  "\r\n\n", 6, 11, "B," TIMES "\r\n" },
		{ "summary;start;end\nA;2026-12-01 09:00;10:00\n"
		  "B;2026-12-01 09:00;10:00\n", 2, 3,
		  "B;2026-12-01 09:00;10:00\n" },
		{ "summary\tstart\tend\nA\t2026-12-01 09:00\t10:00\n"
		  "B\t2026-12-01 09:00\t10:00\n", 2, 3,
		  "B\t2026-12-01 09:00\t10:00\n" },
		{ "\"summary\";\"start\";\"end\";\"a,b,c,d\"\n"
		  "A;2026-12-01 09:00;10:00\n"
		  "B;2026-12-01 09:00;10:00\n", 2, 3,
		  "B;2026-12-01 09:00;10:00\n" },
		{ "sep=;\r\nsummary;start;end\r\nA;2026-12-01 09:00;10:00\r\n"
		  "B;2026-12-01 09:00;10:00\r\n", 3, 4,
		  "B;2026-12-01 09:00;10:00\r\n" },
		/* Line ends in cells, also in the header. */
		{ "summary,start,end,\"a\nb\"\nA," TIMES ",\"1\r\n\r\n2\"\n"
		  "B," TIMES ",\n", 3, 6, "B," TIMES ",\n" },
		/* Trailing empty cells of a spreadsheet. */
		{ HEAD "A," TIMES ",,,\n\"B\" ," TIMES ",\n", 2, 3,
		  "\"B\" ," TIMES ",\n" },
	};
	struct slice raw;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		convert(cases[i].text);
		if (table.rows.n != 2 || row(0)->line != cases[i].a ||
		    row(1)->line != cases[i].b)
			fail_msg("'%s'", cases[i].text);
		raw = slice_of(cases[i].text + row(1)->off, row(1)->len);
		if (!slice_eq(raw, slice_str(cases[i].b_raw)))
			fail_msg("'%.*s'", (int)raw.n, raw.p);
		assert_int_equal(parse(0), 0);
		assert_string_equal(ev.summary, "A");
		assert_int_equal(parse(1), 0);
		assert_string_equal(ev.summary, "B");
		done();
	}
}

/* A row that is none fails alone, and says why; those around it stay. */
static void
test_bad_rows(void **state)
{
	static const struct {
		const char *row, *why, *column;
	} cases[] = {
		{ "bad,12/1/2026,12/1/2026", "'12/1/2026' can be read in two "
		  "ways; write it as 2026-12-01 09:00, or say with --dates "
		  "in which order such dates are written", "start" },
		{ "bad,1.12.26 9:00,x", "'1.12.26 9:00' can be read in two "
		  "ways; write it as 2026-12-01 09:00, or say with --dates "
		  "in which order such dates are written", "start" },
		{ "bad,,2026-12-01", "there is none; write it as 2026-12-01 "
		  "09:00", "start" },
		{ "bad,2026-12-01 09:00,", "there is none; write it as 10:00 "
		  "or 2026-12-01 10:00", "end" },
		{ "bad,2026-12-01 09:00", "there is none; write it as 10:00 "
		  "or 2026-12-01 10:00", "end" },
		{ "bad", "there is none; write it as 2026-12-01 09:00",
		  "start" },
		{ "bad,tomorrow\x07,x", "'tomorrow\\x07' is no existing date "
		  "and time; write it as 2026-12-01 09:00", "start" },
		{ "bad,9:00,10:00", "'9:00' has no date; write it as "
		  "2026-12-01 09:00", "start" },
		{ "bad,2026-12-01 09:00,soon", "'soon' is no existing date "
		  "and time; write it as 2026-12-01 09:00", "end" },
		{ "bad,2026\x01" "1201,x", "'2026\\x011201' is no existing "
		  "date and time; write it as 2026-12-01 09:00", "start" },
		{ "bad,2026-12-01,10:00", "'10:00' has a time, and the start "
		  "has none", "end" },
		{ "bad,2026-12-01,2026-12-01 10:00", "'2026-12-01 10:00' has "
		  "a time, and the start has none", "end" },
		{ "bad,2026-12-01 9:00,2026-12-01", "'2026-12-01' has no "
		  "time, and the start has one", "end" },
		{ "bad,2026-12-02,2026-12-01", "'2026-12-01' is before the "
		  "start; correct one of them", "end" },
		{ "bad,2026-12-01 09:00,8:00", "'8:00' is before the start; "
		  "correct one of them", "end" },
		{ "bad,2026-12-01 09:00Z,2026-12-01T09:30+01:00",
		  "'2026-12-01T09:30+01:00' is before the start; correct one "
		  "of them", "end" },
		{ "bad," TIMES ",,x", "the row has 5 cells and the header 3; "
		  "put a cell that has a separator in it between quotation "
		  "marks", NULL },
		{ "ba\"d," TIMES, "a quotation mark in the wrong place; "
		  "correct the row", NULL },
		{ "\"bad\"x," TIMES, "a quotation mark in the wrong place; "
		  "correct the row", NULL },
		{ "\"bad\nbad\" \"," TIMES, "a quotation mark in the wrong "
		  "place; correct the row", NULL },
	};
	struct str text = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&text);
		str_addf(&text, HEAD "A," TIMES "\n%s\nB," TIMES "\n",
		    cases[i].row);
		convert(str_text(&text));
		assert_int_equal(table.rows.n, 3);
		assert_string_equal(row(1)->why, cases[i].why);
		if (cases[i].column)
			assert_string_equal(row(1)->column, cases[i].column);
		else
			assert_null(row(1)->column);
		/* No reader takes it. */
		assert_int_equal(parse(0), 0);
		assert_int_equal(parse(1), -1);
		assert_string_equal(fault.kind, "bad-date");
		assert_null(row(2)->why);
		assert_int_equal(parse(2), 0);
		assert_string_equal(ev.summary, "B");
		done();
	}
	str_free(&text);
}

static void
test_long_cell(void **state)
{
	struct str text = { 0 };
	size_t i, n;

	(void)state;
	for (n = CSV_CELL_MAX; n <= CSV_CELL_MAX + 1; n++) {
		str_clear(&text);
		str_adds(&text, HEAD "\"");
		for (i = 0; i < n; i++)
			str_addc(&text, i % 2 ? 'a' : '\n');
		str_adds(&text, "\"," TIMES "\nB," TIMES "\n");
		convert(str_text(&text));
		assert_int_equal(table.rows.n, 2);
		assert_int_equal(parse(0), n == CSV_CELL_MAX ? 0 : -1);
		assert_int_equal(has("DTSTART:a cell longer than 64 KiB"),
		    n > CSV_CELL_MAX);
		assert_int_equal(parse(1), 0);
		done();
	}
	str_free(&text);
}

/* --- files that are wrong as a whole -------------------------------------- */

static void
test_refused(void **state)
{
	static const struct {
		struct slice text;
		const char *encoding;
		enum err_code code;
		const char *says, *too;
	} cases[] = {
#define T(text) { text, sizeof(text) - 1 }
		{ T(""), NULL, ERR_SOURCE, "the table is empty", "" },
		{ T("\n\n"), NULL, ERR_SOURCE, "the table is empty", "" },
		{ T(",,\n"), NULL, ERR_SOURCE, "the table is empty", "" },
		{ T("sep=;\n"), NULL, ERR_SOURCE, "the table is empty", "" },
		{ T("\nsummary,start\na,b\n"), NULL, ERR_SOURCE, "line 2",
		  "no column 'end', whose names are end, end time, finish" },
		{ T("a,b\n"), NULL, ERR_SOURCE, "no column 'summary'",
		  "开始日期" },
		{ T("summary,start,end,Subject\n"), NULL, ERR_SOURCE,
		  "the columns 'summary' and 'Subject' both are 'summary'",
		  "line 1" },
		{ T("summary,start,end,End-Time\n"), NULL, ERR_SOURCE,
		  "both are 'end'", "" },
		{ T("summary,sta\"rt,end\n"), NULL, ERR_SOURCE,
		  "a quotation mark in the wrong place", "line 1" },
		{ T(HEAD "A," TIMES "\n\"B,x\ny\n\nz\n"), NULL, ERR_SOURCE,
		  "line 3: a quotation mark", "not closed" },
		{ T(HEAD "\"B"), NULL, ERR_SOURCE, "line 2", "not closed" },
		{ T(HEAD "A\0," TIMES "\n"), NULL, ERR_SOURCE, "line 2",
		  "a NUL byte" },
		{ T("s\0u\0m\0"), NULL, ERR_SOURCE, "a NUL byte",
		  "--encoding utf-16" },
		{ T(HEAD "A," TIMES "\n\xff\xff," TIMES "\n"), NULL,
		  ERR_SOURCE, "line 3", "--encoding" },
		{ T(HEAD "\xd6\xdc," TIMES "\n"), "utf-8", ERR_SOURCE,
		  "line 2: its bytes are not utf-8", "--encoding" },
		{ T(HEAD "\x81"), "gb18030", ERR_SOURCE, "line 2",
		  "--encoding" },
		{ T("\xff\xfes\0u"), NULL, ERR_SOURCE, "line 1: its bytes",
		  "UTF-16LE" },
		{ T(HEAD), "klingon", ERR_USAGE, "'klingon' is not known",
		  "" },
		{ T(HEAD), "", ERR_USAGE, "is not known", "" },
		{ T(HEAD), "gb18030//IGNORE", ERR_USAGE, "is not known", "" },
#undef T
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		assert_int_equal(convert_as(cases[i].text,
		    cases[i].encoding), -1);
		if (error.code != cases[i].code ||
		    !strstr(error.msg, cases[i].says) ||
		    !strstr(error.msg, cases[i].too))
			fail_msg("%zu: %d %s", i, error.code, error.msg);
		assert_int_equal(table.ics.n + table.rows.n, 0);
		done();
	}
}

static void
test_bounds(void **state)
{
	struct str text = { 0 };
	size_t i;

	(void)state;
	/* It is not looked into. */
	assert_int_equal(convert_as(slice_of("", CSV_FILE_MAX + 1), NULL),
	    -1);
	assert_non_null(strstr(error.msg, "bytes"));
	str_adds(&text, HEAD);
	for (i = 0; i <= CSV_COLUMNS_MAX; i++)
		str_addc(&text, ',');
	convert(str_text(&text));	/* one row of empty cells */
	assert_int_equal(table.rows.n, 0);
	done();
	str_addc(&text, 'x');
	convert(str_text(&text));
	assert_string_equal(row(0)->why, "the row has 1002 cells and the "
	    "header 3; put a cell that has a separator in it between "
	    "quotation marks");
	done();
	assert_int_equal(convert_as(slice_from(str_slice(&text),
	    strlen(HEAD)), NULL), -1);
	assert_non_null(strstr(error.msg, "more than 1000 columns"));
	str_free(&text);
	done();
}

static void
test_rows_max(void **state)
{
	struct str text = { 0 };
	size_t i;

	(void)state;
	if (getenv("VG"))
		skip();		/* minutes */
	str_adds(&text, "uid,summary,start,end\n");
	for (i = 0; i < CSV_ROWS_MAX + 1; i++)
		str_adds(&text, "u\n");
	assert_int_equal(convert_as(str_slice(&text), NULL), -1);
	assert_non_null(strstr(error.msg, "line 1000002"));
	assert_int_equal(convert_as(slice_of(text.p, text.n - 2), NULL), 0);
	assert_int_equal(table.rows.n, CSV_ROWS_MAX);
	str_free(&text);
	done();
}

/* --- encodings ------------------------------------------------------------ */

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

/* --- columns -------------------------------------------------------------- */

static void
test_columns(void **state)
{
	static const struct {
		const char *name, *cell, *line;
	} cases[] = {
		{ "UID", "a@x", "UID:a@x" }, { "编号", "a@x", "UID:a@x" },
		{ "唯一标识", "a@x", "UID:a@x" },
		{ "Time Zone", "Asia/Tokyo", "TZID=\"Asia/Tokyo\"" },
		{ "time_zone", "Asia/Tokyo", "TZID=\"Asia/Tokyo\"" },
		{ "TZ", "Asia/Tokyo", "TZID=\"Asia/Tokyo\"" },
		{ " time-zone ", "Asia/Tokyo", "TZID=\"Asia/Tokyo\"" },
		{ "　时区 ", "Asia/Tokyo", "TZID=\"Asia/Tokyo\"" },
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
		expect(text, cases[i].line);
	}
	for (i = 0; i < LEN(required); i++) {
		snprintf(text, sizeof(text), "%s,%s,%s\nA," TIMES "\n",
		    required[i][0], required[i][1], required[i][2]);
		expect(text, "SUMMARY:A\r\n");
		expect(text, "DTSTART:20261201T090000\r\n");
		expect(text, "DTEND:20261201T100000\r\n");
	}
}

static void
test_date_columns(void **state)
{
	(void)state;
	expect("Subject,Start Date,Start Time,End Date,End Time\n"
	    "A,2026/12/1,9:00:00 PM,2026/12/2,1:00:00 AM\n",
	    "DTSTART:20261201T210000\r\nDTEND:20261202T010000\r\n");
	expect("主题,开始日期,开始时间,结束日期,结束时间\n"
	    "A,2026/12/1,9:00,2026/12/1,10:00\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect("主题,日期,开始时间,结束时间\nA,2026年12月1日,9:00,10:00\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect("Subject,Start Date,Start Time,End Date,End Time\n"
	    "A,2026/12/1,,2026/12/2,\n", "DTSTART;VALUE=DATE:20261201\r\n"
	    "DTEND;VALUE=DATE:20261203\r\n");
	expect("Subject,Start Date,End Date\nA,2026-12-31,2026-12-31\n",
	    "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
	expect("Objet,Date de début,Heure de début,Date de fin,Heure de fin,"
	    "Journée entière\nA,2026-12-01,9:00:00,2026-12-01,10:00:00,Faux\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect("Betreff,Beginnt am,Endet am,Ganztägiges Ereignis\n"
	    "A,2026-12-01,2026-12-02,Ein\n",
	    "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203\r\n");
	expect("件名,開始日,開始時刻,終了日,終了時刻,終日イベント\n"
	    "A,2026/12/1,9:00:00,2026/12/1,10:00:00,オフ\n",
	    "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n");
	expect("summary,date,start,end\nA,46357,0.375,0.4166\n",
	    "46357 0.375 (is a number of days as Excel counts them");
	expect("summary,start,end\nA,46357.375,46357.4166\n",
	    "46357.375 (is a number of days as Excel counts them");
	/* A date in both columns is none. */
	expect("主题,日期,开始时间,结束时间\nA,2026-12-01,2026-12-01 9:00,x\n",
	    "DTSTART:2026-12-01 2026-12-01 9:00 (is no existing date");
}

static void
test_ignored(void **state)
{
	(void)state;
	convert("summary,Colour,start,end, \"部门\" ,,\nA,x," TIMES ",y\n");
	assert_string_equal(note("ignored-columns"), "columns that mean "
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
	assert_string_equal(note("title-rows"), "this row names the columns; "
	    "what stands above it is left out");
	assert_int_equal(table.rows.n, 1);
	done();
	/* The title has no delimiter; another row is ragged. */
	convert("Meetings\nOf;May\nsummary;start;end\nA;2026-12-01 9:00;"
	    "10:00\n");
	assert_true(has("SUMMARY:A\r\n"));
	done();
	convert(HEAD "A," TIMES "\n");
	assert_string_equal(note("title-rows"), "");
	done();
	assert_int_equal(convert_as(SLICE("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"
	    "11\n" HEAD), NULL), -1);
	assert_non_null(strstr(error.msg, "line 1: "));
	done();
}

/* --- dates and times ------------------------------------------------------ */

static void
test_whens(void **state)
{
#define L "DTSTART:20261201T090000\r\n"
#define D "DTSTART;VALUE=DATE:20261201\r\n"
#define U "DTSTART:20261201T010000Z\r\n"
	static const struct {
		const char *text, *line;	/* NULL: refused */
	} cases[] = {
		{ "2026-12-01 09:00", L }, { "2026-12-01T09:00", L },
		{ "2026-12-01t09:00:00", L }, { "2026-12-01  9:00", L },
		{ "2026-12-1 9:00", L }, { "2026/12/1 9:00", L },
		{ "2026/12/01 09:00:00", L }, { "2026.12.1 9:00", L },
		{ "2026年12月1日 9:00", L }, { "2026年12月1日9:00", L },
		{ "2026年12月01日 09:00:00", L },
		{ "2026年12月1日 9时00分", L }, { "2026年12月1日9点", L },
		{ "2026年12月1日 9点00分00秒", L }, { "2026年12月1号 9点", L },
		{ "2026 年 12 月 1 日 9 时 0 分", L },
		{ "2026年12月1日 9时", L }, { "2026-12-01 9点", L },
		{ "2026-12-01 上午 9:00", L }, { "2026-12-01 上午9点", L },
		{ "2026/12/1 上午9:00:00", L }, { "2026年12月1日上午9:00", L },
		{ "2026-12-01 9:00 AM", L }, { "2026-12-01 9:00am", L },
		{ "2026-12-01 9 am", L }, { "2026-12-01 9:00 a.m.", L },
		{ "2026-12-01 9:00:00\xe2\x80\xaf" "AM", L },
		{ "２０２６-１２-０１ ０９：００", L },
		{ "２０２６／１２／１　９：００", L },
		{ " 2026-12-01 09:00 ", L }, { "\xc2\xa0" "2026-12-01 9:00", L },
		{ "2026-12-01 12:00 PM", "DTSTART:20261201T120000\r\n" },
		{ "2026-12-01 12:30 AM", "DTSTART:20261201T003000\r\n" },
		{ "2026-12-01 下午 3:05", "DTSTART:20261201T150500\r\n" },
		{ "2026-12-01 下午12:30", "DTSTART:20261201T123000\r\n" },
		{ "2026-12-01 上午0:30", "DTSTART:20261201T003000\r\n" },
		{ "2026-12-01 9点05", "DTSTART:20261201T090500\r\n" },
		{ "2026-12-01 9点半", "DTSTART:20261201T093000\r\n" },
		{ "2026-12-01 0:00", "DTSTART:20261201T000000\r\n" },
		{ "2028-02-29 23:59:59", "DTSTART:20280229T235959\r\n" },
		{ "2026-12-01", D }, { "2026/12/1", D }, { "2026.12.01", D },
		{ "2026年12月1日", D }, { "2026年12月1号", D },
		{ "20261201", D }, { "20261201T090000", L },
		{ "20261201T0900", L }, { "20261201 9:00", L },
		{ "20261201T010000Z", U }, { "20261201T090000+0800", U },
		{ "2026-12-01T01:00:00Z", U }, { "2026-12-01 01:00Z", U },
		{ "2026-12-01T09:00:00+08:00", U },
		{ "2026-12-01T09:00:00.000+08:00", U },
		{ "2026-12-01 09:00:00 +0800", U },
		{ "2026-11-30T20:00-05:00", U },
		/* Ambiguous. */
		{ "12/1/2026 9:00", NULL }, { "1.12.2026 9:00", NULL },
		{ "12-01 9:00", NULL }, { "26-12-01 9:00", NULL },
		{ "12月1日 9:00", NULL }, { "46357.375", NULL },
		{ "2026-12-01 上午12:00", NULL }, { "2026-12-01 9", NULL },
		/* There is no such date or time. */
		{ "2026-02-29 9:00", NULL }, { "2026-13-01 9:00", NULL },
		{ "2026-12-32 9:00", NULL }, { "2026-00-01 9:00", NULL },
		{ "2026-12-00 9:00", NULL }, { "2026-12-01 24:00", NULL },
		{ "2026-12-01 9:60", NULL }, { "2026-12-01 9:00:60", NULL },
		{ "2026-12-01 13:00 PM", NULL }, { "2026-12-01 0:00 AM", NULL },
		{ "2026-12-01 下午0:30", NULL },
		{ "2026-12-01T09:00+24:00", NULL },
		{ "2026-12-01T09:00+08:60", NULL },
		{ "2026-12-01T09:00+0860", NULL },
		/* No whole form. */
		{ "2026-12/01 9:00", NULL }, { "2026-12-01T", NULL },
		{ "2026-12-019:00", NULL }, { "2026-12-01 9:0", NULL },
		{ "2026-12-01 9:00 x", NULL }, { "2026-12-01 9:00:00.5", NULL },
		{ "2026-12-01 9:00 上午 PM", NULL }, { "2026-12-01Z", NULL },
		{ "2026-12-01 AM 9:00 PM", NULL }, { "20261301", NULL },
		{ "20261201T0960", NULL }, { "20261201T2400", NULL },
		{ "20261201T9", NULL }, { "20261201T090060", NULL },
		{ "20261201 090000", NULL }, { "2026120", NULL },
		{ "202612010900", NULL },
		{ "2026年12月1 9:00", NULL }, { "2026年12-1日", NULL },
		{ "2026-12-01 9:00+8", NULL }, { "2026", NULL },
		{ "2026-12-01 9:00 CST", NULL }, { "2026-12-01 9点半分", NULL },
		{ "2026-12-01 9点0分5", NULL }, { "\xf0\x9f\x98\x80", NULL },
		{ "2026-12-001", NULL }, { "02026-12-01", NULL },
		{ "\xef\xbc\x90", NULL }, { "\xef\xbf\xa5" "1", NULL },
	};
	struct str text = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&text);
		str_addf(&text, HEAD "A,\"%s\",x\n", cases[i].text);
		if (cases[i].line) {
			expect(str_text(&text), cases[i].line);
			continue;
		}
		convert(str_text(&text));
		if (parse(0) == 0 || strcmp(fault.property, "DTSTART") != 0)
			fail_msg("'%s' is taken", cases[i].text);
		done();
	}
	/* Longer than what is looked at. */
	str_clear(&text);
	for (i = 0; i < CSV_WHEN_MAX; i++)
		str_adds(&text, " ");
	str_adds(&text, "2026-12-01");
	assert_int_equal(when_read(str_slice(&text), NULL).kind, WHEN_DATE);
	for (i = 0; i < CSV_WHEN_MAX; i++)
		str_adds(&text, " ");
	str_adds(&text, "9:00");
	assert_int_equal(when_read(str_slice(&text), NULL).kind, WHEN_BAD);
	str_free(&text);
}

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
		  U "DTEND;TZID=\"Asia/Tokyo\":20261201T110000\r\n" },
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
		expect(text, cases[i].lines);
	}
}

/* --- what a value can't do ------------------------------------------------ */

static void
test_injection(void **state)
{
	(void)state;
	convert("uid,summary,start,end,timezone,description\n"
	    "\"u\r\nX-A:1\",\"s\r\nEND:VEVENT\",\"2026-12-01 9:00\nX-B:1\","
	    "\"x\rX-C:1\",\"Asia/Tokyo\"\";X=\"\"1\r\nX-D:1\",\"a\rb\tc\x01\"\n"
	    "v,\\n\\;,\"2026-12-01 9:00\",10:00,\"Asia/\"\"Tokyo:X\","
	    "\"END:VCALENDAR\"\n");
	assert_int_equal(table.rows.n, 2);
	assert_true(has("UID:uX-A:1\r\n"));
	assert_string_equal(row(0)->uid, "uX-A:1");
	assert_true(has("SUMMARY:s\\nEND:VEVENT\r\n"));
	assert_true(has("DTSTART:2026-12-01 9:00X-B:1 (is no "));
	assert_true(has("DTEND:xX-C:1 (is no "));
	assert_string_equal(row(0)->why, "'2026-12-01 9:00\\x0AX-B:1' is no "
	    "existing date and time; write it as 2026-12-01 09:00");
	assert_true(has("DESCRIPTION:a\\nb\tc\r\n"));
	assert_false(has("\nX-"));
	assert_int_equal(parse(0), -1);
	assert_true(has("DTSTART;TZID=\"Asia/'Tokyo:X\":20261201T090000\r\n"));
	assert_int_equal(parse(1), -1);
	assert_string_equal(fault.kind, "unknown-timezone");
	done();
}

static void
test_escapes(void **state)
{
	(void)state;
	convert("summary,start,end\n\"a\\nb; c, \\ d\ne\"," TIMES "\n");
	assert_true(has("SUMMARY:a\\\\nb\\; c\\, \\\\ d\\ne\r\n"));
	assert_int_equal(parse(0), 0);
	assert_string_equal(ev.summary, "a\\nb; c, \\ d\ne");
	done();
}

static void
test_folds(void **state)
{
	struct str text = { 0 }, want = { 0 };
	struct slice rest, line;
	size_t shift, i;

	(void)state;
	for (shift = 0; shift < 8; shift++) {
		str_clear(&want);
		str_clear(&text);
		for (i = 0; i < shift; i++)
			str_addc(&want, 'x');
		for (i = 0; i < 60; i++)
			str_adds(&want, i % 3 ? "会" : "𠀀");
		str_addf(&text, HEAD "%s," TIMES "\n", str_text(&want));
		convert(str_text(&text));
		rest = str_slice(&table.ics);
		while (slice_line(&rest, &line)) {
			assert_true(line.n && line.n <= 76);
			assert_int_equal(line.p[line.n - 1], '\r');
			for (; line.n; line = slice_from(line, i)) {
				i = str_utf8(line);
				assert_true(i);
			}
		}
		assert_int_equal(parse(0), 0);
		assert_string_equal(ev.summary, str_text(&want));
		done();
	}
	str_free(&text);
	str_free(&want);
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
	assert_true(VEC_AT(&cut.events, struct cut_event, 2).duplicate);
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
test_empty(void **state)
{
	struct csv_table zeroed = { 0 };

	(void)state;
	csv_table_free(&zeroed);
	convert("summary,start,end");
	assert_int_equal(table.rows.n, 0);
	assert_true(slice_eq(table.header, SLICE("summary,start,end")));
	done();
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_bad_rows),
		cmocka_unit_test(test_long_cell),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_rows_max),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_date_columns),
		cmocka_unit_test(test_ignored),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_whens),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_injection),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_folds),
		cmocka_unit_test(test_uids),
		cmocka_unit_test(test_uid_of_bad_row),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_blanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
