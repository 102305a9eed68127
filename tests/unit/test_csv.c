/* SPDX-License-Identifier: MIT */
/* A table as a whole: its records, its bounds, what it becomes. */
#include <stdlib.h>

#include "csv_fixture.h"

#include "csv/limits.h"

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
	    "DTSTART;TZID=Asia/Tokyo:20261201T090000\r\n"
	    "DTEND;TZID=Asia/Tokyo:20261201T100030\r\n"
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

/* --- rows of elsewhere ---------------------------------------------------- */

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
	done();
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
	done();
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
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_injection),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_folds),
		cmocka_unit_test(test_elsewhere),
		cmocka_unit_test(test_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
