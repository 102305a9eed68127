/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "ics/posix_tz.h"
#include "ics/tzif.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define FIRST 1577836800	/* 2020 to 2045 */
#define LAST 2398377600

static struct arena arena;

static int
done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static bool
parse(const char *text, struct zone *z)
{
	struct vec changes = VEC_OF(struct zone_change);
	bool ok;

	*z = (struct zone){ .name = text };
	ok = posix_tz(slice_str(text), z, &changes) &&
	    zone_finish(z, &changes, &arena);
	vec_free(&changes);
	return ok;
}

/* The C library reads the same strings. */
static void
test_against_libc(void **state)
{
	static const char *const strings[] = {
		"UTC0", "CST-8", "<+0330>-3:30", "<-0930>9:30", "EST+5",
		"CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0",
		"IST-1GMT0,M10.5.0,M3.5.0/1", "NZST-12NZDT,M9.5.0,M4.1.0/3",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
		"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EET-2EEST,M3.4.4/50,M10.4.4/50",
		"<-04>4<-03>,M9.1.6/24,M4.1.6/24", "AAA-1:02:03BBB,J60/3,J300/2",
		"AAA3BBB,0/0,58/12:30:15", "AAA3BBB,J59,J365/0",
		"AAA3BBB,M2.5.1,M12.4.2",
	};
	struct zone z;
	struct civil c;
	struct tm tm;
	size_t i;
	time_t at;

	(void)state;
	for (i = 0; i < LEN(strings); i++) {
		if (!parse(strings[i], &z))
			fail_msg("%s is not read", strings[i]);
		setenv("TZ", strings[i], 1);
		tzset();
		for (at = FIRST; at < LAST; at += 4 * 86400 + 7321) {
			localtime_r(&at, &tm);
			c = zone_to_local(&z, at);
			if (clock_from_civil(&c) - at != tm.tm_gmtoff)
				fail_msg("%s at %jd: %jd, not %ld", strings[i],
				    (intmax_t)at,
				    (intmax_t)(clock_from_civil(&c) - at),
				    tm.tm_gmtoff);
		}
	}
	unsetenv("TZ");
}

static void
test_malformed(void **state)
{
	static const char *const strings[] = {
		"", "A", "AB1", "ABC", "ABC+", "ABC1x", "<ABC1", "ABC26",
		"ABC1:60", "ABC1:", "ABC1DEF", "ABC1DEF,", "ABC1DEF,M3.2.0",
		"ABC1DEF,M3.2.0,", "ABC1DEF,M13.2.0,M3.2.0",
		"ABC1DEF,M3.6.0,M4.2.0", "ABC1DEF,M3.0.0,M4.2.0",
		"ABC1DEF,M3.2.7,M4.2.0", "ABC1DEF,M3.2.0/168,M4.2.0",
		"ABC1DEF,J0,J1", "ABC1DEF,J366,J1", "ABC1DEF,59,60",
		"ABC1DEF,M3.2.0,M4.2.0x", "ABC1DEF,M3.2,M4.2.0", ":Asia/Tokyo",
		"ABC1DEF,-1,5", "ABC99999999999999999999",
	};
	struct zone z;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(strings); i++)
		if (parse(strings[i], &z))
			fail_msg("'%s' is read", strings[i]);
}

/* A file that is cut off anywhere is none; one byte changed hurts nobody. */
static void
test_damaged(void **state)
{
	struct str text = { 0 };
	struct zone z = { 0 };
	struct slice all;
	struct err e;
	char was;
	size_t i;

	(void)state;
	assert_int_equal(file_read(&text, "/usr/share/zoneinfo/Europe/Dublin",
	    1 << 20, &e), 0);
	all = str_slice(&text);
	assert_true(tzif_parse(all, &z, &arena));
	assert_true(z.n > 100);
	for (i = 0; i < all.n; i++) {
		assert_false(tzif_parse(slice_of(all.p, i), &z, &arena));
		was = text.p[i];
		text.p[i] = (char)~was;
		tzif_parse(all, &z, &arena);
		text.p[i] = was;
	}
	str_free(&text);
	assert_false(tzif_load("Asia", &z, &arena));
	assert_false(tzif_load("No/Where", &z, &arena));
}

/* $TZDIR comes before the system's folders. */
static void
test_folder(void **state)
{
	struct zone z = { 0 };

	(void)state;
	setenv("TZDIR", "/usr/share/zoneinfo/Asia", 1);
	assert_true(tzif_load("Shanghai", &z, &arena));
	assert_true(tzif_load("Asia/Shanghai", &z, &arena));
	unsetenv("TZDIR");
	assert_false(tzif_load("Shanghai", &z, &arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_against_libc, done),
		cmocka_unit_test_teardown(test_malformed, done),
		cmocka_unit_test_teardown(test_damaged, done),
		cmocka_unit_test_teardown(test_folder, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
