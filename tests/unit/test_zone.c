/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ics/zone.h"
#include "ics/zone_system.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static const char *const zones[] = {
	"Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu",
	"Asia/Tehran", "Asia/Jerusalem", "Asia/Beirut", "Europe/Berlin",
	"Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Lisbon",
	"Europe/Istanbul", "Africa/Cairo", "Africa/Casablanca",
	"Africa/Johannesburg", "America/New_York", "America/Chicago",
	"America/Los_Angeles", "America/Phoenix", "America/Sao_Paulo",
	"America/Santiago", "America/Caracas", "America/Mexico_City",
	"America/Argentina/Buenos_Aires", "America/Havana",
	"Australia/Sydney", "Australia/Lord_Howe", "Australia/Adelaide",
	"Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia",
	"Pacific/Kiritimati", "Antarctica/Troll", "Etc/GMT+12", "Etc/GMT-14",
	"PRC", "EST5EDT", "UTC",
};

static const struct zone *
find(const char *name)
{
	const struct zone *z = zone_find(slice_str(name));

	if (!z)
		fail_msg("no zone %s", name);
	return z;
}

static void
use_zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

static struct civil
local_by_libc(int64_t at)
{
	time_t t = at;
	struct tm tm;

	localtime_r(&t, &tm);
	return (struct civil){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		tm.tm_hour, tm.tm_min, tm.tm_sec };
}

/* The first instant with this local time by the C library, or -1. */
static int64_t
first_by_libc(const struct civil *c)
{
	struct tm tm;
	int64_t first = -1;
	time_t t;
	int dst;

	for (dst = 0; dst < 2; dst++) {
		tm = (struct tm){ .tm_year = c->year - 1900,
			.tm_mon = c->month - 1, .tm_mday = c->day,
			.tm_hour = c->hour, .tm_min = c->minute,
			.tm_sec = c->second, .tm_isdst = dst };
		t = mktime(&tm);
		if (tm.tm_isdst == dst && tm.tm_hour == c->hour &&
		    tm.tm_min == c->minute && (first == -1 || t < first))
			first = t;
	}
	return first;
}

/* Steps of thirteen days and odd hours. */
static void
test_against_libc(void **state)
{
	const int64_t from = 1577836800;	/* 2020 to 2036 */
	const struct zone *z;
	struct civil want, got;
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(zones); i++) {
		use_zone(zones[i]);
		z = find(zones[i]);
		for (at = from; at < 2114380800;
		    at += 86400 * 13 + 7321) {
			want = local_by_libc(at);
			got = zone_to_local(z, at);
			if (memcmp(&want, &got, sizeof(got)) != 0)
				fail_msg("%s at %jd", zones[i], (intmax_t)at);
			if (zone_to_utc(z, &want) != first_by_libc(&want))
				fail_msg("%s back at %jd: %jd and %jd",
				    zones[i], (intmax_t)at,
				    (intmax_t)zone_to_utc(z, &want),
				    (intmax_t)first_by_libc(&want));
		}
	}
}

/* The quarter hours around every change of offset in 2026. */
static void
test_changes(void **state)
{
	const struct zone *z;
	struct civil c, before;
	int64_t day, at;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(zones); i++) {
		use_zone(zones[i]);
		z = find(zones[i]);
		for (day = 1767225600; day < 1798761600; day += 86400) {
			before = local_by_libc(day - 43200);
			c = local_by_libc(day + 43200);
			if (before.hour == c.hour && before.minute == c.minute)
				continue;
			for (at = day - 43200; at < day + 43200; at += 900) {
				c = local_by_libc(at);
				if (zone_to_utc(z, &c) != first_by_libc(&c))
					fail_msg("%s at %jd", zones[i],
					    (intmax_t)at);
			}
		}
	}
}

static void
test_far_years(void **state)
{
	static const struct {
		const char *zone;
		int64_t at;
		int offset;
	} cases[] = {
		{ "Asia/Shanghai", 2398377600, 28800 },		/* 2046 */
		{ "Asia/Shanghai", 16725225599, 28800 },	/* 2499 */
		{ "Europe/Berlin", 2361873600, 3600 },		/* Nov 2044 */
		{ "Europe/Berlin", 2351246400, 7200 },		/* Jul 2044 */
		{ "America/New_York", 2351246400, -14400 },
	};
	struct civil c;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		c = zone_to_local(find(cases[i].zone), cases[i].at);
		assert_int_equal(clock_from_civil(&c) - cases[i].at,
		    cases[i].offset);
	}
}

/* RFC 5545, 3.3.5: the offset before the gap; the first in the overlap. */
static void
test_gap_and_overlap(void **state)
{
	static const struct {
		const char *zone;
		struct civil local;
		const char *utc;
	} cases[] = {
		{ "America/New_York", { 2024, 3, 10, 1, 59, 59 },
		    "20240310T065959Z" },
		{ "America/New_York", { 2024, 3, 10, 2, 0, 0 },
		    "20240310T070000Z" },
		{ "America/New_York", { 2024, 3, 10, 2, 30, 0 },
		    "20240310T073000Z" },
		{ "America/New_York", { 2024, 3, 10, 3, 0, 0 },
		    "20240310T070000Z" },
		{ "America/New_York", { 2024, 11, 3, 0, 59, 59 },
		    "20241103T045959Z" },
		{ "America/New_York", { 2024, 11, 3, 1, 30, 0 },
		    "20241103T053000Z" },
		{ "America/New_York", { 2024, 11, 3, 2, 0, 0 },
		    "20241103T070000Z" },
		{ "Europe/Berlin", { 2026, 3, 29, 2, 30, 0 },
		    "20260329T013000Z" },
		{ "Europe/Berlin", { 2026, 10, 25, 2, 30, 0 },
		    "20261025T003000Z" },
		/* Summer time is the negative one in Dublin's data. */
		{ "Europe/Dublin", { 2026, 10, 25, 1, 30, 0 },
		    "20261025T003000Z" },
		/* Half an hour. */
		{ "Australia/Lord_Howe", { 2026, 10, 4, 2, 15, 0 },
		    "20261003T154500Z" },
		{ "Australia/Lord_Howe", { 2026, 4, 5, 1, 45, 0 },
		    "20260404T144500Z" },
		/* A whole day was left out. */
		{ "Pacific/Apia", { 2011, 12, 30, 12, 0, 0 },
		    "20111230T220000Z" },
		{ "Pacific/Apia", { 2011, 12, 31, 0, 0, 0 },
		    "20111230T100000Z" },
		/* Two hours, and a fixed offset. */
		{ "Antarctica/Troll", { 2026, 3, 29, 2, 0, 0 },
		    "20260329T020000Z" },
		{ "Antarctica/Troll", { 2026, 10, 25, 1, 30, 0 },
		    "20261024T233000Z" },
		{ "GMT-0330", { 2026, 1, 1, 0, 0, 0 },
		    "20260101T033000Z" },
	};
	char buf[CLOCK_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++)
		assert_string_equal(clock_ical(zone_to_utc(
		    find(cases[i].zone), &cases[i].local), buf),
		    cases[i].utc);
}

static void
test_names(void **state)
{
	static const struct {
		const char *tzid, *name;	/* NULL: not known */
	} cases[] = {
		{ "Asia/Shanghai", "Asia/Shanghai" },
		{ "asia/shanghai", "Asia/Shanghai" },
		{ "AMERICA/NEW_YORK", "America/New_York" },
		{ " Asia/Shanghai ", "Asia/Shanghai" },
		{ "PRC", "PRC" }, { "prc", "PRC" }, { "est5edt", "EST5EDT" },
		{ "UTC", "UTC" }, { "utc", "UTC" }, { "GMT", "UTC" },
		{ "Z", "UTC" }, { "Etc/UTC", "UTC" },
		{ "Etc/GMT-8", "Etc/GMT-8" },
		{ "/freeassociation.sourceforge.net/Asia/Shanghai",
		    "Asia/Shanghai" },
		{ "/freeassociation.sourceforge.net/Tzfile/Asia/Shanghai",
		    "Asia/Shanghai" },
		{ "/mozilla.org/20050126_1/America/Argentina/Buenos_Aires",
		    "America/Argentina/Buenos_Aires" },
		{ "/softwarestudio.org/Olson_20011030_5/Europe/Berlin",
		    "Europe/Berlin" },
		{ "/citadel.org/20190914_1/asia/shanghai", "Asia/Shanghai" },
		{ "/freeassociation.sourceforge.net/UTC", "UTC" },
		{ "China Standard Time", "Asia/Shanghai" },
		{ "China Standard Time 1", "Asia/Shanghai" },
		{ "GMT Standard Time 12", "Europe/London" },
		{ "tzone://Microsoft/Utc", "UTC" },
		{ "Pacific Standard Time (Mexico)", "America/Tijuana" },
		{ "W. Europe Standard Time", "Europe/Berlin" },
		{ "Central Asia Standard Time", "Asia/Bishkek" },
		{ "UTC-11", "Etc/GMT+11" },
		{ "(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi",
		    "Asia/Shanghai" },
		{ "(GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi",
		    "Asia/Shanghai" },
		{ "Beijing, Chongqing, Hong Kong, Urumqi", "Asia/Shanghai" },
		{ "(UTC-05:00) Eastern Time (US & Canada)",
		    "America/New_York" },
		{ "(UTC) Coordinated Universal Time", "UTC" },
		{ "(utc+01:00) amsterdam, berlin, bern, rome, stockholm, "
		    "vienna", "Europe/Berlin" },
		{ "中国标准时间", "Asia/Shanghai" },
		{ "中國標準時間", "Asia/Shanghai" },
		{ "台北標準時間", "Asia/Taipei" },
		{ "太平洋标准时间", "America/Los_Angeles" },
		{ "東京 (標準時)", "Asia/Tokyo" },
		{ "Mitteleuropäische Zeit", "Europe/Berlin" },
		{ "(UTC+01:00) Mitteleuropäische Zeit", "Europe/Berlin" },
		{ "GMT+8", "UTC+08:00" }, { "UTC+8", "UTC+08:00" },
		{ "GMT+0800", "UTC+08:00" }, { "GMT+800", "UTC+08:00" },
		{ "GMT+08:00", "UTC+08:00" }, { "gmt +08.00", "UTC+08:00" },
		{ "UTC+5:30", "UTC+05:30" }, { "GMT-03:30", "UTC-03:30" },
		{ "(GMT-03:00)", "UTC-03:00" }, { "UTC+14", "UTC+14:00" },
		{ "(UTC+05:45) Somewhere", "UTC+05:45" },
		{ "(UTC) Somewhere", "UTC" }, { "UTC+0", "UTC" },
		/* Lists that are not in Windows' English. */
		{ "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien",
		    "Europe/Amsterdam" },
		{ "(GMT+01.00) Sarajevo/Warsaw/Zagreb", "Europe/Sarajevo" },
		{ "(GMT+00:00) Greenwich Mean Time : Dublin, Edinburgh, "
		    "Lisbon, London", "Europe/Lisbon" },
		{ "(GMT-05:00) Eastern Time - new york", "America/New_York" },
		{ "(UTC+03:30) Moscow, Teheran", "UTC+03:30" },
		{ "(UTC+01:00) Rom", "UTC+01:00" },
		{ "Etc/GMT+8", "Etc/GMT+8" },
		{ "GMT+15", NULL }, { "GMT+08:60", NULL }, { "GMT+", NULL },
		{ "GMT+8x", NULL }, { "GMT+08:0", NULL },
		/* A '+' that was lost, and typographers' signs. */
		{ "GMT8", "UTC+08:00" }, { "UTC 08:00", "UTC+08:00" },
		{ "(GMT 08:00) Somewhere", "UTC+08:00" },
		{ "GMT8x", NULL }, { "GMT 15", NULL }, { "0800", NULL },
		{ "UTC\u22123:30", "UTC-03:30" },
		{ "GMT\uff0b8", "UTC+08:00" }, { "\u22125", "UTC-05:00" },
		{ "UTC\u2014" "8", NULL }, { "UTC\u00b1" "8", NULL },
		{ "China Standard Time\uff08\u5317\u4eac\uff09", NULL },
		{ "GMT+00800", NULL }, { "UTC+-8", NULL },
		{ "+08:00", "UTC+08:00" }, { "-0330", "UTC-03:30" },
		{ "+8", "UTC+08:00" }, { "+", NULL }, { "+15", NULL },
		{ "8", NULL }, { "+8 h", NULL },
		{ "GMT+8:", NULL }, { "(GMT+8", NULL }, { "UTC+8-1", NULL },
		{ "(CST+08:00) Beijing, Chongqing, Hong Kong, Urumqi", NULL },
		{ "(UTC+08:00 Taipei", NULL }, { "China Standard", NULL },
		{ "GMT-05.00/-04.00", NULL }, { "\xff\xfe", NULL },
		{ "", NULL }, { "Asia", NULL }, { "Asia/", NULL },
		{ "Asia/Beijing", "Asia/Shanghai" }, { "Asia/Peking", NULL },
		{ "beijing time", "Asia/Shanghai" },
		{ "America/New York", "America/New_York" },
		{ "Asia\\/Shanghai", "Asia/Shanghai" },
		{ "China / Shanghai", NULL }, { "Factory", NULL }, { "/", NULL },
		{ "////", NULL }, { "/x/EST", NULL },
		{ "../../../etc/passwd", NULL },
		{ "Asia/../Asia/Tokyo", NULL },
		{ "/etc/passwd", NULL }, { "A/../../../../etc/passwd", NULL },
		{ "right/Asia/Shanghai", NULL }, { "tzdata.zi", NULL },
		{ "Customized Time Zone", NULL }, { "leapseconds", NULL },
	};
	const struct zone *z;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		z = zone_find(slice_str(cases[i].tzid));
		if ((z == NULL) != (cases[i].name == NULL) ||
		    (z && strcmp(zone_name(z), cases[i].name) != 0))
			fail_msg("'%s' gave %s", cases[i].tzid,
			    z ? zone_name(z) : "none");
	}
}

static void
test_name_bounds(void **state)
{
	char tzid[400];
	size_t n;

	(void)state;
	memset(tzid, 'A', sizeof(tzid));
	for (n = 0; n < sizeof(tzid); n++)
		assert_null(zone_find(slice_of(tzid, n)));
	memset(tzid, '/', sizeof(tzid));
	for (n = 0; n < sizeof(tzid); n++)
		assert_null(zone_find(slice_of(tzid, n)));
	assert_null(zone_find(SLICE("Asia/Shanghai\0x")));
}

/* Many unknown names, as a hostile calendar would bring, are cheap. */
static void
test_unknown_names(void **state)
{
	char tzid[64];
	int i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		snprintf(tzid, sizeof(tzid), "/a/b/c/d/Zone/Number_%d", i);
		assert_null(zone_find(slice_str(tzid)));
	}
	find("Asia/Shanghai");
}

static void
test_system(void **state)
{
	static const struct {
		const char *tz, *name;
	} cases[] = {
		{ "Asia/Tokyo", "Asia/Tokyo" },
		{ ":Europe/Berlin", "Europe/Berlin" },
		{ "/usr/share/zoneinfo/America/New_York",
		    "America/New_York" },
		{ ":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo" },
		{ "UTC0", NULL }, { "", "UTC" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		zone_done();	/* it is looked up once */
		setenv("TZ", cases[i].tz, 1);
		assert_non_null(zone_system());
		if (cases[i].name)
			assert_string_equal(zone_name(zone_system()),
			    cases[i].name);
	}
	zone_done();
	unsetenv("TZ");
	assert_non_null(zone_system());
}

static int
done(void **state)
{
	(void)state;
	zone_done();
	zone_done();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_libc),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_far_years),
		cmocka_unit_test(test_gap_and_overlap),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_name_bounds),
		cmocka_unit_test(test_unknown_names),
		cmocka_unit_test(test_system),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
