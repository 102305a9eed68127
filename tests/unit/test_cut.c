/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "ics/cut.h"
#include "ics/limits.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define B "BEGIN:VCALENDAR\r\n"
#define E "END:VCALENDAR\r\n"
#define EV "BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n"

static const struct cut_calendar *
calendar(const struct cut *c, size_t i)
{
	assert_in_range(i, 0, c->calendars.n - 1);
	return &c->calendars.items[i];
}

static const struct cut_event *
event(const struct cut *c, size_t i)
{
	assert_in_range(i, 0, c->events.n - 1);
	return &c->events.items[i];
}

#define BOM "\xef\xbb\xbf"

static const struct {
	const char *text;
	enum cut_reason reason;
	uint32_t line;		/* of the reason */
	size_t calendars, events;
} structure_cases[] = {
	{ B E, CUT_FINE, 1, 1, 0 },
	{ B EV E, CUT_FINE, 1, 1, 1 },
	{ B EV EV E B EV E, CUT_FINE, 1, 2, 3 },
	{ "", CUT_EMPTY, 1, 0, 0 },
	{ "\n", CUT_NO_CALENDAR, 2, 0, 0 },
	{ "\xef\xbb\xbf", CUT_NO_CALENDAR, 1, 0, 0 },
	{ "hello\nworld\n", CUT_NO_CALENDAR, 3, 0, 0 },
	{ "\xff\xfe" "B", CUT_ENCODING, 1, 0, 0 },
	{ "\xfe\xff" "B", CUT_ENCODING, 1, 0, 0 },
	{ "BEGIN:VCALENDAR\rEND:VCALENDAR\r", CUT_CR_ONLY, 1, 0, 0 },
	{ B "END:VEVENT\r\n" E, CUT_MISMATCH, 2, 1, 0 },
	{ B "BEGIN:VEVENT\r\n" E, CUT_MISMATCH, 3, 1, 0 },
	{ B EV "END:VEVENT\r\n" E, CUT_MISMATCH, 5, 1, 1 },
	{ E, CUT_MISMATCH, 1, 0, 0 },
	{ B, CUT_UNCLOSED, 2, 1, 0 },
	{ B EV, CUT_UNCLOSED, 5, 1, 1 },
	{ B EV B EV E, CUT_UNCLOSED, 5, 2, 2 },
	{ EV, CUT_STRAY_EVENT, 1, 0, 0 },
	{ B E EV, CUT_STRAY_EVENT, 3, 1, 0 },
	{ B "BEGIN:VEVENT\r\n" EV "END:VEVENT\r\n" E,
	    CUT_STRAY_EVENT, 3, 1, 0 },
	{ B "BEGIN:X-A\r\n" EV "END:X-A\r\n" E, CUT_STRAY_EVENT, 3, 1,
	    0 },
	{ "BEGIN:VTODO\r\n" EV "END:VTODO\r\n", CUT_STRAY_EVENT, 2,
	    0, 0 },
	/* A broken calendar does not take the next one with it. */
	{ B EV "END:X\r\n" E B EV E, CUT_MISMATCH, 5, 2, 2 },
	{ B "VERSION:1.0\r\n" EV E, CUT_VERSION, 2, 1, 1 },
	{ B "METHOD:REQUEST\r\n" EV E, CUT_FINE, 1, 1, 1 },
	{ B EV E "BEGIN:VCAL", CUT_UNCLOSED, 7, 1, 1 },
	{ B EV E "BEGIN", CUT_TRUNCATED, 7, 1, 1 },
	{ B EV E "b", CUT_TRUNCATED, 7, 1, 1 },
	{ B EV E "BEG\r\n I", CUT_TRUNCATED, 8, 1, 1 },
	{ B EV E "\xef\xbb", CUT_TRUNCATED, 7, 1, 1 },
	{ B EV E "\xef\xbb\xbf" "BEGIN", CUT_TRUNCATED, 7, 1, 1 },
	{ B EV E "bye\r\n", CUT_FINE, 1, 1, 1 },
	{ "HTTP/1.1 200 OK\r\n\r\n" B EV E, CUT_FINE, 1, 1, 1 },
	/* Byte order marks, and what else nobody sees. */
	{ BOM BOM B EV E, CUT_FINE, 1, 1, 1 },
	{ BOM B EV E BOM BOM B EV E BOM, CUT_FINE, 1, 2, 2 },
	{ B EV BOM B EV E, CUT_UNCLOSED, 5, 2, 2 },
	{ B BOM EV E, CUT_UNSEEN, 2, 1, 0 },
	{ B EV BOM E, CUT_UNSEEN, 5, 1, 1 },
	{ B EV BOM EV E B EV E, CUT_UNSEEN, 5, 2, 2 },
	{ B "BEGIN:VEVENT\r\n" BOM "END:VEVENT\r\n" E, CUT_UNSEEN, 3, 1,
	    0 },
	{ "\xe2\x80\x8b" B EV E, CUT_UNSEEN, 1, 0, 0 },
	{ B EV "END:VCALENDAR\xe2\x80\x8b\r\n", CUT_UNSEEN, 5, 1, 1 },
	{ B "BEGIN:VEVENT\r\n" BOM "SUMMARY:x\r\nEND:VEVENT\r\n" E,
	    CUT_FINE, 1, 1, 1 },
};

static void
test_structure(void **state)
{
	struct cut c;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(structure_cases); i++) {
		cut_bytes(&c, slice_str(structure_cases[i].text), NULL);
		if (c.reason != structure_cases[i].reason ||
		    c.reason_line != structure_cases[i].line ||
		    c.calendars.n != structure_cases[i].calendars ||
		    c.events.n != structure_cases[i].events)
			fail_msg("case %zu: %s in line %u, %zu calendars, "
			    "%zu events", i, cut_reason_word(c.reason),
			    c.reason_line, c.calendars.n, c.events.n);
		cut_free(&c);
	}
}

/* All that a BEGIN or END may look like, and what only looks like one. */
static void
test_lookalikes(void **state)
{
	static const struct {
		const char *text;
		bool fine;
		size_t events;
	} cases[] = {
		{ "begin:vcalendar\nBegin:VEvent\nend:vevent\n"
		    "End:VCALENDAR\n", true, 1 },
		{ "BEGIN : VCALENDAR\nBEGIN\t:VEVENT \nEND: VEVENT\t\n"
		    "END :VCALENDAR ", true, 1 },
		{ "BEG\n IN:VCAL\n ENDAR\nB\n E\n G\n I\n N\n :\n V\n EVENT\n"
		    "END:VEV\r\n\tENT\nEND\n :VCALENDAR", true, 1 },
		{ B "BEGIN;X=\"a:b\":VEVENT\r\nEND;Y=1:VEVENT\r\n" E, true,
		    1 },
		/* Text that was folded before "END:VEVENT". */
		{ B "BEGIN:VEVENT\r\nSUMMARY:x\r\n END:VEVENT\r\n"
		    "END:VEVENT\r\n" E, true, 1 },
		{ B "BEGIN:VEVENT\r\nSUMMARY:END:VEVENT\r\n"
		    "X-A;B=BEGIN:VEVENT\r\nBEGINS:VEVENT\r\nENDED:VEVENT\r\n"
		    "END:VEVENT\r\n" E, true, 1 },
		{ B "BEGIN:VEVENT\r\nEND\r\nBEGIN\r\nno colon\r\n\r\n \r\n"
		    "END:VEVENT\r\n \r\n\r\n" E, true, 1 },
		{ B "BEGIN:VEVENT\r\nSUMMARY:a\rEND:VEVENT\r\n"
		    "END:VEVENT\r\n" E, true, 1 },
		{ B "BEGIN:VEVENT\r\r\nEND:VEVENT\r\r\n" E, true, 1 },
		{ B "BEGIN:VEVENT\r\nBE GIN:VALARM\r\nEND:VEVENT\r\n" E, true,
		    1 },
		{ B "BEGIN:VEVENT\r\nBEGIN:VALARM\r\nUID:x\r\nEND:VALARM\r\n"
		    "END:VEVENT\r\n" E, true, 1 },
		/* Several files with their marks, one after the other. */
		{ "\xef\xbb\xbf" B EV E "\xef\xbb\xbf" B EV E, true, 2 },
		/* A mark elsewhere is content. */
		{ B "\xef\xbb\xbf" EV E, false, 0 },
		{ B "BEGIN:VEVENT x\r\nEND:VEVENT\r\n" E, false, 0 },
		{ B "BEGIN:VEVENT\r\nEND:\r\nEND:VEVENT\r\n" E, false, 0 },
		{ B "BEGIN:\r\nEND:\r\n" E, true, 0 },
	};
	struct cut c;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		cut_bytes(&c, slice_str(cases[i].text), NULL);
		if ((c.reason == CUT_FINE) != cases[i].fine ||
		    c.events.n != cases[i].events)
			fail_msg("case %zu: %s in line %u, %zu events", i,
			    cut_reason_word(c.reason), c.reason_line,
			    c.events.n);
		cut_free(&c);
	}
}

static void
test_spans(void **state)
{
	const char *text = "junk\n\xef\xbb\xbf" B "X-A:1\r\n" EV
	    "BEGIN:VEVENT\nSUMMARY:a\n b\nEND:VEVENT\r\n \r\n" E "junk";
	struct slice bytes = slice_str(text), s;
	struct cut c;

	(void)state;
	cut_bytes(&c, bytes, NULL);
	assert_int_equal(c.calendars.n, 1);
	assert_int_equal(calendar(&c, 0)->off, 8);
	assert_int_equal(calendar(&c, 0)->line, 2);
	assert_int_equal(calendar(&c, 0)->off + calendar(&c, 0)->len,
	    bytes.n - 4);
	s = cut_slice(bytes, event(&c, 0));
	assert_true(slice_eq(s, SLICE(EV)));
	assert_int_equal(event(&c, 0)->line, 4);
	s = cut_slice(bytes, event(&c, 1));
	assert_true(slice_eq(s, SLICE("BEGIN:VEVENT\nSUMMARY:a\n b\n"
	    "END:VEVENT\r\n \r\n")));
	assert_int_equal(event(&c, 1)->line, 7);
	cut_free(&c);
}

static void
test_reasons_of_calendars(void **state)
{
	struct cut c;

	(void)state;
	cut_bytes(&c, SLICE(B "METHOD:request\r\n" E B "METHOD:publish\r\n" E
	    B "VERSION:1.0\r\n" E B "METHOD;X=\"a:b\":CANCEL\r\n" E), NULL);
	assert_int_equal(calendar(&c, 0)->reason, CUT_METHOD);
	assert_int_equal(calendar(&c, 0)->reason_line, 2);
	assert_int_equal(calendar(&c, 1)->reason, CUT_FINE);
	assert_int_equal(calendar(&c, 2)->reason, CUT_VERSION);
	assert_int_equal(calendar(&c, 3)->reason, CUT_METHOD);
	assert_int_equal(c.reason, CUT_VERSION);
	assert_int_equal(c.reason_line, 8);
	assert_false(cut_doubtful(CUT_METHOD));
	cut_free(&c);
}

static void
test_nul(void **state)
{
	struct cut c;

	(void)state;
	cut_bytes(&c, SLICE(B EV "X:\0\r\n" EV E B EV E), NULL);
	assert_int_equal(c.reason, CUT_NUL);
	assert_int_equal(c.reason_line, 5);
	assert_int_equal(c.calendars.n, 2);
	assert_int_equal(c.events.n, 2);
	assert_int_equal(calendar(&c, 1)->reason, CUT_FINE);
	cut_free(&c);
	/* What a crash of the machine leaves of a file's end. */
	cut_bytes(&c, SLICE(B EV E "\0\0\0\0"), NULL);
	assert_int_equal(c.reason, CUT_NUL);
	cut_free(&c);
}

static void
check_depth(int depth, enum cut_reason reason)
{
	struct str s = { 0 };
	struct cut c;
	int i;

	str_adds(&s, B);
	for (i = 1; i < depth; i++)
		str_addf(&s, "BEGIN:X%d\n", i);
	for (i = depth - 1; i > 0; i--)
		str_addf(&s, "END:X%d\n", i);
	str_adds(&s, E);
	cut_bytes(&c, str_slice(&s), NULL);
	assert_int_equal(c.reason, reason);
	cut_free(&c);
	str_free(&s);
}

static void
test_depth(void **state)
{
	(void)state;
	check_depth(ICS_DEPTH_MAX, CUT_FINE);
	check_depth(ICS_DEPTH_MAX + 1, CUT_DEPTH);
	check_depth(20000, CUT_DEPTH);
}

static uint64_t
digest_of(const char *text, size_t i)
{
	struct cut c;
	uint64_t digest;

	cut_bytes(&c, slice_str(text), NULL);
	digest = event(&c, i)->digest;
	cut_free(&c);
	return digest;
}

/* The digest changes with what an event's meaning hangs on, only. */
static void
test_digest(void **state)
{
	const char *plain = B "X-WR-TIMEZONE:A\r\n" EV E;
	uint64_t d = digest_of(plain, 0);

	(void)state;
	assert_true(d == digest_of(plain, 0));
	assert_true(d == digest_of("junk\n" B "X-WR-TIMEZONE:A\r\n"
	    "BEGIN:VEVENT\r\nUID:b\r\nEND:VEVENT\r\n" EV E "junk", 1));
	assert_true(d != digest_of(B "X-WR-TIMEZONE:B\r\n" EV E, 0));
	/* A property of the calendar may stand behind its events. */
	assert_true(digest_of(B EV E, 0) !=
	    digest_of(B EV "X-WR-TIMEZONE:A\r\n" E, 0));
	assert_true(digest_of(B EV E, 0) != digest_of(B EV
	    "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n" E, 0));
	assert_true(digest_of(B EV E, 0) == digest_of(B EV
	    "BEGIN:VTODO\r\nUID:x\r\nEND:VTODO\r\n" E, 0));
}

#define TWICE(a, b) B "BEGIN:VEVENT\r\n" a "END:VEVENT\r\n" \
	"BEGIN:VEVENT\r\n" b "END:VEVENT\r\n" E

static void
test_duplicates(void **state)
{
	static const struct {
		const char *text;
		bool duplicate;
	} cases[] = {
		{ TWICE("UID:a\r\n", "UID:b\r\n"), false },
		{ TWICE("UID:a\r\n", "uid: a \r\n"), true },
		{ TWICE("UID:a\r\n", "UI\r\n D:\r\n a\r\n"), true },
		{ TWICE("UID:a\r\n", "UID:a\r\nRECURRENCE-ID:20260101\r\n"),
		    false },
		{ TWICE("UID:a\r\nRECURRENCE-ID:1\r\n",
		    "RECURRENCE-ID:1\r\nUID:a\r\n"), true },
		{ TWICE("UID:a\r\nRECURRENCE-ID:1\r\n",
		    "RECURRENCE-ID:2\r\nUID:a\r\n"), false },
		{ TWICE("", ""), false },
		{ TWICE("BEGIN:VALARM\r\nUID:a\r\nEND:VALARM\r\n",
		    "BEGIN:VALARM\r\nUID:a\r\nEND:VALARM\r\n"), false },
	};
	struct cut c;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		cut_bytes(&c, slice_str(cases[i].text), NULL);
		assert_int_equal(c.events.n, 2);
		if (event(&c, 0)->duplicate != cases[i].duplicate ||
		    event(&c, 1)->duplicate != cases[i].duplicate)
			fail_msg("case %zu", i);
		cut_free(&c);
	}
}

static void
test_many_calendars(void **state)
{
	const size_t n = 70000;
	struct str s = { 0 };
	struct cut c;
	size_t i;

	(void)state;
	for (i = 0; i < n; i++)
		str_addf(&s, B "BEGIN:VEVENT\nUID:%zu\nEND:VEVENT\n" E, i);
	cut_bytes(&c, str_slice(&s), NULL);
	assert_int_equal(c.reason, CUT_FINE);
	assert_int_equal(c.calendars.n, n);
	assert_int_equal(c.events.n, n);
	assert_int_equal(event(&c, n - 1)->calendar, n - 1);
	assert_false(event(&c, n - 1)->duplicate);
	cut_free(&c);
	/* The same begun and never ended. */
	str_clear(&s);
	for (i = 0; i < n; i++)
		str_adds(&s, B);
	cut_bytes(&c, str_slice(&s), NULL);
	assert_int_equal(c.reason, CUT_UNCLOSED);
	assert_int_equal(c.calendars.n, n);
	cut_free(&c);
	str_free(&s);
}

static void
test_huge_lines(void **state)
{
	static const char *const starts[] = {
		"SUMMARY:", "UID:", "BEGIN:", "METHOD;X=", "no colon ", "\xff",
	};
	struct str s = { 0 };
	char *fill = xmalloc((size_t)4 << 20);
	struct cut c;
	size_t i;

	(void)state;
	for (i = 0; i < (size_t)4 << 20; i++)
		fill[i] = i % 3 ? ' ' : '\n';
	for (i = 0; i < LEN(starts); i++) {
		str_clear(&s);
		str_addf(&s, B "%s", starts[i]);
		str_add(&s, slice_of(fill, (size_t)4 << 20));
		str_adds(&s, "\r\n" EV E);
		cut_bytes(&c, str_slice(&s), NULL);
		assert_int_equal(c.calendars.n, 1);
		cut_free(&c);
	}
	free(fill);
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_lookalikes),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_reasons_of_calendars),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_duplicates),
		cmocka_unit_test(test_many_calendars),
		cmocka_unit_test(test_huge_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
