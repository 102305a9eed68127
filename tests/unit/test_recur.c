/* SPDX-License-Identifier: MIT */
/* Rules, one by one. */
#include "ics/limits.h"
#include "recur_fixture.h"

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

/* Nothing takes long; the last step may count for several. */
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
	int64_t steps, from = utc("20261201");
	char text[512];
	size_t i;

	(void)state;
	recur_reset();
	for (i = 0; i < LEN(rules); i++) {
		snprintf(text, sizeof(text), EV("DTSTART:19700102T020000Z\n"
		    "RRULE:%s"), rules[i]);
		if (look(text, from, from + DAYS(30), 1000) == -1)
			assert_true(fault.kind != NULL);
		steps = recur_reset();
		if (steps < 1 || steps > ICS_RECUR_STEPS_MAX + 32)
			fail_msg("%s takes %d steps", text, (int)steps);
	}
}

/* Each of a thousand has a bound, and so have all of them. */
static void
test_budget(void **state)
{
	int64_t from = utc("20261201");
	int i, costly = 0;

	(void)state;
	recur_reset();
	for (i = 0; i < 1000; i++)
		costly += look(EV("DTSTART:19700102T020000Z\n"
		    "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"), from,
		    from + DAYS(30), 1000) == -1;
	/* Some find that it never takes place, then there is no time left. */
	assert_in_range(costly, 100, 900);
	/* What is cheap goes on. */
	assert_int_equal(look(EV("DTSTART:20000102T020000Z\n"
	    "RRULE:FREQ=WEEKLY;BYDAY=MO"), from, from + DAYS(30), 1000), 0);
	assert_in_range(recur_reset(), ICS_RECUR_STEPS_ALL,
	    ICS_RECUR_STEPS_ALL + 1000 * ICS_RECUR_STEPS_FEW +
	    ICS_RECUR_STEPS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_examples, done),
		cmocka_unit_test_teardown(test_long, done),
		cmocka_unit_test_teardown(test_all_day_until, done),
		cmocka_unit_test_teardown(test_early, done),
		cmocka_unit_test_teardown(test_hostile, done),
		cmocka_unit_test_teardown(test_budget, done),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	parse_done();
	return rc;
}
