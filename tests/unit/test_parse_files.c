/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <libical/ical.h>

#include "base/str.h"
#include "ics/cut.h"
#include "ics/parse.h"
#include "ics/zone.h"

#define CORPORA "../shared/corpora"

static struct arena arena;
static struct event ev;

static int
parse(const char *text)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};
	struct parse_fault fault;
	struct err e;

	return parse_event(slice_str(text), &ctx, &arena, &ev, &fault, &e);
}

/*
 * libical as the second opinion: where both understand an event they
 * agree on UID and on the local times.
 */
static size_t compared, differing;

static void
compare_time(const char *path, struct icaltimetype t, int64_t at)
{
	const struct zone *z = zone_find(slice_str(ev.tzid));
	struct civil c = zone_to_local(z, at);

	if (t.second == 60)
		t.second = 59;
	t = icaltime_normalize(t);	/* hour 24 */
	if (t.year == c.year && t.month == c.month && t.day == c.day &&
	    t.hour == c.hour && t.minute == c.minute && t.second == c.second)
		return;
	differing++;
	print_message("%s: %s: %s\n", path, ev.uid,
	    icaltime_as_ical_string(t));
}

static void
compare(const char *path, icalcomponent *c)
{
	const char *uid = icalcomponent_get_uid(c);

	if (!uid || strcmp(uid, ev.uid) != 0) {
		differing++;
		print_message("%s: %s and %s\n", path, ev.uid,
		    uid ? uid : "none");
	}
	if (icalcomponent_get_first_property(c, ICAL_DTSTART_PROPERTY))
		compare_time(path, icalcomponent_get_dtstart(c), ev.start);
	compared++;
}

static void
check_event(const char *path, struct slice bytes)
{
	struct str text = { 0 };
	icalcomponent *c;

	str_add(&text, bytes);
	if (bytes.n < 65536 && parse(str_text(&text)) == 0) {
		c = icalparser_parse_string(str_text(&text));
		if (c && icalcomponent_isa(c) == ICAL_VEVENT_COMPONENT)
			compare(path, c);
		if (c)
			icalcomponent_free(c);
	}
	str_free(&text);
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t n = strlen(path), i;
	struct view v;
	struct cut c;
	struct err e;

	(void)st;
	(void)ftw;
	if (type != FTW_F || n < 5 || strcmp(path + n - 4, ".ics") != 0)
		return 0;
	if (view_open(&v, path, &e) == -1)
		fail_msg("%s", e.msg);
	cut_bytes(&c, v.bytes, &v);
	for (i = 0; i < c.events.n; i++)
		check_event(path, cut_slice(v.bytes,
		    &c.events.items[i]));
	cut_free(&c);
	view_close(&v);
	arena_free(&arena);
	return 0;
}

static void
test_second_opinion(void **state)
{
	(void)state;
	icalerror_set_errors_are_fatal(0);
	compared = differing = 0;
	assert_int_equal(nftw("tests/data", visit, 8, FTW_PHYS), 0);
	if (nftw(CORPORA, visit, 8, FTW_PHYS) != 0)
		print_message("%s is not there: not tested\n", CORPORA);
	print_message("%zu events compared\n", compared);
	assert_in_range(compared, 60, 1000000);
	assert_int_equal(differing, 0);
	parse_done();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_second_opinion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
