/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/str.h"
#include "ics/limits.h"
#include "ics/parse.h"
#include "ics/parse_calendar.h"
#include "ics/zone.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define EV(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define UID "UID:a@x\r\n"
#define START "DTSTART:20261201T020000Z\r\n"

/* What a parse needs and gives; freed by the test with done(). */
static struct arena arena;
static struct event ev;
static struct parse_fault fault;
static struct err error;

static int
parse(const char *text)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};

	error = (struct err){ 0 };
	return parse_event(slice_str(text), &ctx, &arena, &ev, &fault,
	    &error);
}

static int
done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct {
	const char *lines, *start, *end, *tzid;
	bool all_day;
} times_cases[] = {
	{ EV(UID START), "20261201T020000Z", "20261201T030000Z",
	    "UTC", false },
	{ EV(UID "DTSTART:20261201T100000\r\n"),
	    "20261201T020000Z", "20261201T030000Z", "Asia/Shanghai",
	    false },
	{ EV(UID "DTSTART;TZID=America/New_York:20261201T100000\r\n"
	    "DTEND;TZID=Europe/Berlin:20261201T170000\r\n"),
	    "20261201T150000Z", "20261201T160000Z",
	    "America/New_York", false },
	/* Z wins over TZID (RFC 5545, 3.3.5, form 2). */
	{ EV(UID "DTSTART;TZID=America/New_York:20261201T020000Z\r\n"
	    "DURATION:PT90M\r\n"), "20261201T020000Z",
	    "20261201T033000Z", "UTC", false },
	{ EV(UID "DTSTART;TZID=\"China Standard Time\":"
	    "20261201T1\r\n 00000\r\n"), "20261201T020000Z",
	    "20261201T030000Z", "Asia/Shanghai", false },
	/* DTEND before DURATION. */
	{ EV(UID START "DURATION:PT5H\r\nDTEND:20261201T023000Z\r\n"),
	    "20261201T020000Z", "20261201T023000Z", "UTC", false },
	{ EV(UID START "DTEND:20261201T020000Z\r\n"),
	    "20261201T020000Z", "20261201T020000Z", "UTC", false },
	{ EV(UID START "DTSTART:20270101T000000Z\r\n"),
	    "20261201T020000Z", "20261201T030000Z", "UTC", false },
	/* All day: in the zone of floating times. */
	{ EV(UID "DTSTART;VALUE=DATE:20261201\r\n"),
	    "20261130T160000Z", "20261201T160000Z", "Asia/Shanghai",
	    true },
	{ EV(UID "DTSTART:20261201\r\nDTEND:20261203\r\n"),
	    "20261130T160000Z", "20261202T160000Z", "Asia/Shanghai",
	    true },
	{ EV(UID "DTSTART:20261201\r\nDTEND:20261201\r\n"),
	    "20261130T160000Z", "20261201T160000Z", "Asia/Shanghai",
	    true },
	{ EV(UID "DTSTART;TZID=x:20261201\r\nDURATION:P2D\r\n"),
	    "20261130T160000Z", "20261202T160000Z", "Asia/Shanghai",
	    true },
	/* What VALUE says is not believed before the value. */
	{ EV(UID "DTSTART;VALUE=DATE:20261201T100000\r\n"),
	    "20261201T020000Z", "20261201T030000Z", "Asia/Shanghai",
	    false },
	/* A day over a change of offset has 23 hours, PT24H has 24. */
	{ EV(UID "DTSTART;TZID=Europe/Berlin:20260328T120000\r\n"
	    "DURATION:P1D\r\n"), "20260328T110000Z",
	    "20260329T100000Z", "Europe/Berlin", false },
	{ EV(UID "DTSTART;TZID=Europe/Berlin:20260328T120000\r\n"
	    "DURATION:PT24H\r\n"), "20260328T110000Z",
	    "20260329T110000Z", "Europe/Berlin", false },
};

/* Start and end, and what the start's line does to them. */
static void
test_times(void **state)
{
	char buf[CLOCK_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(times_cases); i++) {
		if (parse(times_cases[i].lines) == -1)
			fail_msg("case %zu: %s", i, error.msg);
		assert_string_equal(clock_ical(ev.start, buf),
		    times_cases[i].start);
		assert_string_equal(clock_ical(ev.end, buf),
		    times_cases[i].end);
		assert_string_equal(ev.tzid, times_cases[i].tzid);
		assert_true(ev.all_day == times_cases[i].all_day);
	}
}

static void
test_recurrence_id(void **state)
{
	static const struct {
		const char *line, *want;
	} cases[] = {
		{ "RECURRENCE-ID:20261201T020000Z", "20261201T020000Z" },
		{ "RECURRENCE-ID;TZID=Asia/Shanghai:20261201T100000",
		    "20261201T020000Z" },
		/* Without a zone it is in DTSTART's. */
		{ "RECURRENCE-ID:20261201T100000", "20261201T100000Z" },
		{ "RECURRENCE-ID;VALUE=DATE:20261201", "20261201" },
		{ "recurrence-id;RANGE=THISANDFUTURE:20261201", "20261201" },
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		str_addf(&s, "BEGIN:VEVENT\n" UID START "%s\nEND:VEVENT\n",
		    cases[i].line);
		assert_int_equal(parse(str_text(&s)), 0);
		assert_string_equal(ev.recurrence_id, cases[i].want);
	}
	str_free(&s);
	assert_int_equal(parse(EV(UID START)), 0);
	assert_null(ev.recurrence_id);
}

static const struct {
	const char *text, *kind, *property;
	uint32_t line;
	const char *uid;
} faults_cases[] = {
	{ EV(START), "no-uid", "UID", 0, NULL },
	{ EV(START "UID: \r\n"), "no-uid", "UID", 2, NULL },
	{ EV("UID;X=\"a:b\r\n" START), "not-parsable", "UID", 1,
	    NULL },
	{ EV(UID), "no-start", "DTSTART", 0, "a@x" },
	{ EV(UID "X:\r\n 1\r\nDTSTART:20261301T000000Z\r\n"),
	    "bad-date", "DTSTART", 4, "a@x" },
	{ EV(UID "DTSTART:\r\n"), "bad-date", "DTSTART", 2, "a@x" },
	{ EV(UID "DTSTART:\r\n20261201T020000Z\r\n"), "bad-fold",
	    "DTSTART", 2, "a@x" },
	{ EV(UID START "RRULE:FREQ=WEEKLY;BYDAY=MO,\r\nTH;COUNT=3\r\n"),
	    "bad-fold", "RRULE", 3, "a@x" },
	{ EV(UID START "RRULE:FREQ=WEEKLY;BYDAY=MO,\r\nTH\r\n"),
	    "bad-fold", "RRULE", 3, "a@x" },
	{ EV(UID START "RRULE:FREQ=WEEKLY;\r\nCOUNT=3\r\n"),
	    "bad-fold", "RRULE", 3, "a@x" },
	{ EV(UID START "RRULE:FREQ=DAILY\r\nEXDATE:20261202T020000Z,\r\n"
	    "20261203T020000Z,20261204T020000Z\r\n"), "bad-fold",
	    "EXDATE", 4, "a@x" },
	{ EV(UID START "DTEND:20261201T250000Z\r\n"), "bad-date",
	    "DTEND", 3, "a@x" },
	{ EV(UID START "DTEND:20261201T015959Z\r\n"), "bad-end",
	    "DTEND", 3, "a@x" },
	{ EV(UID START "DURATION:-PT1S\r\n"), "bad-duration",
	    "DURATION", 3, "a@x" },
	{ EV(UID START "DURATION:\r\n"), "bad-duration", "DURATION",
	    3, "a@x" },
	{ EV(UID "DTSTART;TZID=Nowhere:20261201T000000\r\n"),
	    "unknown-timezone", "DTSTART", 2, "a@x" },
	{ EV(UID START "DTEND;TZID=Nowhere:20261201T000000\r\n"),
	    "unknown-timezone", "DTEND", 3, "a@x" },
	{ EV(UID START "RECURRENCE-ID;TZID=Nowhere:20261201T000000"
	    "\r\n"), "unknown-timezone", "RECURRENCE-ID", 3, "a@x" },
	{ EV(UID START "RECURRENCE-ID:x\r\n"), "bad-date",
	    "RECURRENCE-ID", 3, "a@x" },
	{ EV(UID "DTSTART;TZID=:20261201T000000\r\n"),
	    "unknown-timezone", "DTSTART", 2, "a@x" },
	{ "", "no-uid", "UID", 0, NULL },
	{ "garbage\n", "no-uid", "UID", 0, NULL },
};

static void
test_faults(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < LEN(faults_cases); i++) {
		if (parse(faults_cases[i].text) != -1 ||
		    strcmp(fault.kind, faults_cases[i].kind) != 0 ||
		    strcmp(fault.property, faults_cases[i].property) != 0 ||
		    fault.line != faults_cases[i].line)
			fail_msg("case %zu: %s in line %u: %s", i,
			    fault.kind ? fault.kind : "none", fault.line,
			    error.msg);
		assert_int_equal(error.code, ERR_FAILED);
		if (faults_cases[i].uid)
			assert_string_equal(ev.uid, faults_cases[i].uid);
		else
			assert_null(ev.uid);
	}
}

/* What is read otherwise than it is written. */
static void
test_warnings(void **state)
{
	static const struct {
		const char *lines, *start, *kind, *property;
		uint32_t line;
		size_t n;
	} cases[] = {
		{ UID START, "20261201T020000Z", NULL, NULL, 0, 0 },
		{ UID "DTSTART;TZID=Asia/Shanghai:20261207T080000Z\n",
		    "20261207T080000Z", "utc-with-tzid", "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=Etc/UTC:20261207T080000Z\n",
		    "20261207T080000Z", NULL, NULL, 0, 0 },
		{ UID START "X-A:1\nDTSTART:20270101T000000Z\n"
		    "DTSTART:20270101T000000Z\n", "20261201T020000Z",
		    "duplicate-property", "DTSTART", 4, 1 },
		{ UID START "STATUS:CONFIRMED\nSTATUS:CANCELLED\n",
		    "20261201T020000Z", "duplicate-property", "STATUS", 4, 1 },
		{ UID START "X-ICSRESERVE:yes\nX-ICSRESERVE:no\n",
		    "20261201T020000Z", "duplicate-property", "X-ICSRESERVE",
		    4, 1 },
		{ UID START "X-A:1\nX-A:2\n", "20261201T020000Z", NULL, NULL,
		    0, 0 },
		{ UID START "DTEND:20261201T030000Z\nDURATION:PT2H\n",
		    "20261201T020000Z", "two-ends", "DURATION", 4, 1 },
		{ UID START "DURATION:P1W1D\n", "20261201T020000Z",
		    "odd-duration", "DURATION", 3, 1 },
		/* Other forms of a time. */
		{ UID "DTSTART:20261203T240000Z\n", "20261204T000000Z",
		    "odd-date", "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=Asia/Shanghai:20261203T1000\n",
		    "20261203T020000Z", "odd-date", "DTSTART", 2, 1 },
		{ UID "DTSTART:20261203T100000+0800\n", "20261203T020000Z",
		    "odd-date", "DTSTART", 2, 1 },
		{ UID "DTSTART:2026-12-03T10:00:00-03:30\n",
		    "20261203T133000Z", "odd-date", "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=Asia/Shanghai:2026-12-03 10:00\n",
		    "20261203T020000Z", "odd-date", "DTSTART", 2, 1 },
		{ UID "DTSTART;VALUE=DATE:2026-12-03\n", "20261202T160000Z",
		    "odd-date", "DTSTART", 2, 1 },
		{ UID START "RRULE:FREQ=DAILY;COUNT=3\n"
		    "EXDATE:2026-12-02T02:00:00Z\n", "20261201T020000Z",
		    "odd-date", "EXDATE", 4, 1 },
		{ UID START "RRULE:FREQ=DAILY;UNTIL=2026-12-03\n",
		    "20261201T020000Z", "odd-date", "RRULE", 3, 1 },
		{ UID START "RRULE:FREQ=DAILY;UNTIL=20261203T240000Z\n",
		    "20261201T020000Z", "odd-date", "RRULE", 3, 1 },
		{ UID "DTSTART;TZID='Asia/Shanghai':20261203T100000\n",
		    "20261203T020000Z", NULL, NULL, 0, 0 },
		/* The zone that only DTEND has. */
		{ UID "DTSTART:20261203T100000\n"
		    "DTEND;TZID=Europe/Berlin:20261203T110000\n",
		    "20261203T090000Z", "zone-of-end", "DTSTART", 2, 1 },
		{ UID "DTSTART:20261203T100000\nDTEND:20261203T110000Z\n",
		    "20261203T100000Z", "zone-of-end", "DTSTART", 2, 1 },
		{ UID "DTSTART;VALUE=DATE:20261203\nDTEND:20261203T110000Z\n",
		    "20261202T160000Z", "two-kinds", "DTEND", 3, 1 },
		{ UID "DTSTART:20261203T100000Z\nDTEND;VALUE=DATE:20261204\n",
		    "20261203T100000Z", "two-kinds", "DTEND", 3, 1 },
		/* A day with a time. */
		{ UID "DTSTART;VALUE=DATE:20261203T000000\n",
		    "20261202T160000Z", "odd-value", "DTSTART", 2, 1 },
		{ UID "DTSTART;VALUE=DATE:20261203T000000Z\n",
		    "20261202T160000Z", "odd-value", "DTSTART", 2, 1 },
		{ UID "DTSTART;VALUE=DATE:20261203T100000Z\n",
		    "20261203T100000Z", "odd-value", "DTSTART", 2, 1 },
		/* Two zones. */
		{ UID "DTSTART;TZID=Asia/Tokyo;TZID=\"PRC\""
		    ":20261203T100000\n", "20261203T010000Z", "two-tzids",
		    "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=\"PRC\";X=\"a;TZID=UTC\";TZID=PRC"
		    ":20261203T100000\n", "20261203T020000Z", NULL, NULL, 0,
		    0 },
		/* A line that was broken without the blank of a fold. */
		{ UID START "SUMMARY:one\ntwo\n", "20261201T020000Z",
		    "stray-line", "SUMMARY", 4, 1 },
		{ UID START "garbage\n", "20261201T020000Z", "stray-line",
		    "DTSTART", 3, 1 },
		{ UID START "SUMMARY:one\n\n \nX-A:b\n",
		    "20261201T020000Z", NULL, NULL, 0, 0 },
		{ UID START "DESCRIPTION:one\nand so on: two\nthree\n",
		    "20261201T020000Z", "stray-line", "DESCRIPTION", 4, 1 },
		/* A rule of one occurrence. */
		{ UID START "RECURRENCE-ID:20261201T020000Z\n"
		    "RRULE:FREQ=DAILY\n", "20261201T020000Z",
		    "rule-in-override", "RRULE", 4, 1 },
		/* An offset without a sign. */
		{ UID "DTSTART;TZID=UTC 08:00:20261203T100000\n",
		    "20261203T020000Z", "unsigned-offset", "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=(GMT8) Somewhere:20261203T100000\n",
		    "20261203T020000Z", "unsigned-offset", "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=UTC+8:20261203T100000\n",
		    "20261203T020000Z", NULL, NULL, 0, 0 },
		{ UID START "STATUS:canceled\n", "20261201T020000Z",
		    "odd-status", "STATUS", 3, 1 },
		{ UID START "STATUS:Cancelled by Li\n", "20261201T020000Z",
		    "odd-status", "STATUS", 3, 1 },
		{ UID START "STATUS:\n", "20261201T020000Z", NULL, NULL, 0,
		    0 },
		/* What names nothing. */
		{ UID START "EXDATE:20261202T020000Z\n", "20261201T020000Z",
		    "no-such-occurrence", "EXDATE", 3, 1 },
		{ UID START "EXDATE:20261201T020000Z\n", "20261201T020000Z",
		    NULL, NULL, 0, 0 },
		{ UID START "RRULE:FREQ=DAILY;COUNT=3\n"
		    "EXDATE:99991231T000000Z\n", "20261201T020000Z",
		    "no-such-occurrence", "EXDATE", 4, 1 },
		/* Blanks, quotes, and a colon that is not quoted. */
		{ UID "DTSTART; TZID = Asia/Shanghai:20261203T100000\n",
		    "20261203T020000Z", "odd-blanks", "DTSTART", 2, 1 },
		{ UID "DTSTART ;VALUE=DATE-TIME;\ttzid=\"Asia/Shanghai\" "
		    ":20261203T100000\n", "20261203T020000Z", "odd-blanks",
		    "DTSTART", 2, 1 },
		{ UID "DTSTART:20261203T100000Z \n", "20261203T100000Z",
		    "odd-blanks", "DTSTART", 2, 1 },
		{ UID START "RRULE:FREQ=DAILY; COUNT=3\n",
		    "20261201T020000Z", "odd-blanks", "RRULE", 3, 1 },
		{ UID "DTSTART;TZID=\"(UTC+08:00) Beijing, Chongqing\""
		    ":20261203T100000\n", "20261203T020000Z", NULL, NULL, 0,
		    0 },
		{ UID "DTSTART;TZID=(UTC+08:00) Beijing, Chongqing:"
		    "20261203T100000\n", "20261203T020000Z", NULL, NULL, 0,
		    0 },
		{ UID "DTSTART:2026\n 1203T100000Z\n", "20261203T100000Z",
		    NULL, NULL, 0, 0 },
		{ UID "DTSTART;TZID=GMT+05:30:20261203T100000\n",
		    "20261203T043000Z", NULL, NULL, 0, 0 },
		{ UID "DTSTART;TZID=(UTC+08:00) Beijing:20261203T100000\n",
		    "20261203T020000Z", NULL, NULL, 0, 0 },
		{ UID "DTSTART;VALUE=DATE:16040229\n", "16040228T155417Z",
		    NULL, NULL, 0, 0 },
		{ UID "DTSTART:00010101T000000Z\n", "00010101T000000Z",
		    NULL, NULL, 0, 0 },
	};
	char buf[CLOCK_TEXT];
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		str_addf(&s, "BEGIN:VEVENT\n%sEND:VEVENT\n", cases[i].lines);
		if (parse(str_text(&s)) == -1)
			fail_msg("case %zu: %s", i, error.msg);
		assert_string_equal(clock_ical(ev.start, buf),
		    cases[i].start);
		if (ev.n_warnings != cases[i].n)
			fail_msg("case %zu: %zu warnings", i, ev.n_warnings);
		if (!cases[i].n)
			continue;
		assert_string_equal(ev.warnings[0].kind, cases[i].kind);
		assert_string_equal(ev.warnings[0].property,
		    cases[i].property);
		assert_int_equal(ev.warnings[0].line, cases[i].line);
	}
	str_free(&s);
}

/* A time without a zone is in DTSTART's. */
static void
test_beside_dtstart(void **state)
{
	static const struct {
		const char *lines, *end, *recurrence_id;
	} cases[] = {
		{ "DTSTART;TZID=America/New_York:20261203T100000\n"
		    "DTEND:20261203T110000\nRECURRENCE-ID:20261202T100000\n",
		    "20261203T160000Z", "20261202T150000Z" },
		{ "DTSTART:20261203T100000Z\nDTEND:20261203T110000\n"
		    "RECURRENCE-ID:20261202T100000\n", "20261203T110000Z",
		    "20261202T100000Z" },
		{ "DTSTART:20261203T100000\nDTEND:20261203T110000\n"
		    "RECURRENCE-ID:20261202T100000\n", "20261203T030000Z",
		    "20261202T020000Z" },
	};
	char buf[CLOCK_TEXT];
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		str_addf(&s, "BEGIN:VEVENT\n" UID "%sEND:VEVENT\n",
		    cases[i].lines);
		assert_int_equal(parse(str_text(&s)), 0);
		assert_string_equal(clock_ical(ev.end, buf), cases[i].end);
		assert_string_equal(ev.recurrence_id,
		    cases[i].recurrence_id);
	}
	str_free(&s);
}

/* Events that say that they are all-day. */
static void
test_said_to_be_days(void **state)
{
#define CDO "X-MICROSOFT-CDO-ALLDAYEVENT:"
	static const struct {
		const char *start, *end, *word;
		int days;		/* 0: not all-day */
	} cases[] = {
		{ ";TZID=Europe/Berlin:20261203T000000",
		    ";TZID=Europe/Berlin:20261204T000000", CDO "TRUE", 1 },
		{ ";TZID=Europe/Berlin:20261203T000000",
		    ";TZID=Europe/Berlin:20261206T000000", CDO "true", 3 },
		{ ":20261203T000000", ":20261204T000000", CDO "FALSE", 0 },
		{ ":20261203T000000", ":20261203T230000", CDO "TRUE", 0 },
		{ ":20261203T010000", ":20261204T010000", CDO "TRUE", 0 },
		/* One day, written in other ways. */
		{ ":20261203T000000", ":20261203T000000", CDO "TRUE", 1 },
		{ ":20261203T000000", NULL, CDO "TRUE", 1 },
		{ ":20261203T000000", ":20261203T235900", CDO "TRUE", 1 },
		{ ":20261203T000000", ":20261204T235959", CDO "TRUE", 2 },
		/* Midnight in the zone of days, written in UTC. */
		{ ":20261202T160000Z", ":20261203T160000Z", CDO "TRUE", 1 },
		{ ":20261203T000000Z", ":20261204T000000Z", CDO "TRUE", 1 },
		{ ":20261203T050000Z", ":20261204T050000Z", CDO "TRUE", 0 },
		/* What others write. */
		{ ":20261203T000000", ":20261204T000000",
		    "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE", 1 },
		{ ":20261203T000000", ":20261204T000000",
		    "X-FUNAMBOL-ALLDAY:1", 1 },
		{ ":20261203T000000", ":20261204T000000",
		    "X-FUNAMBOL-ALLDAY:0", 0 },
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		str_addf(&s, "BEGIN:VEVENT\n" UID "DTSTART%s\n",
		    cases[i].start);
		if (cases[i].end)
			str_addf(&s, "DTEND%s\n", cases[i].end);
		str_addf(&s, "%s\nEND:VEVENT\n", cases[i].word);
		assert_int_equal(parse(str_text(&s)), 0);
		if (ev.all_day != (cases[i].days > 0) ||
		    (ev.all_day && (ev.days != cases[i].days || ev.seconds)))
			fail_msg("case %zu: %d, %d days", i, ev.all_day,
			    (int)ev.days);
	}
	str_free(&s);
}

/* When events that can't be read are over, whatever their zone is. */
static void
test_over(void **state)
{
#define FOO "DTSTART;TZID=Foo:20251203T020000\n"
	static const struct {
		const char *lines, *over;	/* NULL: nobody knows */
	} cases[] = {
		{ FOO, "20251204T030000Z" },
		{ FOO "DTEND;TZID=Foo:20251203T060000\n",
		    "20251204T060000Z" },
		{ FOO "DURATION:P1D\n", "20251205T020000Z" },
		{ FOO "RRULE:FREQ=DAILY;COUNT=3\n", "20251206T030000Z" },
		{ FOO "RRULE:FREQ=DAILY;UNTIL=20251210T000000Z\n",
		    "20251211T010000Z" },
		{ FOO "EXDATE:x\n", "20251204T030000Z" },
		{ "DTSTART;VALUE=DATE:20251203\nEXDATE:x\n",
		    "20251205T010000Z" },
		{ "DTSTART:20251203T020000Z\nDTEND:20251203T010000Z\n",
		    "20251204T020000Z" },
		{ FOO "RRULE:FREQ=DAILY\n", NULL },
		{ FOO "RRULE:FREQ=FOO;COUNT=3\n", NULL },
		{ FOO "RRULE:FREQ=SECONDLY;BYMONTH=1;COUNT=99999\n", NULL },
		{ FOO "RDATE:20261203T020000Z\n", NULL },
		{ FOO "DTEND:x\n", NULL }, { FOO "DURATION:x\n", NULL },
		{ "DTSTART:x\n", NULL }, { "X-A:1\n", NULL },
	};
	char buf[CLOCK_TEXT];
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		str_addf(&s, "BEGIN:VEVENT\n" UID "%sEND:VEVENT\n",
		    cases[i].lines);
		assert_int_equal(parse(str_text(&s)), -1);
		if (!cases[i].over ? ev.last_end != 0 :
		    strcmp(clock_ical(ev.last_end, buf), cases[i].over) != 0)
			fail_msg("case %zu: %s", i,
			    clock_ical(ev.last_end, buf));
	}
	str_free(&s);
}

static void
test_texts(void **state)
{
	(void)state;
	assert_int_equal(parse("begin:vevent\nuid: a\\,b@x \n" START
	    "summary;LANGUAGE=zh:\xe4\n \xbc\n \x9a\\, a\\nb\\;\\\\\n"
	    "location:\nDESCRIPTION;ALTREP=\"CID:x:y\":one\r\n  two\n"
	    "url:HTTPS://x/\\,y\nClass:private\nStatus: confirmed\n"
	    "SEQUENCE:7\nDTSTAMP:20260101T000000Z\n"
	    "ORGANIZER;CN=\"Li, X\":MAILTO:li@example.com\nRRULE:FREQ=DAILY\n"
	    "SUMMARY:second\nBEGIN:VALARM\nUID:no\nLOCATION:no\nX-NO:1\n"
	    "BEGIN:X-DEEP\nURL:no\nEND:X-DEEP\nEND:VALARM\nend:vevent\n"), 0);
	assert_string_equal(ev.uid, "a,b@x");
	assert_string_equal(ev.summary, "\xe4\xbc\x9a, a\nb;\\");
	assert_string_equal(ev.location, "");
	assert_string_equal(ev.description, "one two");
	assert_string_equal(ev.url, "HTTPS://x/\\,y");
	assert_string_equal(ev.class, "PRIVATE");
	assert_string_equal(ev.organizer, "li@example.com");
	assert_int_equal(ev.status, EVENT_CONFIRMED);
	assert_int_equal(ev.sequence, 7);
	assert_true(ev.dtstamp == 1767225600);
	assert_non_null(ev.recurrence);
	assert_int_equal(ev.n_props, 0);
}

static void
test_absent(void **state)
{
	(void)state;
	assert_int_equal(parse(EV(UID START)), 0);
	assert_null(ev.summary);
	assert_null(ev.location);
	assert_null(ev.url);
	assert_null(ev.description);
	assert_null(ev.organizer);
	assert_null(ev.class);
	assert_int_equal(ev.status, EVENT_NONE);
	assert_null(ev.recurrence);
	assert_int_equal(ev.n_props, 0);
	assert_null(event_prop(&ev, "ATTENDEE"));
	/* What only orders versions does not stop an event. */
	assert_int_equal(parse(EV(UID START "SEQUENCE:x\r\nDTSTAMP:y\r\n"
	    "STATUS:called off\r\nRRULE:\r\nRDATE: \r\n"
	    "SUMMARY;X=\"unclosed:z\r\n")), 0);
	assert_int_equal(ev.sequence, 0);
	assert_true(ev.dtstamp == 0);
	assert_int_equal(ev.status, EVENT_NONE);
	assert_null(ev.recurrence);
	assert_null(ev.summary);
	assert_int_equal(parse(EV(UID START "RDATE:20261202\r\n"
	    "SEQUENCE:-1\r\nstatus:CANCELLED\r\n")), 0);
	assert_non_null(ev.recurrence);
	assert_int_equal(ev.sequence, 0);
	assert_int_equal(ev.status, EVENT_CANCELLED);
}

static void
test_props(void **state)
{
	static const struct event_prop want[] = {
		{ "ATTENDEE", "a@x", ";ROLE=CHAIR;CN=\"A:B\"" },
		{ "CATEGORIES", "Work", "" }, { "CATEGORIES", "a,b", "" },
		{ "CATEGORIES", "c", "" },
		{ "CONFERENCE", "https://x/a\\,b", ";VALUE=URI" },
		{ "X-ICSRESERVE-OWNER", "ou_1", "" },
		{ "X-A", "1,2\n3", ";B=c" },
		{ "X-URI", "a\\nb", ";VALUE=URI" },
		{ "ATTENDEE", "b@x", ";EMAIL=b@x" },
		{ "ATTENDEE", "/principals/c", "" },
		{ "X-EMPTY", "", "" },
	};
	size_t i;

	(void)state;
	assert_int_equal(parse(EV(UID START
	    "ATTENDEE;ROLE=CHAIR;CN=\"A:\r\n B\":mailto: a@x \r\n"
	    "CATEGORIES:Work,a\\,b,, ,c\r\nBEGIN:VALARM\r\n"
	    "ATTENDEE:mailto:no@x\r\nEND:VALARM\r\n"
	    "CONFERENCE;VALUE=URI:https://x/a\\,b\r\n"
	    "x-icsreserve-owner: ou_1\r\nX-A;B=c:1\\,2\\n3\r\n"
	    "X-URI;VALUE=URI:a\\nb\r\nATTENDEE;EMAIL=b@x:urn:uuid:1\r\n"
	    "ATTENDEE:/principals/c\r\nX-EMPTY:\r\nATTACH:no\r\n"
	    "FOO:no\r\n")), 0);
	assert_int_equal(ev.n_props, LEN(want));
	for (i = 0; i < LEN(want); i++) {
		assert_string_equal(ev.props[i].name, want[i].name);
		assert_string_equal(ev.props[i].value, want[i].value);
		assert_string_equal(ev.props[i].params, want[i].params);
	}
	assert_string_equal(event_prop(&ev, "X-A"), "1,2\n3");
}

static void
test_bytes_that_are_no_utf8(void **state)
{
	(void)state;
	assert_int_equal(parse(EV(UID START "SUMMARY:\xbb\xe1\xd2\xe9\r\n")),
	    0);
	assert_string_equal(ev.summary, "\xbb\xe1\xd2\xe9");
	error = (struct err){ 0 };
	assert_int_equal(parse_event(SLICE(EV(UID START "X-A:\0\r\n")),
	    &(struct parse_context){ 0 }, &arena, &ev, &fault, &error), -1);
	assert_string_equal(fault.kind, "not-parsable");
}

/* Floating times: the configured zone, the calendar's, the system's. */
static void
test_floating(void **state)
{
	static const struct {
		const char *timezone, *of_calendar, *tzid;
	} cases[] = {
		{ "Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo" },
		{ NULL, "Europe/Berlin", "Europe/Berlin" },
		{ NULL, "China Standard Time", "Asia/Shanghai" },
		{ NULL, NULL, "America/New_York" },
		{ NULL, "Nowhere", NULL }, { "Nowhere", NULL, NULL },
	};
	struct parse_calendar cal = { 0 };
	struct parse_context ctx = { .calendar = &cal };
	size_t i;
	int rc;

	(void)state;
	zone_done();
	setenv("TZ", "America/New_York", 1);
	for (i = 0; i < LEN(cases); i++) {
		ctx.timezone = cases[i].timezone;
		cal.timezone = cases[i].of_calendar;
		cal.timezone_from = "X-WR-TIMEZONE";
		rc = parse_event(SLICE(EV(UID "DTSTART:20261201T000000\r\n")),
		    &ctx, &arena, &ev, &fault, &error);
		assert_int_equal(rc, cases[i].tzid ? 0 : -1);
		if (cases[i].tzid)
			assert_string_equal(ev.tzid, cases[i].tzid);
		else
			assert_string_equal(fault.kind, "unknown-timezone");
	}
	zone_done();
}

static void
test_calendar_timezone(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE: Asia/Shanghai\r\n"
		    EV("X-WR-TIMEZONE:no\r\n") "END:VCALENDAR\r\n",
		    "Asia/Shanghai" },
		{ "BEGIN:VCALENDAR\r\nx-wr-timezone:Asia/\r\n Tokyo\r\n"
		    "END:VCALENDAR\r\n", "Asia/Tokyo" },
		{ "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:America\\/New_York\r\n"
		    "END:VCALENDAR", "America\\/New_York" },
		{ "BEGIN:VCALENDAR\r\n" EV("X-WR-TIMEZONE:no\r\n")
		    "X-WR-TIMEZONE:Asia/Tokyo\r\nEND:VCALENDAR\r\n",
		    "Asia/Tokyo" },
		{ "BEGIN:VCALENDAR\r\n" EV("X-WR-TIMEZONE:no\r\n")
		    "END:VCALENDAR\r\n", NULL },
		{ "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:\r\nEND:VCALENDAR\r\n",
		    NULL },
		{ "BEGIN:VCALENDAR\r\nTIMEZONE-ID:Asia/Shanghai\r\n"
		    "END:VCALENDAR\r\n", "Asia/Shanghai" },
		{ "BEGIN:VCALENDAR\r\nTZID:Asia/Shanghai\r\n"
		    "END:VCALENDAR\r\n", "Asia/Shanghai" },
		{ "BEGIN:VCALENDAR\r\nTZID:UTC\r\nTIMEZONE-ID:PRC\r\n"
		    EV("TZID:no\r\n") "X-WR-TIMEZONE:Asia/Tokyo\r\n"
		    "END:VCALENDAR\r\n", "Asia/Tokyo" },
		{ "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:no\r\n"
		    "END:VTIMEZONE\r\nEND:VCALENDAR\r\n", NULL },
		{ "", NULL }, { "\n", NULL }, { "END:VEVENT", NULL },
	};
	struct parse_calendar cal;
	const char *got;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		parse_calendar(slice_str(cases[i].text), NULL, &arena, &cal);
		got = cal.timezone;
		if ((got == NULL) != (cases[i].want == NULL) ||
		    (got && strcmp(got, cases[i].want) != 0))
			fail_msg("case %zu: %s", i, got ? got : "none");
	}
}

static void
check_large(const char *start, const char *fill, size_t n,
    const char *kind)
{
	struct str s = { 0 };
	int rc;

	str_addf(&s, "BEGIN:VEVENT\n%s", start);
	while (s.n < n)
		str_adds(&s, fill);
	str_adds(&s, "\nEND:VEVENT\n");
	rc = parse(str_text(&s));
	if ((rc == -1) != (kind != NULL) ||
	    (kind && strcmp(fault.kind, kind) != 0))
		fail_msg("%.20s: %s", start, error.msg);
	str_free(&s);
	arena_free(&arena);
}

static void
test_large(void **state)
{
	(void)state;
	check_large(UID START "SUMMARY:", "x", 1 << 20, NULL);
	check_large(UID START "SUMMARY:", "\n ", 1 << 20, NULL);
	check_large(UID START "X-A:", ",", 1 << 20, NULL);
	check_large(UID START "X-A:", "\\n", ICS_COMPONENT_MAX + 1,
	    "too-large");
	check_large(START "UID:", "x", 1 << 20, "too-large");
	check_large(UID "DTSTART;TZID=", "x", 1 << 20, "not-parsable");
	check_large(UID START "ATTENDEE:a@x\n", "ATTENDEE:a@x\n", 200000,
	    NULL);
	check_large(UID START, "ATTENDEE:a@x\n", 1 << 20, "too-large");
	check_large(UID START "CATEGORIES:", "a,", 1 << 17, "too-large");
	check_large(UID START "CATEGORIES;X=", ";Y=z", 1 << 17, NULL);
}

static int
finish(void **state)
{
	(void)state;
	parse_done();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_times, done),
		cmocka_unit_test_teardown(test_recurrence_id, done),
		cmocka_unit_test_teardown(test_faults, done),
		cmocka_unit_test_teardown(test_warnings, done),
		cmocka_unit_test_teardown(test_beside_dtstart, done),
		cmocka_unit_test_teardown(test_said_to_be_days, done),
		cmocka_unit_test_teardown(test_over, done),
		cmocka_unit_test_teardown(test_texts, done),
		cmocka_unit_test_teardown(test_absent, done),
		cmocka_unit_test_teardown(test_props, done),
		cmocka_unit_test_teardown(test_bytes_that_are_no_utf8, done),
		cmocka_unit_test_teardown(test_floating, done),
		cmocka_unit_test_teardown(test_calendar_timezone, done),
		cmocka_unit_test_teardown(test_large, done),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
