/* SPDX-License-Identifier: MIT */
/* When an event is. */
#include "parse_fixture.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_times, done),
		cmocka_unit_test_teardown(test_recurrence_id, done),
		cmocka_unit_test_teardown(test_faults, done),
		cmocka_unit_test_teardown(test_beside_dtstart, done),
		cmocka_unit_test_teardown(test_said_to_be_days, done),
		cmocka_unit_test_teardown(test_over, done),
		cmocka_unit_test_teardown(test_floating, done),
		cmocka_unit_test_teardown(test_calendar_timezone, done),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
