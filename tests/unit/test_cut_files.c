/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>

#include "base/str.h"
#include "ics/cut.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define CORPORA "../shared/corpora"

/*
 * The bytes between the slices and the slices, joined, are the file, in
 * order; the counts go up for the caller's report.
 */
static size_t files, events;

static void
check_file(const char *path)
{
	const struct cut_event *ev;
	struct str joined = { 0 };
	struct view v;
	struct cut c;
	struct err e;
	size_t i, at = 0;

	if (view_open(&v, path, &e) == -1)
		fail_msg("%s", e.msg);
	cut_bytes(&c, v.bytes, &v);
	for (i = 0; i < c.events.n; i++) {
		ev = &c.events.items[i];
		if (ev->off < at || (size_t)ev->off + ev->len > v.bytes.n)
			fail_msg("%s: event %zu", path, i);
		str_add(&joined, slice_of(v.bytes.p + at, ev->off - at));
		str_add(&joined, cut_slice(v.bytes, ev));
		at = (size_t)ev->off + ev->len;
	}
	str_add(&joined, slice_from(v.bytes, at));
	if (!slice_eq(str_slice(&joined), v.bytes))
		fail_msg("%s: the slices are not the file", path);
	files++;
	events += c.events.n;
	str_free(&joined);
	cut_free(&c);
	view_close(&v);
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t n = strlen(path);

	(void)st;
	(void)ftw;
	if (type == FTW_F && n > 4 && (strcmp(path + n - 4, ".ics") == 0 ||
	    strcmp(path + n - 4, ".vcs") == 0))
		check_file(path);
	return 0;
}

static void
test_data_files(void **state)
{
	(void)state;
	files = events = 0;
	assert_int_equal(nftw("tests/data", visit, 8, FTW_PHYS), 0);
	assert_in_range(files, 60, 100000);
}

static void
test_corpora(void **state)
{
	(void)state;
	files = events = 0;
	if (nftw(CORPORA, visit, 8, FTW_PHYS) != 0) {
		print_message("%s is not there: not tested\n", CORPORA);
		skip();
	}
	print_message("%zu files, %zu events\n", files, events);
}

/* The end of the last END:VCALENDAR, its line's end left out. */
static size_t
complete(struct slice bytes)
{
	const struct slice end = SLICE("END:VCALENDAR");
	size_t i, last = 0;

	for (i = 0; i + end.n <= bytes.n; i++)
		if (slice_istarts(slice_from(bytes, i), end))
			last = i + end.n;
	return last;
}

/*
 * A file that was cut off anywhere is doubtful.  (When it holds several
 * calendars, that it ends between two of them can't be seen.)
 */
static void
check_truncations(const char *path, size_t first_whole)
{
	struct view v;
	struct cut c;
	struct err e;
	size_t n;

	if (view_open(&v, path, &e) == -1)
		fail_msg("%s", e.msg);
	for (n = 0; n < complete(v.bytes); n++) {
		cut_bytes(&c, slice_of(v.bytes.p, n), NULL);
		if (!cut_doubtful(c.reason) &&
		    !(first_whole && n >= first_whole &&
		    n <= first_whole + 2))
			fail_msg("%s cut at %zu is taken", path, n);
		cut_free(&c);
	}
	for (; n <= v.bytes.n; n++) {
		cut_bytes(&c, slice_of(v.bytes.p, n), NULL);
		if (cut_doubtful(c.reason))
			fail_msg("%s cut at %zu: %s", path, n,
			    cut_reason_word(c.reason));
		cut_free(&c);
	}
	view_close(&v);
}

static void
test_truncations(void **state)
{
	static const char *const names[] = {
		"plain-crlf", "plain-lf", "bom-crlf", "mixed-eol",
		"fold-width-10", "fold-inside-property-name",
		"lowercase-names", "no-final-newline",
		"cjk-folded-split-utf8", "nested-valarm-with-uid",
		"begin-end-in-folded-text", "begin-end-lookalikes",
		"recurring-overrides", "outlook-teams", "x-components",
		"blank-and-space-lines", "leading-garbage",
		"method-request-attendees", "empty-calendar",
	};
	char path[128];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(names); i++) {
		snprintf(path, sizeof(path), "tests/data/synthetic/%s.ics",
		    names[i]);
		check_truncations(path, 0);
	}
}

static void
test_truncations_between(void **state)
{
	const struct slice end = SLICE("END:VCALENDAR");
	struct view v;
	struct err e;
	size_t i;

	(void)state;
	assert_int_equal(view_open(&v,
	    "tests/data/synthetic/two-vcalendars.ics", &e), 0);
	for (i = 0; !slice_starts(slice_from(v.bytes, i), end); i++)
		;
	view_close(&v);
	check_truncations("tests/data/synthetic/two-vcalendars.ics",
	    i + end.n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_data_files),
		cmocka_unit_test(test_corpora),
		cmocka_unit_test(test_truncations),
		cmocka_unit_test(test_truncations_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
