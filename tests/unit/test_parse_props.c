/* SPDX-License-Identifier: MIT */
/* What an event says besides, and what is remarked. */
#include "parse_fixture.h"

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
		/* An offset, and a name that says nothing. */
		{ UID "DTSTART;TZID=(UTC+01:00) Rom:20261203T100000\n",
		    "20261203T090000Z", "offset-only", "DTSTART", 2, 1 },
		{ UID "DTSTART;TZID=(UTC+01:00) Warsaw/Rom:20261203T100000\n",
		    "20261203T090000Z", NULL, NULL, 0, 0 },
		{ UID "DTSTART;TZID=(UTC+01:00):20261203T100000\n",
		    "20261203T090000Z", NULL, NULL, 0, 0 },
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
	check_large(UID START, "DTSTAMP:1\n", 1 << 19, "too-large");
	check_large(UID START "CATEGORIES:", "a,", 1 << 17, "too-large");
	check_large(UID START "CATEGORIES;X=", ";Y=z", 1 << 17, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_warnings, done),
		cmocka_unit_test_teardown(test_texts, done),
		cmocka_unit_test_teardown(test_absent, done),
		cmocka_unit_test_teardown(test_props, done),
		cmocka_unit_test_teardown(test_bytes_that_are_no_utf8, done),
		cmocka_unit_test_teardown(test_large, done),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
