/* SPDX-License-Identifier: MIT */
/* Sets: several rules, dates, what is taken out and overridden. */
#include "recur_fixture.h"

/* Sets: what the lines behind DTSTART at 02:00Z on 2026-12-01 give. */
static const struct {
	const char *lines, *want;	/* in Shanghai, from 10:00 */
} sets[] = {
	{ "RDATE:20261203T020000Z,20261202T020000Z",
	    "2026:1201 1202 1203" },
	{ "RDATE;TZID=Asia/Tokyo:20261203T110000\nRDATE:20261203T020000Z",
	    "2026:1201 1203" },
	{ "RDATE;VALUE=DATE:20261205", "2026:1201 1205" },
	{ "RDATE;VALUE=PERIOD:20261202T020000Z/PT2H,"
	    "20261203T020000Z/20261203T050000Z", "2026:1201 1202 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T020000Z",
	    "2026:1201 1203 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T100000",
	    "2026:1201 1203 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=America/New_York:"
	    "20261201T210000,20261202T210000", "2026:1201 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20261202\n"
	    "EXDATE:20261204T020000Z", "2026:1201 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T020001Z",
	    "2026:1201 1202 1203 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261201T020000Z",
	    "2026:1202 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=2\nRDATE:20261202T020000Z\n"
	    "EXDATE:20261202T020000Z", "2026:1201" },
	{ "RRULE:FREQ=DAILY;COUNT=2\nEXDATE:", "2026:1201 1202" },
	/* Outlook takes a day out by its midnight. */
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Asia/Shanghai:"
	    "20261202T000000,20261203T000000", "2026:1201 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T000000",
	    "2026:1201 1203 1204" },
	{ "EXDATE;TZID=Asia/Shanghai:20261202T000000\n"
	    "RRULE:FREQ=DAILY;COUNT=4;BYHOUR=0,10",
	    "2026:1201 1202 1203T0000" },
	{ "EXDATE;TZID=Asia/Shanghai:20261202T000000\n"
	    "RRULE:FREQ=DAILY;COUNT=3\n"
	    "RDATE;TZID=Asia/Shanghai:20261202T000000",
	    "2026:1201 1202 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T000000Z",
	    "2026:1201 1202 1203 1204" },
	/* Cut off before its first. */
	{ "RRULE:FREQ=DAILY;UNTIL=20261130T000000Z", "" },
	{ "RRULE:FREQ=DAILY;UNTIL=20261130T000000Z\nRDATE:20261205T020000Z",
	    "2026:1205" },
	{ "RRULE:FREQ=DAILY;UNTIL=00010101T000000Z", "" },
};

static void
test_sets(void **state)
{
	const struct zone *z = zone_find(SLICE("Asia/Shanghai"));
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(sets); i++) {
		snprintf(text, sizeof(text), EV("DTSTART;TZID=Asia/Shanghai:"
		    "20261201T100000\n%s"), sets[i].lines);
		if (look(text, 0, INT64_MAX, 1000) == -1)
			fail_msg("%s: %s", text, error.msg);
		if (strcmp(starts(z), sets[i].want) != 0)
			fail_msg("%s\ngives %s\nwants %s", text,
			    str_text(&shown), sets[i].want);
		if (!sets[i].want[0])
			assert_true(found.last_end == INT64_MIN);
	}
}

/* What names no occurrence, of a series at 10:00 from 2026-12-01 on. */
static void
test_missed(void **state)
{
	static const struct {
		const char *lines;
		size_t n;
		const char *property, *text, *nearest;
		uint32_t line;
	} cases[] = {
		{ "RRULE:FREQ=DAILY;COUNT=5", 0, NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEXDATE:20261203T100000", 0,
		    NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEXDATE:20261203T100100,"
		    "20261204T090000", 2, "EXDATE", "2026-12-03T02:01:00Z",
		    "2026-12-03T02:00:00Z", 4 },
		{ "RRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20261207", 1,
		    "EXDATE", "2026-12-07", "2026-12-08T02:00:00Z", 4 },
		{ "RDATE:20261203T100000\nEXDATE:20261203T110000", 1,
		    "EXDATE", "2026-12-03T03:00:00Z", "2026-12-03T02:00:00Z",
		    4 },
		/* Over long ago: nobody needs to know. */
		{ "RRULE:FREQ=DAILY\nEXDATE:20251203T100000", 0, NULL, NULL,
		    NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nBEGIN:VEVENT\n"
		    "UID:a@x\nRECURRENCE-ID:20261203T020000Z\n"
		    "DTSTART:20261203T030000Z", 0, NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nBEGIN:VEVENT\n"
		    "UID:a@x\nRECURRENCE-ID;VALUE=DATE:20261203\n"
		    "DTSTART:20261203T030000Z", 0, NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nBEGIN:VEVENT\n"
		    "UID:a@x\nRECURRENCE-ID:20261203T030000Z\n"
		    "DTSTART:20261203T030000Z", 1, "RECURRENCE-ID",
		    "2026-12-03T03:00:00Z", "2026-12-03T02:00:00Z", 0 },
	};
	const struct recur_missed *m = &found.missed;
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), EV("DTSTART;TZID=Asia/Shanghai:"
		    "20261201T100000\n%s"), cases[i].lines);
		if (look(text, utc("20261201"), utc("20270101"), 1000) == -1)
			fail_msg("%s: %s", text, error.msg);
		if (m->n != cases[i].n)
			fail_msg("%s: %zu missed", text, m->n);
		if (!m->n)
			continue;
		assert_string_equal(m->property, cases[i].property);
		assert_string_equal(m->text, cases[i].text);
		assert_string_equal(m->nearest, cases[i].nearest);
		assert_int_equal(m->line, cases[i].line);
	}
}

static void
test_lengths(void **state)
{
	(void)state;
	/* A PERIOD has its own length. */
	assert_int_equal(look(EV("DTSTART:20261201T020000Z\nRDATE;VALUE="
	    "PERIOD:20261202T020000Z/PT2H,20261203T020000Z/20261203T050000Z"),
	    0, INT64_MAX, 10), 0);
	assert_true(nth(0)->end == nth(0)->start + 3600);
	assert_true(nth(1)->end == nth(1)->start + 7200);
	assert_true(nth(2)->end == nth(2)->start + 10800);
	/* Over the change of 2026-11-01: exact by DTEND, the same time of
	 * day by DURATION, days by DATE. */
	assert_int_equal(look(EV(NY "20261030T120000\nDTEND;TZID=America/"
	    "New_York:20261031T120000\nRRULE:FREQ=DAILY;COUNT=2"), 0,
	    INT64_MAX, 10), 0);
	assert_true(nth(1)->end == nth(1)->start + DAYS(1));
	assert_int_equal(look(EV(NY "20261030T120000\nDURATION:P1DT1H\n"
	    "RRULE:FREQ=DAILY;COUNT=2"), 0, INT64_MAX, 10), 0);
	assert_true(nth(0)->end == nth(0)->start + DAYS(1) + 3600);
	assert_true(nth(1)->end == nth(1)->start + DAYS(1) + 7200);
}

static void
test_all_day(void **state)
{
	(void)state;
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\n"
	    "DTEND;VALUE=DATE:20261202\nRRULE:FREQ=DAILY;COUNT=6;BYHOUR=9,10\n"
	    "EXDATE:20261201T000000Z\nEXDATE:20261202T160000Z\n"
	    "EXDATE;VALUE=DATE:20261204"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 3);
	assert_string_equal(nth(0)->recurrence_id, "20261130");
	assert_string_equal(nth(1)->recurrence_id, "20261202");
	assert_string_equal(nth(2)->recurrence_id, "20261205");
	assert_true(nth(0)->start == utc("20261129T160000Z"));
	assert_true(nth(0)->end == nth(0)->start + DAYS(2));
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\nRRULE:FREQ="
	    "DAILY;UNTIL=20261201"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 2);
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\nRRULE:FREQ="
	    "HOURLY"), 0, INT64_MAX, 10), -1);
	assert_string_equal(fault.kind, "bad-rrule");
	/* An override by a time, as some write it, is no second one. */
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\nRRULE:FREQ="
	    "DAILY;COUNT=2") EV("DTSTART;VALUE=DATE:20261203\n"
	    "RECURRENCE-ID:20261201T000000Z"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 2);
	assert_true(nth(1)->own && nth(1)->start == utc("20261202T160000Z"));
}

/* RFC 5545, 3.3.5: the gap of 2026-03-08, the overlap of 2026-11-01. */
static void
test_changes(void **state)
{
	(void)state;
	assert_int_equal(look(EV(NY "20260307T023000\nRRULE:FREQ=DAILY;"
	    "COUNT=3"), 0, INT64_MAX, 10), 0);
	assert_string_equal(nth(0)->recurrence_id, "20260307T073000Z");
	assert_string_equal(nth(1)->recurrence_id, "20260308T073000Z");
	assert_string_equal(nth(2)->recurrence_id, "20260309T063000Z");
	assert_int_equal(look(EV(NY "20261031T013000\nRRULE:FREQ=DAILY;"
	    "COUNT=3"), 0, INT64_MAX, 10), 0);
	assert_string_equal(nth(1)->recurrence_id, "20261101T053000Z");
	assert_string_equal(nth(2)->recurrence_id, "20261102T063000Z");
	/* Two local times, one instant. */
	assert_int_equal(look(EV(NY "20260308T023000\nRRULE:FREQ=HOURLY;"
	    "COUNT=2"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 1);
}

static void
test_window(void **state)
{
	static const char daily[] = EV("DTSTART:20260101T020000Z\n"
	    "DTEND:20260101T030000Z\nRRULE:FREQ=DAILY");
	int64_t day = utc("20261201T020000Z");

	(void)state;
	/* An end at from is out, an end at to is in. */
	assert_int_equal(look(daily, day + 3600, day + DAYS(2) + 3600, 10), 0);
	assert_int_equal(found.occurrences.n, 2);
	assert_string_equal(nth(0)->recurrence_id, "20261202T020000Z");
	assert_true(nth(0)->event == group.master && !nth(0)->own);
	assert_true(found.has_beyond);
	assert_string_equal(found.beyond.recurrence_id, "20261204T020000Z");
	assert_true(found.beyond.start == day + DAYS(3));
	assert_true(found.last_end == RECUR_ENDLESS);
	/* One that lasts is in; max is a bound. */
	assert_int_equal(look(daily, day + 10, day + DAYS(2) + 3600, 3), 0);
	assert_int_equal(found.occurrences.n, 3);
	assert_int_equal(look(daily, day + 10, day + DAYS(2) + 3600, 2), -1);
	assert_string_equal(fault.kind, "too-many-occurrences");
	/* All in the past. */
	assert_int_equal(look(EV("DTSTART:20260101T020000Z\nRRULE:FREQ=WEEKLY;"
	    "BYDAY=TH;COUNT=3"), day, INT64_MAX, 3), 0);
	assert_int_equal(found.occurrences.n, 0);
	assert_false(found.has_beyond);
	assert_true(found.last_end == utc("20260115T030000Z"));
	/* No recurrence at all. */
	assert_int_equal(look(EV("DTSTART:20261201T020000Z"), day - 1,
	    day + DAYS(1), 3), 0);
	assert_int_equal(found.occurrences.n, 1);
	assert_true(found.last_end == day + 3600);
}

#define WEEKLY EV("DTSTART;TZID=Europe/Berlin:20261001T100000\n"	\
    "DTEND;TZID=Europe/Berlin:20261001T110000\nRRULE:FREQ=WEEKLY;COUNT=8")
#define OVERRIDE(params, id, lines) EV("RECURRENCE-ID" params ":" id	\
    "\n" lines)

static void
test_overrides(void **state)
{
	const struct zone *z = zone_find(SLICE("Europe/Berlin"));

	(void)state;
	/* Moved (written in UTC), cancelled, and one of no occurrence. */
	assert_int_equal(look(WEEKLY
	    OVERRIDE("", "20261008T080000Z", "DTSTART:20261009T120000Z")
	    OVERRIDE("", "20261015T080000Z",
	    "DTSTART:20261015T080000Z\nSTATUS:CANCELLED")
	    OVERRIDE("", "20261016T080000Z", "DTSTART:20261016T080000Z"),
	    0, INT64_MAX, 20), 0);
	assert_string_equal(starts(z), "2026:1001 1009T1400 1016T1000 1022 "
	    "1029 1105 1112 1119");
	assert_true(nth(1)->own && nth(1)->event == overrides[0]);
	assert_string_equal(nth(1)->recurrence_id, "20261008T080000Z");
	assert_true(nth(2)->own && nth(2)->event == overrides[2]);
	assert_false(nth(3)->own);
	/* A DATE stands for that day's. */
	assert_int_equal(look(WEEKLY OVERRIDE(";VALUE=DATE", "20261008",
	    "DTSTART:20261009T080000Z"), 0, INT64_MAX, 20), 0);
	assert_int_equal(found.occurrences.n, 8);
	assert_string_equal(nth(1)->recurrence_id, "20261008");
	/* The last is moved to the front, and the newer of two counts. */
	assert_int_equal(look(WEEKLY
	    OVERRIDE("", "20261119T090000Z", "DTSTART:20260901T080000Z")
	    OVERRIDE("", "20261119T090000Z", "DTSTART:20260902T080000Z\n"
	    "SEQUENCE:2"), 0, INT64_MAX, 20), 0);
	assert_int_equal(found.occurrences.n, 8);
	assert_true(nth(0)->start == utc("20260902T080000Z"));
	assert_true(found.last_end == utc("20261112T100000Z"));
	/* Without a master. */
	assert_int_equal(look(OVERRIDE("", "20261119T090000Z",
	    "DTSTART:20260901T080000Z"), 0, INT64_MAX, 20), 0);
	assert_int_equal(found.occurrences.n, 1);
	assert_string_equal(nth(0)->recurrence_id, "20261119T090000Z");
}

static void
test_future(void **state)
{
	const struct zone *z = zone_find(SLICE("Europe/Berlin"));

	(void)state;
	/* An hour later and half as long, over a change of offset; the
	 * fifth keeps its own; from the seventh on another. */
	assert_int_equal(look(WEEKLY
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261015T080000Z",
	    "DTSTART;TZID=Europe/Berlin:20261015T110000\nDURATION:PT30M")
	    OVERRIDE("", "20261029T090000Z", "DTSTART:20261029T150000Z")
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261112T090000Z",
	    "DTSTART;TZID=Europe/Berlin:20261113T100000\nDURATION:PT2H"),
	    0, INT64_MAX, 20), 0);
	assert_string_equal(starts(z), "2026:1001 1008 1015T1100 1022 "
	    "1029T1600 1105T1100 1113T1000 1120");
	assert_true(nth(2)->own && !nth(3)->own);
	assert_true(nth(3)->event == overrides[0]);
	assert_true(nth(3)->end == nth(3)->start + 1800);
	assert_string_equal(nth(3)->recurrence_id, "20261022T080000Z");
	assert_true(nth(7)->event == overrides[2]);
	assert_true(nth(7)->end == nth(7)->start + 7200);
	assert_string_equal(nth(7)->recurrence_id, "20261119T090000Z");
	assert_true(found.last_end == nth(7)->end);
	/* What was shifted into the window began before it. */
	assert_int_equal(look(EV("DTSTART:20261001T080000Z\nRRULE:FREQ=DAILY")
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261004T080000Z",
	    "DTSTART:20261006T080000Z"), utc("20261012T083000Z"),
	    utc("20261013T083000Z"), 20), 0);
	assert_int_equal(found.occurrences.n, 1);
	assert_string_equal(nth(0)->recurrence_id, "20261010T080000Z");
	/* Cancelled from there on. */
	assert_int_equal(look(EV("DTSTART:20261001T080000Z\nRRULE:FREQ=DAILY")
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261004T080000Z",
	    "DTSTART:20261004T080000Z\nSTATUS:CANCELLED"), 0, INT64_MAX, 20),
	    0);
	assert_int_equal(found.occurrences.n, 3);
	assert_false(found.has_beyond);
	assert_true(found.last_end == utc("20261003T090000Z"));
}

static void
test_faults(void **state)
{
	static const struct {
		const char *lines, *kind, *says;	/* or the property */
	} cases[] = {
		{ "RRULE:FREQ=DAILY\nRRULE:FREQ=NO", "bad-rrule",
		    "FREQ=NO" },
		{ "EXRULE:FREQ=DAILY;COUNT=0", "bad-rrule", "EXRULE" },
		{ "RRULE:RSCALE=HEBREW;FREQ=DAILY", "unsupported-rscale",
		    "HEBREW" },
		{ "EXDATE:20261301T000000Z\nRRULE:FREQ=DAILY", "bad-date",
		    "EXDATE" },
		{ "RDATE;TZID=Nowhere/X:20261201T000000", "unknown-timezone",
		    "RDATE" },
		{ "RDATE;VALUE=PERIOD:20261201T000000Z/-PT1H", "bad-date",
		    "period" },
		{ "RDATE;VALUE=PERIOD:20261201T000000Z/", "bad-date",
		    "RDATE" },
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), EV("DTSTART:20261201T020000Z\n"
		    "%s"), cases[i].lines);
		if (parse(text) != -1)
			fail_msg("%s is taken", text);
		if (strcmp(fault.kind, cases[i].kind) != 0 ||
		    !fault.property || (!strstr(error.msg, cases[i].says) &&
		    strcmp(fault.property, cases[i].says) != 0))
			fail_msg("%s: %s: %s", text, fault.kind, error.msg);
	}
	/* An override has no set of its own. */
	assert_int_equal(parse(OVERRIDE("", "20261119T090000Z",
	    "DTSTART:20260901T080000Z\nRRULE:FREQ=NO")), 0);
	assert_null(events[0].recurrence);
}

/* 8,000 EXDATEs and 1,000 RDATEs with several rules. */
static void
test_many(void **state)
{
	struct str s = { .max = 1 << 20 };
	char buf[CLOCK_TEXT];
	int64_t i, start = utc("20200101T020000Z");

	(void)state;
	str_adds(&s, "BEGIN:VEVENT\nUID:a\nDTSTART:20200101T020000Z\n"
	    "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE\n"
	    "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\n");
	for (i = 0; i < 8000; i++)
		str_addf(&s, "%s%s", i % 4000 ? "," : i ? "\nEXDATE:" :
		    "EXDATE:", clock_ical(start + DAYS(8000 - i), buf));
	for (i = 0; i < 1000; i++)
		str_addf(&s, "%s%s", i % 500 ? "," : "\nRDATE:",
		    clock_ical(start + DAYS(i * 3) + 7200, buf));
	str_adds(&s, "\nEND:VEVENT\n");
	recur_reset();
	assert_int_equal(look(str_text(&s), start + DAYS(100),
	    start + DAYS(400), 1000), 0);
	/* It took 26 for each of the dates. */
	assert_in_range(recur_reset(), 1, 9000 * 30);
	assert_int_equal(found.occurrences.n, 100);
	assert_true(found.last_end == RECUR_ENDLESS);
	assert_true(found.beyond.start == start + DAYS(402) + 7200);
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_sets, done),
		cmocka_unit_test_teardown(test_missed, done),
		cmocka_unit_test_teardown(test_lengths, done),
		cmocka_unit_test_teardown(test_all_day, done),
		cmocka_unit_test_teardown(test_changes, done),
		cmocka_unit_test_teardown(test_window, done),
		cmocka_unit_test_teardown(test_overrides, done),
		cmocka_unit_test_teardown(test_future, done),
		cmocka_unit_test_teardown(test_faults, done),
		cmocka_unit_test_teardown(test_many, done),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	parse_done();
	return rc;
}
