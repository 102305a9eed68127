/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ics/date.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static void
test_dates(void **state)
{
	static const struct {
		const char *text;
		bool good, timed, utc;
		struct civil c;
	} cases[] = {
		{ "20261201", true, false, false, { 2026, 12, 1, 0, 0, 0 } },
		{ "20261201T101112", true, true, false,
		    { 2026, 12, 1, 10, 11, 12 } },
		{ " 20261201t101112z ", true, true, true,
		    { 2026, 12, 1, 10, 11, 12 } },
		{ "20240229", true, false, false, { 2024, 2, 29, 0, 0, 0 } },
		{ "20000229", true, false, false, { 2000, 2, 29, 0, 0, 0 } },
		{ "19700101", true, false, false, { 1970, 1, 1, 0, 0, 0 } },
		{ "25001231T235960Z", true, true, true,
		    { 2500, 12, 31, 23, 59, 59 } },
		{ .text = "20230229" }, { .text = "21000229" },
		{ .text = "00001231" }, { .text = "25010101" },
		{ "00010101", true, false, false, { 1, 1, 1, 0, 0, 0 } },
		{ "16040229", true, false, false, { 1604, 2, 29, 0, 0, 0 } },
		{ .text = "20261301" }, { .text = "20260001" },
		{ .text = "20260100" }, { .text = "20260431" },
		{ .text = "20261201T240000" }, { .text = "20261201T250000Z" },
		{ .text = "20261201T106000" }, { .text = "20261201T101061" },
		{ .text = "" }, { .text = "2026" }, { .text = "20261201T" },
		{ .text = "20261201Z" }, { .text = "20261201T1011" },
		{ .text = "20261201T1011Z" }, { .text = "20261201 101112" },
		{ .text = "2026-12-01" }, { .text = "20261201T101112ZZ" },
		{ .text = "20261201T101112+0800" }, { .text = "-2026101" },
		{ .text = "20261201T-10000" }, { .text = "20261201T101112Z,2" },
		{ .text = "20261201T101112Z/PT1H" },
	};
	struct date d;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		if (date_parse(slice_str(cases[i].text), &d) !=
		    cases[i].good)
			fail_msg("'%s'", cases[i].text);
		if (!cases[i].good)
			continue;
		assert_true(d.timed == cases[i].timed);
		assert_true(d.utc == cases[i].utc);
		assert_memory_equal(&d.local, &cases[i].c, sizeof(d.local));
	}
}

static void
test_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t days, seconds;	/* days -1: refused */
	} cases[] = {
		{ "PT1H30M", 0, 5400 }, { "P1D", 1, 0 }, { "P2W", 14, 0 },
		{ "P15DT5H0M20S", 15, 18020 }, { "+PT15M", 0, 900 },
		{ "PT0S", 0, 0 }, { "P0D", 0, 0 }, { "pt1h", 0, 3600 },
		{ "PT36H", 0, 129600 }, { "PT90M", 0, 5400 },
		{ "PT1H20S", 0, 3620 }, { " PT1H ", 0, 3600 },
		{ "-PT15M", 0, -900 }, { "P3660D", 3660, 0 },
		{ "PT316224000S", 0, 316224000 },
		/* What the grammar has not, and programs write. */
		{ "PT1D", 1, 0 }, { "P1W3DT7H", 10, 25200 },
		{ "P1WT1H", 7, 3600 }, { "PT0DT1H10M0S", 0, 4200 },
		{ "P3661D", -1, 0 }, { "P3660DT1S", -1, 0 },
		{ "P523W", -1, 0 }, { "PT316224001S", -1, 0 },
		{ "P99999999999W", -1, 0 }, { "", -1, 0 }, { "P", -1, 0 },
		{ "PT99999999999999999999S", -1, 0 }, { "PT", -1, 0 },
		{ "P1DT", -1, 0 }, { "P1M", -1, 0 }, { "P1Y", -1, 0 },
		{ "PT1H30", -1, 0 }, { "1H", -1, 0 }, { "P1H", -1, 0 },
		{ "P1D1W", -1, 0 }, { "PT", -1, 0 }, { "PTT", -1, 0 },
		{ "P1D1D", -1, 0 }, { "PT1M1H", -1, 0 }, { "P-1D", -1, 0 },
		{ "--P1D", -1, 0 }, { "PT1.5H", -1, 0 }, { "P D", -1, 0 },
		{ "PT1HX", -1, 0 },
	};
	struct date_duration d;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		if (date_duration(slice_str(cases[i].text), &d) !=
		    (cases[i].days != -1))
			fail_msg("'%s'", cases[i].text);
		if (cases[i].days != -1 && (d.days != cases[i].days ||
		    d.seconds != cases[i].seconds))
			fail_msg("'%s'", cases[i].text);
	}
	assert_true(date_duration(SLICE("PT1D"), &d) && d.odd);
	assert_true(date_duration(SLICE("P1W1D"), &d) && d.odd);
	assert_true(date_duration(SLICE("-P1DT0DT1H"), &d) == false);
	assert_true(date_duration(SLICE("PT0DT1H"), &d) && d.odd);
	assert_true(date_duration(SLICE("P1DT1H20S"), &d) && !d.odd);
}

/* The same value as RFC 5545 writes it; NULL: it is none. */
static void
test_loose(void **state)
{
	static const struct {
		const char *text, *same;
	} cases[] = {
		{ "20261203T240000", "20261204T000000" },
		{ "20261231T2400Z", "20270101T000000Z" },
		{ "20261203T1000", "20261203T100000" },
		{ "2026-12-03", "20261203" },
		{ "2026-12-03T10:00:30", "20261203T100030" },
		{ "2026-12-03 10:00", "20261203T100000" },
		{ "2026-12-03T1000", "20261203T100000" },
		{ "20261203T100000+0800", "20261203T020000Z" },
		{ "20261203T100000+08", "20261203T020000Z" },
		{ "20261231T220000-03:30", "20270101T013000Z" },
		{ "20261203T100000+00:00", "20261203T100000Z" },
		{ "2026-12-03T10:00:30.123Z", "20261203T100030Z" },
		{ "20261203T100030.5+0800", "20261203T020030Z" },
		{ "20261203T100030,000", "20261203T100030" },
		{ "20261203T100030123Z", "20261203T100030Z" },
		{ "20261203T100030123", NULL }, { "20261203T10003012Z", NULL },
		{ "20261203T100030.Z", NULL }, { "20261203T1000.000Z", NULL },
		{ "2026-12-03T10:00.0", NULL },
		{ "20261203T240001", NULL }, { "20261203T250000", NULL },
		{ "20261203T10", NULL }, { "20261203T", NULL },
		{ "2026-1203", NULL }, { "202612-03", NULL },
		{ "2026-02-29", NULL }, { "03-12-2026", NULL },
		{ "2026-12-03T10:0030", NULL }, { "20261203T10:00:", NULL },
		{ "20261203T100000 0800", NULL }, { "20261203+0800", NULL },
		{ "20261203T1000000800", NULL }, { "20261203T100000+8", NULL },
		{ "20261203T100000+15:00", NULL }, { "20261203T100000Z+1", NULL },
		{ "00010101T000000+0800", NULL }, { "2026/12/03", NULL },
		{ "25001231T240000", NULL }, { "", NULL }, { "soon", NULL },
	};
	struct date d, same = { 0 };
	size_t i;
	bool good;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		good = date_parse_loose(slice_str(cases[i].text), &d);
		if (good != (cases[i].same != NULL))
			fail_msg("'%s'", cases[i].text);
		if (!good)
			continue;
		assert_true(date_parse(slice_str(cases[i].same), &same));
		if (d.timed != same.timed || d.utc != same.utc ||
		    clock_from_civil(&d.local) !=
		    clock_from_civil(&same.local))
			fail_msg("'%s'", cases[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_loose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
