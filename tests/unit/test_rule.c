/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ics/rule.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static struct rule rule;
static const char *kind;
static struct err error;

static int
parse(const char *text)
{
	kind = NULL;
	error = (struct err){ 0 };
	return rule_parse(slice_str(text), &rule, &kind, &error);
}

/* What is refused, and a word of the sentence that says why. */
static const struct {
	const char *text, *kind, *says;
} refused[] = {
	{ "", "bad-rrule", "no FREQ" },
	{ "INTERVAL=2", "bad-rrule", "no FREQ" },
	{ "FREQ=", "bad-rrule", "FREQ=" },
	{ "FREQ=FORTNIGHTLY", "bad-rrule", "FORTNIGHTLY" },
	{ "FREQ=DAILY;FREQ=DAILY", "bad-rrule", "another" },
	{ "FREQ=DAILY;BYHOUR=1;byhour=2", "bad-rrule", "another" },
	{ "FREQ=DAILY;BYFOO=1", "bad-rrule", "BYFOO" },
	{ "FREQ=DAILY;COUNT", "bad-rrule", "COUNT" },
	{ "FREQ=DAILY;=1", "bad-rrule", "no part" },
	{ "FREQ=DAILY;COUNT=0", "bad-rrule", "COUNT=0" },
	{ "FREQ=DAILY;COUNT=-1", "bad-rrule", "COUNT=-1" },
	{ "FREQ=DAILY;COUNT=99999999999", "bad-rrule", "COUNT=9" },
	{ "FREQ=DAILY;COUNT=1x", "bad-rrule", "COUNT=1x" },
	{ "FREQ=DAILY;INTERVAL=0", "bad-rrule", "INTERVAL=0" },
	{ "FREQ=DAILY;INTERVAL=1000001", "bad-rrule", "INTERVAL" },
	{ "FREQ=DAILY;INTERVAL=", "bad-rrule", "INTERVAL" },
	{ "FREQ=DAILY;COUNT=2;UNTIL=20261201", "bad-rrule", "both" },
	{ "FREQ=DAILY;COUNT=2;UNTIL=99991231", "bad-rrule", "both" },
	{ "FREQ=DAILY;UNTIL=20261301", "bad-rrule", "UNTIL" },
	{ "FREQ=DAILY;UNTIL=20260230T000000Z", "bad-rrule", "UNTIL" },
	{ "FREQ=DAILY;UNTIL=99990231", "bad-rrule", "UNTIL" },
	{ "FREQ=DAILY;UNTIL=00000000", "bad-rrule", "UNTIL" },
	{ "FREQ=DAILY;UNTIL=never", "bad-rrule", "UNTIL" },
	{ "FREQ=DAILY;UNTIL=", "bad-rrule", "UNTIL" },
	{ "FREQ=DAILY;BYSECOND=61", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYMINUTE=60", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYHOUR=24", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYHOUR=-1", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYMONTH=0", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYMONTH=13", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYMONTH=5L", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYMONTH=", "bad-rrule", "no number" },
	{ "FREQ=DAILY;BYMONTH=,", "bad-rrule", "no number" },
	{ "FREQ=DAILY;BYMONTHDAY=0", "bad-rrule", "range" },
	{ "FREQ=DAILY;BYMONTHDAY=32", "bad-rrule", "range" },
	{ "FREQ=YEARLY;BYYEARDAY=367", "bad-rrule", "range" },
	{ "FREQ=YEARLY;BYYEARDAY=-367", "bad-rrule", "range" },
	{ "FREQ=YEARLY;BYWEEKNO=54", "bad-rrule", "range" },
	{ "FREQ=YEARLY;BYSETPOS=0", "bad-rrule", "range" },
	{ "FREQ=YEARLY;BYSETPOS=367", "bad-rrule", "range" },
	{ "FREQ=YEARLY;BYDAY=XX", "bad-rrule", "days" },
	{ "FREQ=YEARLY;BYDAY=0MO", "bad-rrule", "days" },
	{ "FREQ=YEARLY;BYDAY=54MO", "bad-rrule", "days" },
	{ "FREQ=YEARLY;BYDAY=M", "bad-rrule", "days" },
	{ "FREQ=YEARLY;BYDAY=+-1MO", "bad-rrule", "days" },
	{ "FREQ=YEARLY;BYDAY=", "bad-rrule", "no day" },
	{ "FREQ=WEEKLY;WKST=XX", "bad-rrule", "WKST=XX" },
	{ "FREQ=WEEKLY;BYDAY=1MO", "bad-rrule", "MONTHLY" },
	{ "FREQ=WEEKLY;BYMONTHDAY=1", "bad-rrule", "WEEKLY" },
	{ "FREQ=MONTHLY;BYYEARDAY=1", "bad-rrule", "BYYEARDAY" },
	{ "FREQ=MONTHLY;BYWEEKNO=1", "bad-rrule", "YEARLY" },
	{ "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "bad-rrule", "BYWEEKNO" },
	{ "RSCALE=CHINESE;FREQ=YEARLY", "unsupported-rscale", "CHINESE" },
	{ "FREQ=LUNAR_YEARLY;INTERVAL=1;BYMONTH=10;BYMONTHDAY=8",
	  "unsupported-rscale", "as RDATE instead" },
	{ "FREQ=YEARLY;RSCALE=CHINESE;BYMONTH=5L", "unsupported-rscale",
	  "RDATE" },
	{ "FREQ=YEARLY;BYMONTH=5L", "bad-rrule", "BYMONTH" },
	{ "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD",
	    "unsupported-rscale", "SKIP=FORWARD" },
};

static void
test_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < LEN(refused); i++) {
		if (parse(refused[i].text) != -1)
			fail_msg("%s is taken", refused[i].text);
		assert_int_equal(error.code, ERR_FAILED);
		assert_string_equal(kind, refused[i].kind);
		if (!strstr(error.msg, refused[i].says))
			fail_msg("%s: %s", refused[i].text, error.msg);
	}
}

static const char *const taken[] = {
	"FREQ=YEARLY;BYWEEKNO=-8", "freq=weekly;byday=mo,tu;wkst=su",
	" FREQ = DAILY ; COUNT = 3 ; ", ";FREQ=DAILY;;INTERVAL=+2;",
	"FREQ=MONTHLY;BYDAY=+1MO,-2TU,WE", "RSCALE=gregorian;FREQ=DAILY",
	"RSCALE=GREGORIAN;SKIP=OMIT;FREQ=DAILY",
	"FREQ=DAILY;UNTIL=20261201T000000", "FREQ=DAILY;UNTIL=20261201",
	"FREQ=SECONDLY;BYYEARDAY=-366,366;BYSETPOS=-366,366",
	"FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;COUNT=2147483647",
};

static void
test_taken(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < LEN(taken); i++)
		if (parse(taken[i]) == -1)
			fail_msg("%s: %s", taken[i], error.msg);
}

static void
test_values(void **state)
{
	(void)state;
	assert_int_equal(parse("FREQ=MONTHLY;INTERVAL=3;COUNT=7;WKST=SU;"
	    "BYDAY=MO,2TU,-1WE;BYMONTHDAY=1,-31;BYSECOND=60"), 0);
	assert_int_equal(rule.freq, RULE_MONTHLY);
	assert_int_equal(rule.interval, 3);
	assert_int_equal(rule.count, 7);
	assert_int_equal(rule.wkst, RULE_SU);
	assert_int_equal(rule.week_days, 1u << RULE_MO);
	assert_true(rule.nth[RULE_TU].front == 1u << 2);
	assert_true(rule.nth[RULE_WE].back == 1u << 1);
	assert_true(rule_in(&rule.month_days, 1, 30));
	assert_true(rule_in(&rule.month_days, 2, 31));
	assert_false(rule_in(&rule.month_days, 2, 30));
	assert_false(rule_in(&rule.month_days, 500, -1));
	assert_true(rule_in(&rule.seconds, 59, -1));
	assert_false(rule.has_until);
	assert_true(rule.until == INT64_MAX);
}

static void
test_until(void **state)
{
	(void)state;
	assert_int_equal(parse("FREQ=DAILY;UNTIL=20261201T020000Z"), 0);
	assert_true(rule.has_until && rule.until_date.utc);
	assert_int_equal(rule.until_date.local.hour, 2);
	/* A year that no date has: never, or long ago. */
	assert_int_equal(parse("FREQ=DAILY;UNTIL=99991231T235959Z"), 0);
	assert_false(rule.has_until);
	assert_int_equal(parse("FREQ=DAILY;UNTIL=00010101T000000Z"), 0);
	assert_true(rule.has_until);
	assert_int_equal(rule.until_date.local.year, 1);
}

static void
test_complete(void **state)
{
	const struct civil c = { 2026, 12, 1, 10, 20, 30 };	/* TU */
	int64_t start = clock_from_civil(&c);

	(void)state;
	assert_int_equal(parse("FREQ=YEARLY"), 0);
	rule_complete(&rule, start, false);
	assert_true(rule_in(&rule.months, 12, -1));
	assert_true(rule_in(&rule.month_days, 1, -1));
	assert_true(rule_in(&rule.hours, 10, -1));
	assert_true(rule_in(&rule.seconds, 30, -1));
	assert_int_equal(parse("FREQ=YEARLY;BYWEEKNO=20"), 0);
	rule_complete(&rule, start, false);
	assert_int_equal(rule.week_days, 1u << RULE_TU);
	assert_false(rule.months.any);
	assert_int_equal(parse("FREQ=HOURLY;BYMINUTE=5"), 0);
	rule_complete(&rule, start, false);
	assert_false(rule.hours.any || rule.by_day || rule.month_days.any);
	assert_false(rule_in(&rule.minutes, 20, -1));
	/* A plain COUNT is an UNTIL; one with BY parts stays. */
	assert_int_equal(parse("FREQ=WEEKLY;INTERVAL=2;COUNT=3"), 0);
	rule_complete(&rule, start, false);
	assert_int_equal(rule.count, 0);
	assert_true(rule.until == start + 4 * 604800);
	assert_int_equal(parse("FREQ=WEEKLY;BYDAY=MO;COUNT=3"), 0);
	rule_complete(&rule, start, false);
	assert_int_equal(rule.count, 3);
	/* On a DATE what is below a day does not count. */
	assert_int_equal(parse("FREQ=DAILY;BYHOUR=9,10;BYSECOND=1"), 0);
	rule_complete(&rule, start - start % 86400, true);
	assert_true(rule_in(&rule.hours, 0, -1));
	assert_false(rule_in(&rule.hours, 9, -1));
	assert_false(rule_in(&rule.seconds, 1, -1));
}

static void
test_weekday(void **state)
{
	(void)state;
	assert_int_equal(rule_weekday(0), RULE_TH);
	assert_int_equal(rule_weekday(-1), RULE_WE);
	assert_int_equal(rule_weekday(4), RULE_MO);
	assert_int_equal(rule_weekday(-8), RULE_WE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_weekday),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
