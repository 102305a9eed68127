/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdlib.h>

#include "base/view.h"
#include "ics/cut.h"
#include "ics/line.h"
#include "ics/readback.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define CORPORA "../shared/corpora"
#define EV(body) "BEGIN:VEVENT\r\n" body "END:VEVENT\r\n"
#define ALARM "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\n" \
	"DESCRIPTION:x\r\nEND:VALARM\r\n"
#define LINK "https://vc.feishu.cn/j/123456789"
#define CONF "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"Feishu " \
	"meeting\":" LINK
#define ID "X-ICSRESERVE-ID:7490000000000000002"
#define SIXTY "123456789 123456789 123456789 123456789 123456789 123456789 "

struct check {
	const char *before, *after;
	const char *gone, *put;	/* lines, closed by '|' */
	bool same;
};

static size_t
split(const char *text, struct slice *lines)
{
	struct slice rest = slice_str(text);
	size_t n = 0;

	while (slice_word(&rest, "|", &lines[n]))
		n++;
	return n;
}

static void
check(const struct check *c)
{
	struct slice gone[8], put[8];
	struct readback r = { slice_str(c->before), slice_str(c->after),
		gone, put, split(c->gone, gone), split(c->put, put) };
	struct err e = { 0 };

	if ((readback_check(&r, &e) == 0) != c->same)
		fail_msg("%s->\n%s%s", c->before, c->after,
		    c->same ? e.msg : "passed");
	assert_true(c->same || (e.code == ERR_FAILED && e.msg[0]));
}

static void
test_same(void **state)
{
	static const struct check cases[] = {
		{ EV("UID:a\r\n"), EV("UID:a\r\n"), "", "", true },
		/* Put in, and taken out again. */
		{ EV("UID:a\r\n" ALARM), EV("UID:a\r\n" CONF "\r\n" ID "\r\n"
		    ALARM), "", CONF "|" ID, true },
		{ EV("UID:a\r\n" CONF "\r\n" ID "\r\n" ALARM),
		    EV("UID:a\r\n" ALARM), CONF "|" ID, "", true },
		/* Folded at odd places; LF; within a character. */
		{ EV("UID:a\n"), "BEGIN:VEVENT\nUID:a\nURL:https://vc.fei\n "
		    "shu.cn/j/123456789\nSUMMARY:\xe4\n \xbc\x9a\nEND:VEVENT\n",
		    "", "URL:" LINK "|SUMMARY:会", true },
		/* A stamp that is changed, and one that is what it was. */
		{ EV("DTSTAMP:20200101T000000Z\r\nUID:a\r\n"),
		    EV("DTSTAMP:20261123T080000Z\r\nUID:a\r\n"),
		    "DTSTAMP:20200101T000000Z", "DTSTAMP:20261123T080000Z",
		    true },
		/* A line of ours that stands twice, one of them where a stamp
		 * changes: the second goes, or the first. */
		{ EV("DTSTAMP:20200101T000000Z\r\n" ID "\r\nUID:a\r\n" ID
		    "\r\n"), EV("DTSTAMP:20261123T080000Z\r\n" ID
		    "\r\nUID:a\r\n"), "DTSTAMP:20200101T000000Z|" ID,
		    "DTSTAMP:20261123T080000Z", true },
		{ EV(ID "\r\nDTSTAMP:20200101T000000Z\r\nUID:a\r\n" ID
		    "\r\n"), EV("DTSTAMP:20261123T080000Z\r\nUID:a\r\n" ID
		    "\r\n"), "DTSTAMP:20200101T000000Z|" ID,
		    "DTSTAMP:20261123T080000Z", true },
		{ EV("UID:a\r\nDTSTAMP:20200101T000000Z\r\n"),
		    EV("UID:a\r\nDTSTAMP:20200101T000000Z\r\n"),
		    "DTSTAMP:20200101T000000Z", "DTSTAMP:20200101T000000Z",
		    true },
		/* A blank one is filled: libical notes an error for it. */
		{ EV("LOCATION:\r\nUID:a\r\nURL:\r\n"),
		    EV("LOCATION:" LINK "\r\nUID:a\r\nURL:\r\n"),
		    "LOCATION:", "LOCATION:" LINK, true },
		/* One of two that are alike. */
		{ EV("URL:" LINK "\r\nUID:a\r\nURL:" LINK "\r\n"),
		    EV("UID:a\r\nURL:" LINK "\r\n"), "URL:" LINK, "", true },
		{ EV("URL:" LINK "\r\nUID:a\r\nURL:" LINK "\r\n"),
		    EV("URL:" LINK "\r\nUID:a\r\n"), "URL:" LINK, "", true },
		/* What libical does not take is the same in both. */
		{ EV("NONSENSE:1\r\nDTSTART:20261399\r\nno line\r\n"
		    "BEGIN:X-A\r\nX-B:1\r\nEND:X-A\r\n"),
		    EV("NONSENSE:1\r\nDTSTART:20261399\r\nno line\r\n" ID
		    "\r\nBEGIN:X-A\r\nX-B:1\r\nEND:X-A\r\n"), "", ID, true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		check(&cases[i]);
}

static void
test_differs(void **state)
{
	static const struct check cases[] = {
		/* Lost, changed, moved, doubled, joined. */
		{ EV("UID:a\r\nSUMMARY:x\r\n"), EV("UID:a\r\n"), "", "",
		    false },
		{ EV("UID:a\r\nSUMMARY:x\r\n"), EV("UID:a\r\nSUMMARY:y\r\n"),
		    "", "", false },
		{ EV("UID:a\r\nSUMMARY;LANGUAGE=de:x\r\n"),
		    EV("UID:a\r\nSUMMARY:x\r\n"), "", "", false },
		{ EV("UID:a\r\nX-A:1\r\nX-B:2\r\n"),
		    EV("UID:a\r\nX-B:2\r\nX-A:1\r\n"), "", "", false },
		{ EV("UID:a\r\nSUMMARY:x\r\n"),
		    EV("UID:a\r\nSUMMARY:x\r\nSUMMARY:x\r\n"), "", "",
		    false },
		{ EV("SUMMARY:x\r\nX-A:1\r\n"), EV("SUMMARY:xX-A:1\r\n"), "",
		    "", false },
		/* Ours: missing, too often, another, not gone. */
		{ EV("UID:a\r\n"), EV("UID:a\r\n"), "", ID, false },
		{ EV("UID:a\r\n"), EV("UID:a\r\n" ID "\r\n" ID "\r\n"), "",
		    ID, false },
		{ EV("UID:a\r\n"), EV("UID:a\r\n" ID "1\r\n"), "", ID,
		    false },
		{ EV("UID:a\r\n" ID "\r\n"), EV("UID:a\r\n" ID "\r\n"), ID,
		    "", false },
		{ EV("UID:a\r\n"), EV("UID:a\r\n"), ID, "", false },
		/* Ours, but in the alarm, or the alarm in it. */
		{ EV("UID:a\r\n" ALARM), EV("UID:a\r\nBEGIN:VALARM\r\n"
		    "ACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nDESCRIPTION:x\r\n"
		    ID "\r\nEND:VALARM\r\n"), "", ID, false },
		{ EV("UID:a\r\n" ALARM), EV("UID:a\r\n"), "", "", false },
		{ EV("UID:a\r\n" ALARM), EV("UID:a\r\n" ALARM ALARM), "", "",
		    false },
		{ EV("UID:a\r\n"), "BEGIN:VTODO\r\nUID:a\r\nEND:VTODO\r\n",
		    "", "", false },
		/* A fold that makes a line end of a lone CR. */
		{ "BEGIN:VEVENT\nDESCRIPTION:" SIXTY "12\rX\nEND:VEVENT\n",
		    "BEGIN:VEVENT\nDESCRIPTION:" SIXTY "12\r\n X"
		    "\\n" LINK "\nEND:VEVENT\n",
		    "DESCRIPTION:" SIXTY "12\rX",
		    "DESCRIPTION:" SIXTY "12\rX\\n" LINK, false },
		{ "BEGIN:VEVENT\nDESCRIPTION:" SIXTY "12\rX\nEND:VEVENT\n",
		    "BEGIN:VEVENT\nDESCRIPTION:" SIXTY "12\r\n X\nEND:VEVENT\n",
		    "", "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		check(&cases[i]);
}

/* What libical can't be given, or can't read, is no alarm. */
static void
test_unreadable(void **state)
{
	struct str deep = { 0 };
	struct readback r = { 0 };
	struct err e;
	int i;

	(void)state;
	check(&(struct check){ "x", "y", "", "", true });
	check(&(struct check){ "", "", "", "", true });
	check(&(struct check){ EV(""), EV(""), "", "", true });
	for (i = 0; i < 100000; i++)
		str_adds(&deep, "BEGIN:X\r\n");
	r.before = r.after = str_slice(&deep);
	assert_int_equal(readback_check(&r, &e), 0);
	r.after = SLICE(EV(""));
	assert_int_equal(readback_check(&r, &e), -1);
	r.before = r.after = SLICE("BEGIN:VEVENT\r\nUID:\0\r\nEND:VEVENT\r\n");
	assert_int_equal(readback_check(&r, &e), 0);
	str_free(&deep);
}

/* --- calendars of others ------------------------------------------------- */

static size_t events, cuts, unseen;

/* Where lines are put in: before the first component, else before END. */
static size_t
place(struct slice event, struct slice *first)
{
	char name[ICS_NAME_MAX];
	struct slice rest = event, raw;
	size_t at;

	line_next(&rest, &raw);
	*first = slice_of(rest.p, 0);
	for (at = event.n - rest.n; line_next(&rest, &raw);
	    at = event.n - rest.n) {
		if (line_name(raw, name) && (strcmp(name, "BEGIN") == 0 ||
		    strcmp(name, "END") == 0))
			return at;
		*first = first->n ? *first : raw;
	}
	return event.n;
}

static void
check_event(const char *file, struct slice event)
{
	static const struct slice lines[] = { SLICE(CONF), SLICE(ID) };
	struct readback r = { .before = event, .put = lines, .n_put = 2 };
	struct str after = { 0 };
	struct slice first;
	size_t at = place(event, &first);
	struct err e;

	if (at == event.n)
		return;
	str_add(&after, slice_of(event.p, at));
	line_fold(&after, lines[0], line_eol(event));
	line_fold(&after, lines[1], line_eol(event));
	str_add(&after, slice_from(event, at));
	r.after = str_slice(&after);
	if (readback_check(&r, &e) == -1)
		fail_msg("%s: %s in\n%.*s", file, e.msg, (int)event.n,
		    event.p);
	events++;
	/* And without its first line, which libical may have left out. */
	if (first.n) {
		str_clear(&after);
		str_add(&after, slice_of(event.p,
		    (size_t)(first.p - event.p)));
		str_add(&after, slice_from(event,
		    (size_t)(first.p - event.p) + first.n));
		r.after = str_slice(&after);
		r.n_put = 0;
		cuts++;
		unseen += readback_check(&r, &e) == 0;
	}
	str_free(&after);
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const struct cut_event *ev;
	struct view v;
	struct cut c;
	struct err e;
	size_t i;

	(void)st;
	(void)ftw;
	if (type != FTW_F || view_open(&v, path, &e) == -1)
		return 0;
	cut_bytes(&c, v.bytes, NULL);
	for (i = 0; i < c.events.n && i < 500; i++) {
		ev = &c.events.items[i];
		if (c.calendars.items[ev->calendar].reason == CUT_FINE)
			check_event(path, cut_slice(v.bytes, ev));
	}
	cut_free(&c);
	view_close(&v);
	return 0;
}

static void
test_corpora(void **state)
{
	(void)state;
	events = cuts = unseen = 0;
	assert_int_equal(nftw("tests/data", visit, 8, FTW_PHYS), 0);
	if (nftw(CORPORA, visit, 8, FTW_PHYS) != 0)
		print_message("%s is not there: not tested\n", CORPORA);
	print_message("%zu events; of %zu first lines taken out, libical "
	    "missed %zu\n", events, cuts, unseen);
	assert_true(unseen * 50 < cuts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_differs),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_corpora),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
