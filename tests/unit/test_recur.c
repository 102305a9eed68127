/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"
#include "ics/date.h"
#include "ics/parse.h"
#include "ics/recur.h"
#include "ics/zone.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define EVENTS_MAX 8
#define EV(lines) "BEGIN:VEVENT\nUID:a@x\n" lines "\nEND:VEVENT\n"
#define NY "DTSTART;TZID=America/New_York:"
#define DAYS(n) ((int64_t)(n) * 86400)

/* VEVENTs of one UID, and what was found. */
static struct arena arena;
static struct event events[EVENTS_MAX];
static const struct event *overrides[EVENTS_MAX];
static struct recur_group group;
static struct recur_look found;
static struct parse_fault fault;
static struct err error;
static struct str shown;

static int
done(void **state)
{
	(void)state;
	vec_free(&found.occurrences);
	arena_free(&arena);
	str_free(&shown);
	return 0;
}

/* The VEVENTs of a text; -1 when one is not understood. */
static int
parse(const char *text)
{
	static const struct parse_context ctx = {
		.timezone = "Asia/Shanghai", .default_duration = 3600,
	};
	const char *end;
	size_t n = 0, k = 0;

	error = (struct err){ 0 };
	group = (struct recur_group){ .overrides = overrides };
	for (; *text; text = end, n++) {
		assert_true(n < EVENTS_MAX);
		end = strstr(text, "END:VEVENT\n") + 11;
		if (parse_event(slice_of(text, (size_t)(end - text)), &ctx,
		    &arena, &events[n], &fault, &error) == -1)
			return -1;
		if (events[n].recurrence_id)
			overrides[k++] = &events[n];
		else
			group.master = &events[n];
	}
	group.n = k;
	return 0;
}

static int
look(const char *text, int64_t from, int64_t to, int64_t max)
{
	if (parse(text) == -1)
		return -1;
	vec_free(&found.occurrences);
	return recur_look(&group, from, to, max, &found, &fault, &error);
}

static int64_t
utc(const char *text)
{
	struct date d;

	assert_true(date_parse(slice_str(text), &d));
	return clock_from_civil(&d.local);
}

/* The starts, as "MMDD", with a year or a time where it is another. */
static const char *
starts(const struct zone *z)
{
	const struct occurrence *o;
	struct civil c, last = { 0 };
	size_t i;

	str_clear(&shown);
	for (i = 0; i < found.occurrences.n; i++) {
		o = &VEC_AT(&found.occurrences, struct occurrence, i);
		c = zone_to_local(z, o->start);
		if (i)
			str_addc(&shown, ' ');
		else
			last = (struct civil){ .hour = c.hour,
				.minute = c.minute };
		if (c.year != last.year)
			str_addf(&shown, "%d:", c.year);
		str_addf(&shown, "%02d%02d", c.month, c.day);
		if (c.hour != last.hour || c.minute != last.minute)
			str_addf(&shown, "T%02d%02d", c.hour, c.minute);
		last = c;
	}
	return str_text(&shown);
}

/* RFC 5545, 3.8.5.3: all of its examples, at 09:00 in New York. */
static const struct {
	const char *start, *rule, *want;
	bool endless;		/* want is only the beginning */
} examples[] = {
	{ "19970902", "FREQ=DAILY;COUNT=10", "1997:0902 0903 0904 0905 0906 "
	    "0907 0908 0909 0910 0911", false },
	{ "19970902", "FREQ=DAILY;INTERVAL=2", "1997:0902 0904 0906 0908",
	    true },
	{ "19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5",
	    "1997:0902 0912 0922 1002 1012", false },
	{ "19970902", "FREQ=WEEKLY;COUNT=10", "1997:0902 0909 0916 0923 0930 "
	    "1007 1014 1021 1028 1104", false },
	{ "19970902", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997:0902 0909 "
	    "0916 0923 0930 1007 1014 1021 1028 1104 1111 1118 1125 1202 "
	    "1209 1216 1223", false },
	{ "19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997:0902 0916 0930 "
	    "1014 1028 1111 1125 1209 1223 1998:0106 0120 0203", true },
	{ "19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
	    "1997:0902 0904 0909 0911 0916 0918 0923 0925 0930 1002", false },
	{ "19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
	    "1997:0902 0904 0909 0911 0916 0918 0923 0925 0930 1002", false },
	{ "19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;"
	    "BYDAY=MO,WE,FR", "1997:0901 0903 0905 0915 0917 0919 0929 1001 "
	    "1003 1013 1015 1017 1027 1029 1031 1110 1112 1114 1124 1126 1128 "
	    "1208 1210 1212 1222", false },
	{ "19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
	    "1997:0902 0904 0916 0918 0930 1002 1014 1016", false },
	{ "19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997:0905 1003 1107 "
	    "1205 1998:0102 0206 0306 0403 0501 0605", false },
	{ "19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
	    "1997:0905 1003 1107 1205", false },
	{ "19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
	    "1997:0907 0928 1102 1130 1998:0104 0125 0301 0329 0503 0531",
	    false },
	{ "19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
	    "1997:0922 1020 1117 1222 1998:0119 0216", false },
	{ "19970928", "FREQ=MONTHLY;BYMONTHDAY=-3",
	    "1997:0928 1029 1128 1229 1998:0129 0226", true },
	{ "19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997:0902 "
	    "0915 1002 1015 1102 1115 1202 1215 1998:0102 0115", false },
	{ "19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997:0930 "
	    "1001 1031 1101 1130 1201 1231 1998:0101 0131 0201", false },
	{ "19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,"
	    "13,14,15", "1997:0910 0911 0912 0913 0914 0915 "
	    "1999:0310 0311 0312 0313", false },
	{ "19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997:0902 0909 "
	    "0916 0923 0930 1104 1111 1118 1125 1998:0106 0113 0120 0127 "
	    "0303 0310 0317 0324 0331", true },
	{ "19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997:0610 0710 "
	    "1998:0610 0710 1999:0610 0710 2000:0610 0710 2001:0610 0710",
	    false },
	{ "19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
	    "1997:0310 1999:0110 0210 0310 2001:0110 0210 0310 "
	    "2003:0110 0210 0310", false },
	{ "19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
	    "1997:0101 0410 0719 2000:0101 0409 0718 2003:0101 0410 0719 "
	    "2006:0101", false },
	{ "19970519", "FREQ=YEARLY;BYDAY=20MO",
	    "1997:0519 1998:0518 1999:0517", true },
	{ "19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
	    "1997:0512 1998:0511 1999:0517", true },
	{ "19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997:0313 0320 0327 "
	    "1998:0305 0312 0319 0326 1999:0304 0311 0318 0325", true },
	{ "19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997:0605 0612 "
	    "0619 0626 0703 0710 0717 0724 0731 0807 0814 0821 0828 "
	    "1998:0604 0611", true },
	{ "19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13\n"
	    "EXDATE;TZID=America/New_York:19970902T090000",
	    "1998:0213 0313 1113 1999:0813 2000:1013", true },
	{ "19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
	    "1997:0913 1011 1108 1213 1998:0110 0207 0307 0411 0509 0613",
	    true },
	{ "19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY="
	    "2,3,4,5,6,7,8", "1996:1105 2000:1107 2004:1102", true },
	{ "19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
	    "1997:0904 1007 1106", false },
	{ "19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
	    "1997:0929 1030 1127 1230 1998:0129 0226 0330", true },
	/* As erratum 3883 says, 17:00Z is 13:00 there. */
	{ "19970902", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
	    "1997:0902 0902T1200", false },
	{ "19970902", "FREQ=MINUTELY;INTERVAL=15;COUNT=6", "1997:0902 "
	    "0902T0915 0902T0930 0902T0945 0902T1000 0902T1015", false },
	{ "19970902", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "1997:0902 "
	    "0902T1030 0902T1200 0902T1330", false },
	{ "19970902", "FREQ=DAILY;BYHOUR=9,16;BYMINUTE=0,20", "1997:0902 "
	    "0902T0920 0902T1600 0902T1620 0903T0900 0903T0920", true },
	{ "19970902", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10", "1997:0902 "
	    "0902T0920 0902T0940 0902T1000 0902T1020 0902T1040 0903T0900",
	    true },
	{ "19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
	    "1997:0805 0810 0819 0824", false },
	{ "19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
	    "1997:0805 0817 0819 0831", false },
	{ "20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
	    "2007:0115 0130 0215 0315 0330", false },
	/* What clients write, and the traps. */
	{ "20260131", "FREQ=MONTHLY", "2026:0131 0331 0531 0731", true },
	{ "20240229", "FREQ=YEARLY", "2024:0229 2028:0229 2032:0229", true },
	{ "20260107", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=5",
	    "2026:0107 0109 0119 0123 0202", false },
	{ "20260107", "FREQ=WEEKLY;BYDAY=MO;COUNT=1", "2026:0107", false },
	{ "20260105", "FREQ=YEARLY;BYWEEKNO=-8", "2026:0105 1109 "
	    "2027:1108 2028:1106", true },
	{ "20260105", "FREQ=YEARLY;BYWEEKNO=20", "2026:0105 0511 2027:0517",
	    true },
	{ "20260101", "FREQ=YEARLY;BYMONTHDAY=15;COUNT=4",
	    "2026:0101 0115 0215 0315", false },
	{ "20260130", "FREQ=DAILY;BYMONTHDAY=-1,-2;COUNT=4",
	    "2026:0130 0131 0227 0228", false },
	{ "20260105", "FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=6",
	    "2026:0105 0106 0112 0119 0126 0202", false },
	{ "20260105", "FREQ=DAILY;UNTIL=20260107", "2026:0105 0106 0107",
	    false },
	{ "20260105", "FREQ=DAILY;UNTIL=20260107T090000", "2026:0105 0106 "
	    "0107", false },
	{ "20260105", "FREQ=DAILY;UNTIL=20260107T085959", "2026:0105 0106",
	    false },
	{ "20260105", "FREQ=DAILY;UNTIL=20260107T140000Z", "2026:0105 0106 "
	    "0107", false },
	{ "20260105", "FREQ=DAILY;UNTIL=20260107T135959Z", "2026:0105 0106",
	    false },
	{ "20260105", "FREQ=DAILY;UNTIL=99991231T000000Z", "2026:0105 0106",
	    true },
	{ "20260105", "FREQ=DAILY;COUNT=3\nRRULE:FREQ=WEEKLY;COUNT=2",
	    "2026:0105 0106 0107 0112", false },
	{ "20260105", "FREQ=DAILY;COUNT=3\nRRULE:\nRRULE:FREQ=DAILY;COUNT=4",
	    "2026:0105 0106 0107 0108", false },
	{ "20260105", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026:0105",
	    false },
	{ "20260105", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "2026:0105",
	    false },
	{ "20260105", "FREQ=DAILY;COUNT=9\nEXRULE:FREQ=DAILY;INTERVAL=2",
	    "2026:0106 0108 0110 0112", false },
};

static int64_t
last_start(void)
{
	return VEC_AT(&found.occurrences, struct occurrence,
	    found.occurrences.n - 1).start;
}

static void
test_examples(void **state)
{
	const struct zone *z = zone_find(SLICE("America/New_York"));
	char text[512];
	const char *at;
	int64_t n, days;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(examples); i++) {
		for (n = 1, at = examples[i].want; (at = strchr(at, ' '));
		    at++)
			n++;
		snprintf(text, sizeof(text), EV(NY "%sT090000\nRRULE:%s"),
		    examples[i].start, examples[i].rule);
		days = strstr(text, "HOUR") ? 10 : 3300;
		if (look(text, 0, examples[i].endless ?
		    utc(examples[i].start) + DAYS(days) : INT64_MAX, 5000) ==
		    -1)
			fail_msg("%s: %s", text, error.msg);
		if (found.occurrences.n > (size_t)n && examples[i].endless)
			found.occurrences.n = (size_t)n;
		if (strcmp(starts(z), examples[i].want) != 0)
			fail_msg("%s\ngives %s\nwants %s", text,
			    str_text(&shown), examples[i].want);
		if (examples[i].endless)
			continue;
		if (found.has_beyond || found.last_end != last_start() + 3600)
			fail_msg("%s: wrong end", text);
	}
}

/* The counts and ends of the RFC's long examples. */
static void
test_long(void **state)
{
	static const struct {
		const char *start, *rule, *last;
		size_t n;
	} cases[] = {
		{ "19970902", "FREQ=DAILY;UNTIL=19971224T000000Z",
		    "19971223T140000Z", 113 },
		{ "19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;"
		    "BYDAY=SU,MO,TU,WE,TH,FR,SA", "20000131T140000Z", 93 },
		{ "19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
		    "20000131T140000Z", 93 },
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), EV(NY "%sT090000\nRRULE:%s"),
		    cases[i].start, cases[i].rule);
		assert_int_equal(look(text, 0, INT64_MAX, 1000), 0);
		assert_int_equal(found.occurrences.n, cases[i].n);
		assert_true(last_start() == utc(cases[i].last));
		assert_true(found.last_end == utc(cases[i].last) + 3600);
	}
}

/* Sets: what the lines behind DTSTART at 02:00Z on 2026-12-01 give. */
static const struct {
	const char *lines, *want;	/* in Shanghai, from 10:00 */
} sets[] = {
	{ "RDATE:20261203T020000Z,20261202T020000Z",
	    "2026:1201 1202 1203" },
	{ "RDATE;TZID=Asia/Tokyo:20261203T110000\nRDATE:20261203T020000Z",
	    "2026:1201 1203" },
	{ "RDATE;VALUE=DATE:20261205", "2026:1201 1205" },
	{ "RDATE;VALUE=PERIOD:20261202T020000Z/PT2H,"
	    "20261203T020000Z/20261203T050000Z", "2026:1201 1202 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T020000Z",
	    "2026:1201 1203 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T100000",
	    "2026:1201 1203 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=America/New_York:"
	    "20261201T210000,20261202T210000", "2026:1201 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20261202\n"
	    "EXDATE:20261204T020000Z", "2026:1201 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T020001Z",
	    "2026:1201 1202 1203 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261201T020000Z",
	    "2026:1202 1203" },
	{ "RRULE:FREQ=DAILY;COUNT=2\nRDATE:20261202T020000Z\n"
	    "EXDATE:20261202T020000Z", "2026:1201" },
	{ "RRULE:FREQ=DAILY;COUNT=2\nEXDATE:", "2026:1201 1202" },
	/* Outlook takes a day out by its midnight. */
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Asia/Shanghai:"
	    "20261202T000000,20261203T000000", "2026:1201 1204" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T000000",
	    "2026:1201 1203 1204" },
	{ "EXDATE;TZID=Asia/Shanghai:20261202T000000\n"
	    "RRULE:FREQ=DAILY;COUNT=4;BYHOUR=0,10",
	    "2026:1201 1202 1203T0000" },
	{ "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261202T000000Z",
	    "2026:1201 1202 1203 1204" },
	/* Cut off before its first. */
	{ "RRULE:FREQ=DAILY;UNTIL=20261130T000000Z", "" },
	{ "RRULE:FREQ=DAILY;UNTIL=20261130T000000Z\nRDATE:20261205T020000Z",
	    "2026:1205" },
	{ "RRULE:FREQ=DAILY;UNTIL=00010101T000000Z", "" },
};

static void
test_sets(void **state)
{
	const struct zone *z = zone_find(SLICE("Asia/Shanghai"));
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(sets); i++) {
		snprintf(text, sizeof(text), EV("DTSTART;TZID=Asia/Shanghai:"
		    "20261201T100000\n%s"), sets[i].lines);
		if (look(text, 0, INT64_MAX, 1000) == -1)
			fail_msg("%s: %s", text, error.msg);
		if (strcmp(starts(z), sets[i].want) != 0)
			fail_msg("%s\ngives %s\nwants %s", text,
			    str_text(&shown), sets[i].want);
		if (!sets[i].want[0])
			assert_true(found.last_end == INT64_MIN);
	}
}

/* What names no occurrence, of a series at 10:00 from 2026-12-01 on. */
static void
test_missed(void **state)
{
	static const struct {
		const char *lines;
		size_t n;
		const char *property, *text, *nearest;
		uint32_t line;
	} cases[] = {
		{ "RRULE:FREQ=DAILY;COUNT=5", 0, NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEXDATE:20261203T100000", 0,
		    NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEXDATE:20261203T100100,"
		    "20261204T090000", 2, "EXDATE", "2026-12-03T02:01:00Z",
		    "2026-12-03T02:00:00Z", 4 },
		{ "RRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20261207", 1,
		    "EXDATE", "2026-12-07", "2026-12-08T02:00:00Z", 4 },
		{ "RDATE:20261203T100000\nEXDATE:20261203T110000", 1,
		    "EXDATE", "2026-12-03T03:00:00Z", "2026-12-03T02:00:00Z",
		    4 },
		/* Over long ago: nobody needs to know. */
		{ "RRULE:FREQ=DAILY\nEXDATE:20251203T100000", 0, NULL, NULL,
		    NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nBEGIN:VEVENT\n"
		    "UID:a@x\nRECURRENCE-ID:20261203T020000Z\n"
		    "DTSTART:20261203T030000Z", 0, NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nBEGIN:VEVENT\n"
		    "UID:a@x\nRECURRENCE-ID;VALUE=DATE:20261203\n"
		    "DTSTART:20261203T030000Z", 0, NULL, NULL, NULL, 0 },
		{ "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nBEGIN:VEVENT\n"
		    "UID:a@x\nRECURRENCE-ID:20261203T030000Z\n"
		    "DTSTART:20261203T030000Z", 1, "RECURRENCE-ID",
		    "2026-12-03T03:00:00Z", "2026-12-03T02:00:00Z", 0 },
	};
	const struct recur_missed *m = &found.missed;
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), EV("DTSTART;TZID=Asia/Shanghai:"
		    "20261201T100000\n%s"), cases[i].lines);
		if (look(text, utc("20261201"), utc("20270101"), 1000) == -1)
			fail_msg("%s: %s", text, error.msg);
		if (m->n != cases[i].n)
			fail_msg("%s: %zu missed", text, m->n);
		if (!m->n)
			continue;
		assert_string_equal(m->property, cases[i].property);
		assert_string_equal(m->text, cases[i].text);
		assert_string_equal(m->nearest, cases[i].nearest);
		assert_int_equal(m->line, cases[i].line);
	}
}

/* An all-day UNTIL with a time: a midnight is its date, else the day here. */
static void
test_all_day_until(void **state)
{
	static const struct {
		const char *until;
		size_t n;
	} cases[] = {
		{ "20261205", 3 }, { "20261205T000000Z", 3 },
		{ "20261205T000000", 3 }, { "20261205T120000", 3 },
		/* It is the 6th in Shanghai. */
		{ "20261205T160000Z", 4 }, { "20261205T155959Z", 3 },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), EV("DTSTART;VALUE=DATE:20261203"
		    "\nRRULE:FREQ=DAILY;UNTIL=%s"), cases[i].until);
		assert_int_equal(look(text, 0, INT64_MAX, 10), 0);
		if (found.occurrences.n != cases[i].n)
			fail_msg("%s: %zu", cases[i].until,
			    found.occurrences.n);
	}
}

/* Birthdays. */
static void
test_early(void **state)
{
	static const char *const starts_at[] = { "19561210", "19001210",
		"16041210", "00011210" };
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(starts_at); i++) {
		snprintf(text, sizeof(text), EV("DTSTART;VALUE=DATE:%s\n"
		    "RRULE:FREQ=YEARLY"), starts_at[i]);
		assert_int_equal(look(text, utc("20261201"),
		    utc("20280101"), 10), 0);
		assert_string_equal(starts(zone_find(SLICE("Asia/Shanghai"))),
		    "2026:1210 2027:1210");
		assert_true(found.last_end == RECUR_ENDLESS);
	}
}

static const struct occurrence *
nth(size_t i)
{
	assert_true(i < found.occurrences.n);
	return &VEC_AT(&found.occurrences, struct occurrence, i);
}

static void
test_lengths(void **state)
{
	(void)state;
	/* A PERIOD has its own length. */
	assert_int_equal(look(EV("DTSTART:20261201T020000Z\nRDATE;VALUE="
	    "PERIOD:20261202T020000Z/PT2H,20261203T020000Z/20261203T050000Z"),
	    0, INT64_MAX, 10), 0);
	assert_true(nth(0)->end == nth(0)->start + 3600);
	assert_true(nth(1)->end == nth(1)->start + 7200);
	assert_true(nth(2)->end == nth(2)->start + 10800);
	/* Over the change of 2026-11-01: exact by DTEND, the same time of
	 * day by DURATION, days by DATE. */
	assert_int_equal(look(EV(NY "20261030T120000\nDTEND;TZID=America/"
	    "New_York:20261031T120000\nRRULE:FREQ=DAILY;COUNT=2"), 0,
	    INT64_MAX, 10), 0);
	assert_true(nth(1)->end == nth(1)->start + DAYS(1));
	assert_int_equal(look(EV(NY "20261030T120000\nDURATION:P1DT1H\n"
	    "RRULE:FREQ=DAILY;COUNT=2"), 0, INT64_MAX, 10), 0);
	assert_true(nth(0)->end == nth(0)->start + DAYS(1) + 3600);
	assert_true(nth(1)->end == nth(1)->start + DAYS(1) + 7200);
}

static void
test_all_day(void **state)
{
	(void)state;
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\n"
	    "DTEND;VALUE=DATE:20261202\nRRULE:FREQ=DAILY;COUNT=6;BYHOUR=9,10\n"
	    "EXDATE:20261201T000000Z\nEXDATE:20261202T160000Z\n"
	    "EXDATE;VALUE=DATE:20261204"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 3);
	assert_string_equal(nth(0)->recurrence_id, "20261130");
	assert_string_equal(nth(1)->recurrence_id, "20261202");
	assert_string_equal(nth(2)->recurrence_id, "20261205");
	assert_true(nth(0)->start == utc("20261129T160000Z"));
	assert_true(nth(0)->end == nth(0)->start + DAYS(2));
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\nRRULE:FREQ="
	    "DAILY;UNTIL=20261201"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 2);
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\nRRULE:FREQ="
	    "HOURLY"), 0, INT64_MAX, 10), -1);
	assert_string_equal(fault.kind, "bad-rrule");
	/* An override by a time, as some write it, is no second one. */
	assert_int_equal(look(EV("DTSTART;VALUE=DATE:20261130\nRRULE:FREQ="
	    "DAILY;COUNT=2") EV("DTSTART;VALUE=DATE:20261203\n"
	    "RECURRENCE-ID:20261201T000000Z"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 2);
	assert_true(nth(1)->own && nth(1)->start == utc("20261202T160000Z"));
}

/* RFC 5545, 3.3.5: the gap of 2026-03-08, the overlap of 2026-11-01. */
static void
test_changes(void **state)
{
	(void)state;
	assert_int_equal(look(EV(NY "20260307T023000\nRRULE:FREQ=DAILY;"
	    "COUNT=3"), 0, INT64_MAX, 10), 0);
	assert_string_equal(nth(0)->recurrence_id, "20260307T073000Z");
	assert_string_equal(nth(1)->recurrence_id, "20260308T073000Z");
	assert_string_equal(nth(2)->recurrence_id, "20260309T063000Z");
	assert_int_equal(look(EV(NY "20261031T013000\nRRULE:FREQ=DAILY;"
	    "COUNT=3"), 0, INT64_MAX, 10), 0);
	assert_string_equal(nth(1)->recurrence_id, "20261101T053000Z");
	assert_string_equal(nth(2)->recurrence_id, "20261102T063000Z");
	/* Two local times, one instant. */
	assert_int_equal(look(EV(NY "20260308T023000\nRRULE:FREQ=HOURLY;"
	    "COUNT=2"), 0, INT64_MAX, 10), 0);
	assert_int_equal(found.occurrences.n, 1);
}

static void
test_window(void **state)
{
	static const char daily[] = EV("DTSTART:20260101T020000Z\n"
	    "DTEND:20260101T030000Z\nRRULE:FREQ=DAILY");
	int64_t day = utc("20261201T020000Z");

	(void)state;
	/* An end at from is out, an end at to is in. */
	assert_int_equal(look(daily, day + 3600, day + DAYS(2) + 3600, 10), 0);
	assert_int_equal(found.occurrences.n, 2);
	assert_string_equal(nth(0)->recurrence_id, "20261202T020000Z");
	assert_true(nth(0)->event == group.master && !nth(0)->own);
	assert_true(found.has_beyond);
	assert_string_equal(found.beyond.recurrence_id, "20261204T020000Z");
	assert_true(found.beyond.start == day + DAYS(3));
	assert_true(found.last_end == RECUR_ENDLESS);
	/* One that lasts is in; max is a bound. */
	assert_int_equal(look(daily, day + 10, day + DAYS(2) + 3600, 3), 0);
	assert_int_equal(found.occurrences.n, 3);
	assert_int_equal(look(daily, day + 10, day + DAYS(2) + 3600, 2), -1);
	assert_string_equal(fault.kind, "too-many-occurrences");
	/* All in the past. */
	assert_int_equal(look(EV("DTSTART:20260101T020000Z\nRRULE:FREQ=WEEKLY;"
	    "BYDAY=TH;COUNT=3"), day, INT64_MAX, 3), 0);
	assert_int_equal(found.occurrences.n, 0);
	assert_false(found.has_beyond);
	assert_true(found.last_end == utc("20260115T030000Z"));
	/* No recurrence at all. */
	assert_int_equal(look(EV("DTSTART:20261201T020000Z"), day - 1,
	    day + DAYS(1), 3), 0);
	assert_int_equal(found.occurrences.n, 1);
	assert_true(found.last_end == day + 3600);
}

#define WEEKLY EV("DTSTART;TZID=Europe/Berlin:20261001T100000\n"	\
    "DTEND;TZID=Europe/Berlin:20261001T110000\nRRULE:FREQ=WEEKLY;COUNT=8")
#define OVERRIDE(params, id, lines) EV("RECURRENCE-ID" params ":" id	\
    "\n" lines)

static void
test_overrides(void **state)
{
	const struct zone *z = zone_find(SLICE("Europe/Berlin"));

	(void)state;
	/* Moved (written in UTC), cancelled, and one of no occurrence. */
	assert_int_equal(look(WEEKLY
	    OVERRIDE("", "20261008T080000Z", "DTSTART:20261009T120000Z")
	    OVERRIDE("", "20261015T080000Z",
	    "DTSTART:20261015T080000Z\nSTATUS:CANCELLED")
	    OVERRIDE("", "20261016T080000Z", "DTSTART:20261016T080000Z"),
	    0, INT64_MAX, 20), 0);
	assert_string_equal(starts(z), "2026:1001 1009T1400 1016T1000 1022 "
	    "1029 1105 1112 1119");
	assert_true(nth(1)->own && nth(1)->event == overrides[0]);
	assert_string_equal(nth(1)->recurrence_id, "20261008T080000Z");
	assert_true(nth(2)->own && nth(2)->event == overrides[2]);
	assert_false(nth(3)->own);
	/* A DATE stands for that day's. */
	assert_int_equal(look(WEEKLY OVERRIDE(";VALUE=DATE", "20261008",
	    "DTSTART:20261009T080000Z"), 0, INT64_MAX, 20), 0);
	assert_int_equal(found.occurrences.n, 8);
	assert_string_equal(nth(1)->recurrence_id, "20261008");
	/* The last is moved to the front, and the newer of two counts. */
	assert_int_equal(look(WEEKLY
	    OVERRIDE("", "20261119T090000Z", "DTSTART:20260901T080000Z")
	    OVERRIDE("", "20261119T090000Z", "DTSTART:20260902T080000Z\n"
	    "SEQUENCE:2"), 0, INT64_MAX, 20), 0);
	assert_int_equal(found.occurrences.n, 8);
	assert_true(nth(0)->start == utc("20260902T080000Z"));
	assert_true(found.last_end == utc("20261112T100000Z"));
	/* Without a master. */
	assert_int_equal(look(OVERRIDE("", "20261119T090000Z",
	    "DTSTART:20260901T080000Z"), 0, INT64_MAX, 20), 0);
	assert_int_equal(found.occurrences.n, 1);
	assert_string_equal(nth(0)->recurrence_id, "20261119T090000Z");
}

static void
test_future(void **state)
{
	const struct zone *z = zone_find(SLICE("Europe/Berlin"));

	(void)state;
	/* An hour later and half as long, over a change of offset; the
	 * fifth keeps its own; from the seventh on another. */
	assert_int_equal(look(WEEKLY
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261015T080000Z",
	    "DTSTART;TZID=Europe/Berlin:20261015T110000\nDURATION:PT30M")
	    OVERRIDE("", "20261029T090000Z", "DTSTART:20261029T150000Z")
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261112T090000Z",
	    "DTSTART;TZID=Europe/Berlin:20261113T100000\nDURATION:PT2H"),
	    0, INT64_MAX, 20), 0);
	assert_string_equal(starts(z), "2026:1001 1008 1015T1100 1022 "
	    "1029T1600 1105T1100 1113T1000 1120");
	assert_true(nth(2)->own && !nth(3)->own);
	assert_true(nth(3)->event == overrides[0]);
	assert_true(nth(3)->end == nth(3)->start + 1800);
	assert_string_equal(nth(3)->recurrence_id, "20261022T080000Z");
	assert_true(nth(7)->event == overrides[2]);
	assert_true(nth(7)->end == nth(7)->start + 7200);
	assert_string_equal(nth(7)->recurrence_id, "20261119T090000Z");
	assert_true(found.last_end == nth(7)->end);
	/* What was shifted into the window began before it. */
	assert_int_equal(look(EV("DTSTART:20261001T080000Z\nRRULE:FREQ=DAILY")
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261004T080000Z",
	    "DTSTART:20261006T080000Z"), utc("20261012T083000Z"),
	    utc("20261013T083000Z"), 20), 0);
	assert_int_equal(found.occurrences.n, 1);
	assert_string_equal(nth(0)->recurrence_id, "20261010T080000Z");
	/* Cancelled from there on. */
	assert_int_equal(look(EV("DTSTART:20261001T080000Z\nRRULE:FREQ=DAILY")
	    OVERRIDE(";RANGE=THISANDFUTURE", "20261004T080000Z",
	    "DTSTART:20261004T080000Z\nSTATUS:CANCELLED"), 0, INT64_MAX, 20),
	    0);
	assert_int_equal(found.occurrences.n, 3);
	assert_false(found.has_beyond);
	assert_true(found.last_end == utc("20261003T090000Z"));
}

static void
test_faults(void **state)
{
	static const struct {
		const char *lines, *kind, *says;	/* or the property */
	} cases[] = {
		{ "RRULE:FREQ=DAILY\nRRULE:FREQ=NO", "bad-rrule",
		    "FREQ=NO" },
		{ "EXRULE:FREQ=DAILY;COUNT=0", "bad-rrule", "EXRULE" },
		{ "RRULE:RSCALE=HEBREW;FREQ=DAILY", "unsupported-rscale",
		    "HEBREW" },
		{ "EXDATE:20261301T000000Z\nRRULE:FREQ=DAILY", "bad-date",
		    "EXDATE" },
		{ "RDATE;TZID=Nowhere/X:20261201T000000", "unknown-timezone",
		    "RDATE" },
		{ "RDATE;VALUE=PERIOD:20261201T000000Z/-PT1H", "bad-date",
		    "period" },
		{ "RDATE;VALUE=PERIOD:20261201T000000Z/", "bad-date",
		    "RDATE" },
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(cases); i++) {
		snprintf(text, sizeof(text), EV("DTSTART:20261201T020000Z\n"
		    "%s"), cases[i].lines);
		if (parse(text) != -1)
			fail_msg("%s is taken", text);
		if (strcmp(fault.kind, cases[i].kind) != 0 ||
		    !fault.property || (!strstr(error.msg, cases[i].says) &&
		    strcmp(fault.property, cases[i].says) != 0))
			fail_msg("%s: %s: %s", text, fault.kind, error.msg);
	}
	/* An override has no set of its own. */
	assert_int_equal(parse(OVERRIDE("", "20261119T090000Z",
	    "DTSTART:20260901T080000Z\nRRULE:FREQ=NO")), 0);
	assert_null(events[0].recurrence);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Nothing takes long: half a second is for valgrind and slow machines. */
static void
test_hostile(void **state)
{
	static const char *const rules[] = {
		"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=SECONDLY;COUNT=2147483647;BYSECOND=1",
		"FREQ=HOURLY;INTERVAL=2;BYHOUR=9",
		"FREQ=MINUTELY;BYHOUR=3;BYSETPOS=2",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYYEARDAY=100",
		"FREQ=SECONDLY;UNTIL=24991231T000000Z",
		"FREQ=SECONDLY\nEXRULE:FREQ=SECONDLY",
		"FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7;BYSETPOS=366",
		"FREQ=YEARLY;INTERVAL=1000000", "FREQ=SECONDLY;INTERVAL=999999",
	};
	int64_t begin, from = utc("20261201");
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(rules); i++) {
		snprintf(text, sizeof(text), EV("DTSTART:19700102T020000Z\n"
		    "RRULE:%s"), rules[i]);
		begin = now_ms();
		if (look(text, from, from + DAYS(30), 1000) == -1)
			assert_true(fault.kind != NULL);
		if (now_ms() - begin > 500)
			fail_msg("%s takes %d ms", text,
			    (int)(now_ms() - begin));
	}
}

/* Each of a thousand has a bound, and so have all of them. */
static void
test_budget(void **state)
{
	int64_t from = utc("20261201"), begin = now_ms();
	int i, costly = 0;

	(void)state;
	recur_reset();
	for (i = 0; i < 1000; i++)
		costly += look(EV("DTSTART:19700102T020000Z\n"
		    "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"), from,
		    from + DAYS(30), 1000) == -1;
	/* Some find that it never takes place, then there is no time left. */
	assert_in_range(costly, 100, 900);
	assert_true(now_ms() - begin < 20000);
	/* What is cheap goes on. */
	assert_int_equal(look(EV("DTSTART:20000102T020000Z\n"
	    "RRULE:FREQ=WEEKLY;BYDAY=MO"), from, from + DAYS(30), 1000), 0);
	recur_reset();
}

/* 8,000 EXDATEs and 1,000 RDATEs with several rules. */
static void
test_many(void **state)
{
	struct str s = { .max = 1 << 20 };
	char buf[CLOCK_TEXT];
	int64_t i, start = utc("20200101T020000Z"), begin;

	(void)state;
	str_adds(&s, "BEGIN:VEVENT\nUID:a\nDTSTART:20200101T020000Z\n"
	    "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE\n"
	    "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\n");
	for (i = 0; i < 8000; i++)
		str_addf(&s, "%s%s", i % 4000 ? "," : i ? "\nEXDATE:" :
		    "EXDATE:", clock_ical(start + DAYS(8000 - i), buf));
	for (i = 0; i < 1000; i++)
		str_addf(&s, "%s%s", i % 500 ? "," : "\nRDATE:",
		    clock_ical(start + DAYS(i * 3) + 7200, buf));
	str_adds(&s, "\nEND:VEVENT\n");
	begin = now_ms();
	assert_int_equal(look(str_text(&s), start + DAYS(100),
	    start + DAYS(400), 1000), 0);
	assert_true(now_ms() - begin < 500);
	assert_int_equal(found.occurrences.n, 100);
	assert_true(found.last_end == RECUR_ENDLESS);
	assert_true(found.beyond.start == start + DAYS(402) + 7200);
	str_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_examples, done),
		cmocka_unit_test_teardown(test_long, done),
		cmocka_unit_test_teardown(test_sets, done),
		cmocka_unit_test_teardown(test_lengths, done),
		cmocka_unit_test_teardown(test_all_day, done),
		cmocka_unit_test_teardown(test_changes, done),
		cmocka_unit_test_teardown(test_window, done),
		cmocka_unit_test_teardown(test_overrides, done),
		cmocka_unit_test_teardown(test_future, done),
		cmocka_unit_test_teardown(test_faults, done),
		cmocka_unit_test_teardown(test_hostile, done),
		cmocka_unit_test_teardown(test_budget, done),
		cmocka_unit_test_teardown(test_many, done),
		cmocka_unit_test_teardown(test_missed, done),
		cmocka_unit_test_teardown(test_all_day_until, done),
		cmocka_unit_test_teardown(test_early, done),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	parse_done();
	return rc;
}
