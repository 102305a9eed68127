/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "ics/override.h"

/* What an override says, whatever program wrote it. */

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define ALARM(lines) "BEGIN:VALARM\r\n" lines "END:VALARM\r\n"
#define ME "ATTENDEE;CN=\"Me\";ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:me@x\r\n"
#define YOU "ATTENDEE;CN=\"You; and co\":mailto:you@x\r\n"
#define SUMMARY "SUMMARY:A long summary\\, with commas\\; and so on\r\n"

static uint64_t
digest(const char *lines, const char *eol)
{
	struct str s = { 0 }, out = { 0 };
	struct slice rest, line;
	uint64_t d;

	str_addf(&s, "BEGIN:VEVENT\r\nUID:a\r\n%sEND:VEVENT\r\n", lines);
	rest = str_slice(&s);
	while (slice_line(&rest, &line)) {
		line.n -= line.n && line.p[line.n - 1] == '\r';
		str_add(&out, line);
		str_adds(&out, eol);
	}
	d = override_digest(str_slice(&out), NULL);
	str_free(&s);
	str_free(&out);
	return d;
}

struct pair {
	const char *what, *a, *b;
};

static void
check_pairs(const struct pair *pairs, size_t n, bool same)
{
	uint64_t a, b;
	size_t i;

	for (i = 0; i < n; i++) {
		a = digest(pairs[i].a, "\r\n");
		b = digest(pairs[i].b, "\r\n");
		if ((a == b) != same)
			fail_msg("%s: %s", pairs[i].what,
			    same ? "differs" : "is the same");
		assert_true(a == digest(pairs[i].a, "\n"));
	}
}

static void
test_same(void **state)
{
	static const struct pair pairs[] = {
		{ "order", SUMMARY ME YOU, YOU SUMMARY ME },
		{ "order in an alarm",
		    ALARM("ACTION:DISPLAY\r\nTRIGGER:-PT15M\r\n"),
		    ALARM("TRIGGER:-PT15M\r\nACTION:DISPLAY\r\n") },
		{ "order of parameters and names' case", ME,
		    "attendee;role=CHAIR;PARTSTAT=ACCEPTED;cn=\"Me\":"
		    "mailto:me@x\r\n" },
		{ "quotes", ME, "ATTENDEE;CN=Me;ROLE=\"CHAIR\";PARTSTAT="
		    "ACCEPTED:mailto:me@x\r\n" },
		{ "folds", SUMMARY, "SUM\r\n MARY:A long \r\n\tsummary\\, with "
		    "commas\\; an\r\n d so on\r\n" },
		{ "escapes", SUMMARY,
		    "SUMMARY:A long summary, with commas; and so on\r\n" },
		{ "line breaks in text", "DESCRIPTION:a\\nb\r\n",
		    "DESCRIPTION:a\\Nb\r\n" },
		{ "blanks around", "SUMMARY:a\r\n", "SUMMARY: a \r\n" },
		{ "durations", ALARM("TRIGGER:-PT60M\r\n"),
		    ALARM("TRIGGER:-PT1H\r\n") },
		{ "durations", ALARM("TRIGGER:-P1D\r\n"),
		    ALARM("TRIGGER:-PT24H0M0S\r\n") },
		{ "durations", ALARM("DURATION:P1W\r\n"),
		    ALARM("DURATION:P7D\r\n") },
		{ "numbers", "PRIORITY:5\r\n", "PRIORITY:05\r\n" },
		{ "what is the default", ALARM("TRIGGER;RELATED=START;VALUE="
		    "DURATION:-PT1H\r\n"), ALARM("TRIGGER:-PT1H\r\n") },
		{ "what is the default", "URL;VALUE=URI:https://x\r\n",
		    "URL:https://x\r\n" },
		{ "added X-", SUMMARY, SUMMARY "X-APPLE-TRAVEL:1\r\n"
		    "x-moz-generation:2\r\n" },
		{ "added X- in an alarm", ALARM("ACTION:DISPLAY\r\n"),
		    ALARM("X-WR-ALARMUID:1\r\nACTION:DISPLAY\r\n") },
		{ "added X- parameters", ME, "ATTENDEE;X-NUM-GUESTS=0;CN=\"Me\""
		    ";ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:me@x\r\n" },
		{ "stamps", SUMMARY, SUMMARY "DTSTAMP:20260101T000000Z\r\n"
		    "CREATED:20260101T000000Z\r\nSEQUENCE:7\r\n"
		    "LAST-MODIFIED:20260101T000000Z\r\n" },
		{ "what programs note in alarms", ALARM("TRIGGER:-PT1H\r\n"),
		    ALARM("UID:x\r\nTRIGGER:-PT1H\r\nACKNOWLEDGED:20260101T"
		    "000000Z\r\n") },
		{ "times", "DTSTART:20260101T000000Z\r\nDURATION:PT1H\r\n",
		    "DTSTART;TZID=Asia/Shanghai:20270101T000000\r\nDTEND;TZID"
		    "=Asia/Shanghai:20270101T010000\r\nRECURRENCE-ID:20270101T"
		    "000000Z\r\n" },
		{ "what repeats", SUMMARY, SUMMARY "RRULE:FREQ=DAILY\r\n"
		    "RDATE:20260101T000000Z\r\nEXDATE:20260102T000000Z\r\n" },
	};

	(void)state;
	check_pairs(pairs, LEN(pairs), true);
}

static void
test_other(void **state)
{
	static const struct pair pairs[] = {
		{ "a word", "SUMMARY:a\r\n", "SUMMARY:b\r\n" },
		{ "case", "SUMMARY:a\r\n", "SUMMARY:A\r\n" },
		{ "one more", ME, ME YOU },
		{ "one twice", ME, ME ME },
		{ "a property", SUMMARY, SUMMARY "COMMENT:x\r\n" },
		{ "a parameter's value", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:"
		    "a@x\r\n", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@x\r\n" },
		{ "one parameter more", "ATTENDEE:mailto:a@x\r\n",
		    "ATTENDEE;RSVP=TRUE:mailto:a@x\r\n" },
		{ "whose parameter it is", "ATTENDEE;RSVP=TRUE:mailto:a@x\r\n"
		    "ATTENDEE:mailto:b@x\r\n", "ATTENDEE:mailto:a@x\r\n"
		    "ATTENDEE;RSVP=TRUE:mailto:b@x\r\n" },
		{ "whose value it is", "SUMMARY:a\r\nCOMMENT:b\r\n",
		    "SUMMARY:b\r\nCOMMENT:a\r\n" },
		{ "an alarm", SUMMARY, SUMMARY ALARM("ACTION:AUDIO\r\n") },
		{ "another alarm", ALARM("TRIGGER:-PT15M\r\n"),
		    ALARM("TRIGGER:-PT16M\r\n") },
		{ "before or after", ALARM("TRIGGER:-PT15M\r\n"),
		    ALARM("TRIGGER:PT15M\r\n") },
		{ "from the end", ALARM("TRIGGER:-PT15M\r\n"),
		    ALARM("TRIGGER;RELATED=END:-PT15M\r\n") },
		{ "in an alarm or in the event", "DESCRIPTION:a\r\n"
		    ALARM("DESCRIPTION:b\r\n"), "DESCRIPTION:b\r\n"
		    ALARM("DESCRIPTION:a\r\n") },
		{ "in which alarm it is", ALARM("ACTION:AUDIO\r\nTRIGGER:"
		    "-PT1H\r\n") ALARM("ACTION:DISPLAY\r\nTRIGGER:-PT2H\r\n"),
		    ALARM("ACTION:AUDIO\r\nTRIGGER:-PT2H\r\n")
		    ALARM("ACTION:DISPLAY\r\nTRIGGER:-PT1H\r\n") },
		{ "its UID", "COMMENT:\r\nUID:b\r\n", "COMMENT:\r\n" },
		{ "status", SUMMARY, SUMMARY "STATUS:CANCELLED\r\n" },
		{ "line breaks", "DESCRIPTION:ab\r\n", "DESCRIPTION:a\\nb\r\n" },
	};

	(void)state;
	check_pairs(pairs, LEN(pairs), false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_other),
	};

	return cmocka_run_group_tests_name("override", tests, NULL, NULL);
}
