/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "ics/calendar.h"
#include "ics/date.h"
#include "ics/limits.h"
#include "ics/vtimezone.h"
#include "ics/zone_system.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

#define CAL(body) "BEGIN:VCALENDAR\r\n" body "END:VCALENDAR\r\n"
#define VTZ(tzid, body) "BEGIN:VTIMEZONE\r\nTZID:" tzid "\r\n" body \
	"END:VTIMEZONE\r\n"
#define OBS(kind, start, from, to, more) "BEGIN:" kind "\r\n" \
	"DTSTART:" start "\r\nTZOFFSETFROM:" from "\r\n" \
	"TZOFFSETTO:" to "\r\n" more "END:" kind "\r\n"
#define STD(start, from, to, more) OBS("STANDARD", start, from, to, more)
#define DST(start, from, to, more) OBS("DAYLIGHT", start, from, to, more)
#define EVENT "BEGIN:VEVENT\r\nUID:a\r\nBEGIN:VALARM\r\nEND:VALARM\r\n" \
	"TZID:X\r\nEND:VEVENT\r\n"
/* An hour ahead of UTC, always. */
#define ONE(tzid) VTZ(tzid, STD("19700101T000000", "+0100", "+0100", ""))

static struct arena arena;

static int
done(void **state)
{
	(void)state;
	arena_free(&arena);
	zone_done();
	return 0;
}

static const struct zone *
find_in(const char *calendar, const char *tzid)
{
	return zone_table_find(zone_table_new(slice_str(calendar), NULL,
	    &arena), slice_str(tzid));
}

static const char *
utc_of(const struct zone *z, const char *local)
{
	static char buf[CLOCK_TEXT];
	struct date d;

	assert_true(date_parse_any(slice_str(local), &d));
	return clock_ical(zone_to_utc(z, &d.local), buf);
}

/* --- what other programs write ------------------------------------------- */

#define OUTLOOK VTZ("X", \
	STD("16011028T030000", "+0200", "+0100", \
	    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n") \
	DST("16010325T020000", "+0100", "+0200", \
	    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"))
#define APPLE VTZ("X", \
	DST("20070311T020000", "-0500", "-0400", \
	    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZNAME:EDT\r\n") \
	STD("20071104T020000", "-0400", "-0500", \
	    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZNAME:EST\r\n"))
#define GOOGLE VTZ("X", "X-LIC-LOCATION:X\r\n" \
	DST("19700308T020000", "-0800", "-0700", \
	    "TZNAME:PDT\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n") \
	STD("19701101T020000", "-0700", "-0800", \
	    "TZNAME:PST\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"))
/* Thunderbird and Evolution: history in several observances. */
#define THUNDERBIRD VTZ("X", \
	STD("18831118T120358", "-045602", "-0500", "") \
	DST("20060402T020000", "-0500", "-0400", "RDATE:20060402T020000\r\n") \
	STD("20061029T020000", "-0400", "-0500", "") \
	DST("20070311T020000", "-0500", "-0400", \
	    "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n") \
	STD("20071104T020000", "-0400", "-0500", \
	    "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n"))
/* The days of a week instead of its number; a rule that ends. */
#define DAYS VTZ("X", \
	DST("19870405T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;" \
	    "BYMONTH=4;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7;" \
	    "UNTIL=20060402T070000Z\r\n") \
	STD("19671029T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;" \
	    "BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z\r\n") \
	DST("20070311T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;" \
	    "BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14\r\n") \
	STD("20071104T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;" \
	    "BYMONTH=11;BYDAY=1SU\r\n"))
/* Iran's: the same day each year, COUNT and WKST. */
#define FIXED VTZ("X", \
	DST("20200321T000000", "+0330", "+0430", "RRULE:FREQ=YEARLY;" \
	    "INTERVAL=1;BYMONTHDAY=21;BYMONTH=3;WKST=SU;COUNT=3\r\n") \
	STD("20200921T000000", "+0430", "+0330", "RRULE:FREQ=YEARLY;" \
	    "COUNT=3\r\n"))
/* QQ Mail; offsets in hours; and one without a start. */
#define QQ VTZ("X", STD("19700101T000000Z", "+0800", "+0800", ""))
#define SHORT VTZ("X", STD("16010101T000000", "+08", "+08", ""))
/* A '+' that was lost. */
#define PLUSLESS VTZ("X", STD("19700101T000000", "0800", "08:00", ""))
/* Cut short by a program that knows the name. */
#define EMPTY VTZ("X", "X-LIC-LOCATION:Europe/Berlin\r\n")
#define QUOTED VTZ("\"X\"", STD("16010101T000000", "+0800", "+0800", ""))
#define BARE VTZ("X", "BEGIN:STANDARD\r\nTZOFFSETFROM:+0800\r\n" \
	"TZOFFSETTO:+0800\r\nEND:STANDARD\r\n")
/* The last day of a rule that ends by a date is one of its days. */
#define UNTIL VTZ("X", STD("20200101T020000", "+0200", "+0100", "") \
	DST("20210328T020000", "+0100", "+0200", \
	    "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=28;UNTIL=20230328\r\n") \
	STD("20211001T020000", "+0200", "+0100", \
	    "RRULE:freq=yearly; until=22220101 ;bymonth=10;bymonthday=1\r\n"))
#define LMT VTZ("X", STD("18910315T000000", "+001752", "+001752", ""))

static void
test_programs(void **state)
{
	static const struct {
		const char *zone, *local, *utc;
	} cases[] = {
		{ OUTLOOK, "20260115T120000", "20260115T110000Z" },
		{ OUTLOOK, "20260715T120000", "20260715T100000Z" },
		{ OUTLOOK, "20260329T023000", "20260329T013000Z" },
		{ OUTLOOK, "20261025T023000", "20261025T003000Z" },
		{ OUTLOOK, "24990715T120000", "24990715T100000Z" },
		{ OUTLOOK, "19700101T000000", "19691231T230000Z" },
		{ SHORT, "20260310T120000", "20260310T040000Z" },
		{ QUOTED, "20260310T120000", "20260310T040000Z" },
		{ PLUSLESS, "20260310T120000", "20260310T040000Z" },
		{ APPLE, "20260310T120000", "20260310T160000Z" },
		{ APPLE, "20260308T023000", "20260308T073000Z" },
		{ APPLE, "20261101T013000", "20261101T053000Z" },
		/* Before its first observance: where that comes from. */
		{ APPLE, "20050715T120000", "20050715T170000Z" },
		{ GOOGLE, "20260715T120000", "20260715T190000Z" },
		{ GOOGLE, "20261215T120000", "20261215T200000Z" },
		{ GOOGLE, "19700101T000000", "19700101T080000Z" },
		{ THUNDERBIRD, "18800101T000000", "18800101T045602Z" },
		{ THUNDERBIRD, "20060715T120000", "20060715T160000Z" },
		{ THUNDERBIRD, "20061215T120000", "20061215T170000Z" },
		{ THUNDERBIRD, "20260715T120000", "20260715T160000Z" },
		{ DAYS, "20060402T010000", "20060402T060000Z" },
		{ DAYS, "20060402T030000", "20060402T070000Z" },
		{ DAYS, "20060715T120000", "20060715T160000Z" },
		{ DAYS, "20061029T013000", "20061029T053000Z" },
		{ DAYS, "20061030T120000", "20061030T170000Z" },
		{ DAYS, "20070310T120000", "20070310T170000Z" },
		{ DAYS, "20070312T120000", "20070312T160000Z" },
		{ DAYS, "20260308T120000", "20260308T160000Z" },
		{ FIXED, "20220322T000000", "20220321T193000Z" },
		{ FIXED, "20220922T000000", "20220921T203000Z" },
		{ FIXED, "20230715T000000", "20230714T203000Z" },
		{ LMT, "20260101T000000", "20251231T234208Z" },
		{ QQ, "20261201T100000", "20261201T020000Z" },
		{ BARE, "20261201T100000", "20261201T020000Z" },
		{ UNTIL, "20230329T120000", "20230329T100000Z" },
		{ UNTIL, "20240329T120000", "20240329T110000Z" },
	};
	const struct zone *z;
	struct str s = { 0 };
	size_t i;
	int after;

	(void)state;
	/* Before the events and behind them. */
	for (i = 0; i < LEN(cases) * 2; i++) {
		after = i % 2;
		str_clear(&s);
		str_addf(&s, CAL("%s%s%s"), after ? EVENT : "",
		    cases[i / 2].zone, after ? "" : EVENT);
		z = find_in(str_text(&s), "X");
		assert_non_null(z);
		assert_string_equal(zone_name(z), "X");
		if (strcmp(utc_of(z, cases[i / 2].local),
		    cases[i / 2].utc) != 0)
			fail_msg("case %zu: %s", i / 2,
			    utc_of(z, cases[i / 2].local));
	}
	str_free(&s);
}

/* RDATEs: several on a line, as dates, in UTC; folded, in small letters. */
/* An IANA name counts where there is nothing better. */
static void
test_location(void **state)
{
	const struct zone *z = find_in(CAL(EMPTY), "X");

	(void)state;
	assert_string_equal(zone_name(z), "Europe/Berlin");
	z = find_in(CAL(VTZ("X", "X-LIC-LOCATION:Europe/Berlin\r\n"
	    STD("19700101T000000", "+0800", "+0800", ""))), "X");
	assert_string_equal(zone_name(z), "X");
	assert_null(find_in(CAL(VTZ("X", "X-LIC-LOCATION:CST\r\n")), "X"));
}

static void
test_dates(void **state)
{
	const struct zone *z = find_in("begin:vcalendar\n" "begin:vtime\n zone\n"
	    "tzid:X\nbegin:standard\ndtstart:20200101T020000\n"
	    "tzoffsetfrom:+01:00\ntzoffsetto:+0000\n"
	    "rdate:20210101T020000,2022010\n 1T020000\n"
	    "rdate;value=date:20230101\nrdate:20240101T010000Z\n"
	    "end:standard\nbegin:daylight\ndtstart:20200701T010000\n"
	    "tzoffsetfrom:+0000\ntzoffsetto:+0100\n"
	    "rdate:20210701T010000,20220701T010000,20230701T010000\n"
	    "end:daylight\nend:vtimezone\nend:vcalendar\n", "X");

	(void)state;
	assert_non_null(z);
	assert_string_equal(utc_of(z, "20210101T020000"), "20210101T020000Z");
	assert_string_equal(utc_of(z, "20210101T005900"), "20201231T235900Z");
	assert_string_equal(utc_of(z, "20220715T000000"), "20220714T230000Z");
	assert_string_equal(utc_of(z, "20230101T013000"), "20230101T003000Z");
	assert_string_equal(utc_of(z, "20231231T000000"), "20231230T230000Z");
	assert_string_equal(utc_of(z, "20240101T030000"), "20240101T030000Z");
}

/* --- what can't be used --------------------------------------------------- */

#define RULE(rule) VTZ("X", STD("20200101T000000", "+0100", "+0100", \
	"RRULE:" rule "\r\n"))

static void
test_unusable(void **state)
{
	static const char *const zones[] = {
		RULE("FREQ=HOURLY"), RULE("FREQ=SECONDLY;BYMONTH=12"),
		RULE("FREQ=DAILY"), RULE("FREQ=MONTHLY;BYDAY=1SU"),
		RULE("FREQ=YEARLY;INTERVAL=2"), RULE("FREQ=YEARLY;BYDAY=1SU"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=SU"),
		RULE("FREQ=YEARLY;BYMONTH=3,4;BYDAY=1SU"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=1SU,2SU"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=6SU"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=0SU"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=1XX"),
		RULE("FREQ=YEARLY;BYMONTH=13;BYDAY=1SU"),
		RULE("FREQ=YEARLY;BYMONTHDAY=1"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=32"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
		RULE("FREQ=YEARLY;BYYEARDAY=60"), RULE("FREQ=YEARLY;BYWEEKNO=-8"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYMONTH=3;BYDAY=1SU"),
		RULE("FREQ=YEARLY;COUNT=2;UNTIL=20300101T000000Z"),
		RULE("FREQ=YEARLY;UNTIL=2030"), RULE("FREQ=YEARLY;COUNT=0"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=1SU;BYHOUR=2"),
		RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=1SU;BYHOUR=0,1"),
		RULE("BYMONTH=3;BYDAY=1SU"), RULE(""), RULE("FREQ"),
		VTZ("X", ""), VTZ("X", "BEGIN:STANDARD\r\nEND:STANDARD\r\n"),
		VTZ("X", STD("20200101", "+0100", "+1", "")),
		VTZ("X", STD("20200101T000000Z", "+0000", "+0100", "")),
		VTZ("X", "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\n"
		    "TZOFFSETTO:+0100\r\nEND:STANDARD\r\n"),
		VTZ("X", STD("00000101T000000", "+0100", "+0000", "")),
		VTZ("X", STD("20201301T000000", "+0100", "+0100", "")),
		VTZ("X", STD("20200101T000000", "+0100", "100", "")),
		VTZ("X", STD("20200101T000000", "+0100", "+2400", "")),
		VTZ("X", STD("20200101T000000", "+0100", "+-100", "")),
		VTZ("X", STD("20200101T000000", "x", "+0100", "")),
		VTZ("X", STD("20200101T000000", "+0100", "+0100",
		    "RDATE;VALUE=PERIOD:20200101T000000/PT1H\r\n")),
		VTZ("X", STD("20200101T000000", "+0100", "+0100",
		    "EXDATE:20200101T000000\r\n")),
		VTZ("X", STD("20200101T000000", "+0100", "+0100",
		    "TZOFFSETTO:+0200\r\n")),
		/* One good observance does not save a bad one. */
		VTZ("X", STD("20200101T000000", "+0100", "+0100", "")
		    STD("20210101T000000", "+0100", "", "")),
		VTZ("X", "BEGIN:X-OBSERVANCE\r\nDTSTART:20200101T000000\r\n"
		    "TZOFFSETTO:+0100\r\nEND:X-OBSERVANCE\r\n"),
		"BEGIN:X-BOX\r\n" ONE("X") "END:X-BOX\r\n",
		VTZ("Y", ""), ONE(""),
		"BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n",
	};
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(zones); i++) {
		str_clear(&s);
		str_addf(&s, CAL("%s"), zones[i]);
		if (find_in(str_text(&s), "X"))
			fail_msg("taken: %s", zones[i]);
	}
	str_free(&s);
	/* What the table above leaves out makes a good one. */
	assert_non_null(find_in(CAL(ONE("X")), "X"));
	assert_non_null(find_in(CAL(RULE("FREQ=YEARLY;BYMONTH=3;BYDAY=+1SU;"
	    "BYHOUR=0;BYMINUTE=0;BYSECOND=00")), "X"));
}

/* --- which one counts ----------------------------------------------------- */

static void
test_order(void **state)
{
	static const struct tz_alias items[] = {
		{ "Mine", "Asia/Tokyo" }, { "Europe/Berlin", "Asia/Tokyo" },
		{ "X", "Asia/Tokyo" }, { "Twice", "Asia/Tokyo" },
		{ "Twice", "Asia/Taipei" }, { "a=b, c", "UTC+3" },
	};
	static const struct tz_aliases aliases = { items, LEN(items) };
	static const struct {
		const char *tzid, *name;
	} cases[] = {
		/* 1. the user's word */
		{ "Mine", "Asia/Tokyo" }, { "Europe/Berlin", "Asia/Tokyo" },
		{ "X", "Asia/Tokyo" }, { "Twice", "Asia/Taipei" },
		{ "a=b, c", "UTC+03:00" }, { "mine", NULL },
		/* 2. names that can mean one thing alone */
		{ "Asia/Shanghai", "Asia/Shanghai" }, { "UTC", "UTC" },
		{ "/mozilla.org/20070129_1/Asia/Shanghai", "Asia/Shanghai" },
		/* 3. the calendar's own */
		{ "Own", "Own" }, { "EST", "EST" }, { "GMT", "GMT" },
		{ "China Standard Time", "China Standard Time" },
		{ "GMT+0800", "GMT+0800" }, { "Own, too", "Own, too" },
		{ "Own\\, too", "Own, too" }, { " Own ", "Own" },
		{ "/x/EST", "/x/EST" }, { "own", NULL },
		/* 4. others; also where the calendar's is of no use */
		{ "Tokyo Standard Time", "Asia/Tokyo" },
		{ "Korea Standard Time", "Asia/Seoul" },
		{ "UTC+9", "UTC+09:00" }, { "MST", "MST" },
		{ "Nothing", NULL }, { "", NULL },
	};
	static const char cal[] = CAL(ONE("Europe/Berlin") ONE("X")
	    ONE("Asia/Shanghai") ONE("UTC") ONE("Own") ONE("EST") ONE("GMT")
	    ONE("/mozilla.org/20070129_1/Asia/Shanghai")
	    ONE("China Standard Time") ONE("GMT+0800") ONE("Own\\, too")
	    ONE("/x/EST") VTZ("Korea Standard Time", "") VTZ("Nothing", "")
	    VTZ("Own", ""));
	const struct zone_table *t = zone_table_new(slice_str(cal), &aliases,
	    &arena);
	const struct zone *z;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		z = zone_table_find(t, slice_str(cases[i].tzid));
		if ((z == NULL) != (cases[i].name == NULL) ||
		    (z && strcmp(zone_name(z), cases[i].name) != 0))
			fail_msg("'%s' gave %s", cases[i].tzid,
			    z ? zone_name(z) : "none");
	}
	/* The calendar's own are an hour ahead, whatever they are called. */
	z = zone_table_find(t, SLICE("GMT+0800"));
	assert_string_equal(utc_of(z, "20260701T000000"), "20260630T230000Z");
	z = zone_table_find(t, SLICE("EST"));
	assert_string_equal(utc_of(z, "20260701T000000"), "20260630T230000Z");
	z = zone_table_find(t, SLICE("Asia/Shanghai"));
	assert_string_equal(utc_of(z, "20260701T000000"), "20260630T160000Z");
}

/* --- changes that are close ----------------------------------------------- */

/* Half an hour on, a day later an hour and a half back, then two on. */
static void
test_close(void **state)
{
	const struct zone *z = find_in(CAL(VTZ("X",
	    STD("20200101T000000", "+0000", "+0000", "")
	    DST("20200310T120000", "+0000", "+0030", "")
	    STD("20200311T120000", "+0030", "-0100", "")
	    DST("20200312T140000", "-0100", "+0100", ""))), "X");
	static const char *const cases[][2] = {
		{ "20200310T115959", "20200310T115959Z" },
		{ "20200310T121500", "20200310T121500Z" },	/* a gap */
		{ "20200310T123000", "20200310T120000Z" },
		{ "20200311T113000", "20200311T110000Z" },	/* the first */
		{ "20200311T115959", "20200311T112959Z" },
		{ "20200311T120000", "20200311T130000Z" },
		{ "20200312T135959", "20200312T145959Z" },
		{ "20200312T150000", "20200312T160000Z" },	/* a gap */
		{ "20200312T160000", "20200312T150000Z" },
	};
	size_t i;

	(void)state;
	assert_non_null(z);
	for (i = 0; i < LEN(cases); i++)
		assert_string_equal(utc_of(z, cases[i][0]), cases[i][1]);
}

/* --- writing -------------------------------------------------------------- */

static void
test_written(void **state)
{
	static const struct {
		const char *zone, *tzid, *local, *utc;
	} cases[] = {
		{ "Asia/Shanghai", "Asia/Shanghai", "20261201T100000",
		    "20261201T020000Z" },
		{ "Europe/Berlin", "Berlin, \"here\"; a\\b",
		    "20260701T100000", "20260701T080000Z" },
		{ "UTC-3:30", "x,y", "20261201T100000", "20261201T133000Z" },
		{ "UTC", "UTC", "20261201T100000", "20261201T100000Z" },
	};
	const struct zone *z;
	struct str s = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		str_clear(&s);
		assert_true(vtimezone_write(&s, zone_find(slice_str(
		    cases[i].zone)), cases[i].tzid, 1764547200));
		assert_true(slice_ihas(str_slice(&s), SLICE("TZID:")));
		z = vtimezone_zone(str_slice(&s), cases[i].tzid);
		assert_non_null(z);
		assert_string_equal(utc_of(z, cases[i].local), cases[i].utc);
		/* And found by its name in a calendar. */
		str_clear(&s);
		str_adds(&s, "BEGIN:VCALENDAR\r\n");
		vtimezone_write(&s, zone_find(slice_str(cases[i].zone)),
		    cases[i].tzid, 1764547200);
		str_adds(&s, "END:VCALENDAR\r\n");
		z = find_in(str_text(&s), cases[i].tzid);
		assert_non_null(z);
	}
	str_clear(&s);
	assert_false(vtimezone_write(&s, find_in(CAL(ONE("X")), "X"), "X",
	    0));
	assert_false(vtimezone_write(&s, zone_system(), "X", 0));
	assert_int_equal(s.n, 0);
	str_free(&s);
}

/* --- bounds --------------------------------------------------------------- */

/* Too many changes; too many rules; many VTIMEZONEs. */
static void
test_bounds(void **state)
{
	struct str s = { 0 };
	int i;

	(void)state;
	str_adds(&s, "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\n");
	for (i = 0; i < ZONE_CHANGES_MAX + 1; i++)
		str_addf(&s, STD("%04d%02d01T000000", "+0100", "+0100", ""),
		    1600 + i / 12 % 900, i % 12 + 1);
	str_adds(&s, "END:VTIMEZONE\r\n" ONE("Y") "END:VCALENDAR\r\n");
	assert_null(find_in(str_text(&s), "X"));
	assert_non_null(find_in(str_text(&s), "Y"));
	str_clear(&s);
	str_adds(&s, "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\n");
	for (i = 0; i < 10; i++)
		str_adds(&s, STD("16010101T000000", "+0100", "+0200",
		    "RRULE:FREQ=YEARLY\r\n"));
	str_adds(&s, "END:VTIMEZONE\r\nEND:VCALENDAR\r\n");
	assert_null(find_in(str_text(&s), "X"));
	str_clear(&s);
	str_adds(&s, "BEGIN:VCALENDAR\r\n");
	for (i = 0; i < 100000; i++)
		str_addf(&s, "BEGIN:VTIMEZONE\r\nTZID:%d\r\n"
		    "END:VTIMEZONE\r\n", i);
	str_adds(&s, ONE("X") "END:VCALENDAR\r\n");
	assert_null(find_in(str_text(&s), "X"));
	assert_null(find_in(str_text(&s), "99999"));
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_programs, done),
		cmocka_unit_test_teardown(test_location, done),
		cmocka_unit_test_teardown(test_dates, done),
		cmocka_unit_test_teardown(test_unusable, done),
		cmocka_unit_test_teardown(test_order, done),
		cmocka_unit_test_teardown(test_close, done),
		cmocka_unit_test_teardown(test_written, done),
		cmocka_unit_test_teardown(test_bounds, done),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	zone_done();
	return failed;
}
