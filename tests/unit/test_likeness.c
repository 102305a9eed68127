/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "ics/likeness.h"
#include "ics/own_lines.h"

/* Which of several VEVENTs one has been. */

struct fixture {
	struct arena a;
	struct own_event ev;
};

static struct slice
says(struct fixture *f, const char *lines, bool ours)
{
	char *text = arena_printf(&f->a, "BEGIN:VEVENT\r\nUID:u\r\n%s"
	    "END:VEVENT\r\n", lines);
	struct slice out;
	size_t i;

	own_read(&f->ev, slice_str(text), 0, strlen(text), &f->a);
	for (i = 0; i < f->ev.lines.n; i++)
		if (ours && f->ev.lines.items[i].key)
			f->ev.lines.items[i].claim = OWN_OURS;
	out = likeness_of(&f->ev, &f->a);
	own_free(&f->ev);
	return out;
}

#define SAME "SUMMARY:Team\r\nDTSTART:20251205T020000Z\r\n"

static void
test_written(void **state)
{
	struct fixture *f = *state;
	struct slice before = says(f, SAME "URL:\r\nDTSTAMP:1\r\n", false);

	/* What we write changes nothing, and no form does. */
	assert_int_equal(likeness_compare(before, says(f, "DTSTAMP:2\r\n"
	    "DTSTART;X-A=b:20251205T020000Z\nSUMMARY:Te\n am\n"
	    "URL:https://vc.feishu.cn/j/1\r\n", true)), 1000);
	/* Such a line of the user's says something. */
	assert_in_range(likeness_compare(before, says(f, SAME
	    "URL:https://vc.feishu.cn/j/1\r\n", false)), 1, 999);
}

static void
test_nearest(void **state)
{
	struct fixture *f = *state;
	struct slice one = says(f, SAME "RECURRENCE-ID:1\r\nCLASS:A\r\n", 0);
	struct slice two = says(f, SAME "RECURRENCE-ID:2\r\nCLASS:B\r\n", 0);
	struct slice now = says(f, SAME "RECURRENCE-ID:3\r\nCLASS:A\r\n", 0);

	assert_true(likeness_compare(now, one) > likeness_compare(now, two));
	assert_int_equal(likeness_compare(one, two),
	    likeness_compare(two, one));
	assert_int_equal(likeness_compare(one, slice_of("", 0)), 0);
	assert_int_equal(likeness_compare(slice_of("", 0),
	    slice_of("", 0)), 0);
}

static void
test_large(void **state)
{
	struct fixture *f = *state;
	struct str lines = { 0 }, other = { 0 };
	struct slice x, y;
	int i;

	for (i = 0; i < 1000; i++) {
		str_addf(&lines, "ATTENDEE:mailto:%d@x\r\n", i);
		str_addf(&other, "ATTENDEE:mailto:%d@x\r\n", i + 250);
	}
	x = says(f, str_text(&lines), false);
	y = says(f, str_text(&other), false);
	assert_int_equal(x.n, 32 * sizeof(uint64_t));
	/* 750 of 1,250 are the same. */
	assert_in_range(likeness_compare(x, y), 300, 850);
	str_free(&lines);
	str_free(&other);
}

static int
set_up(void **state)
{
	static struct fixture f;

	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
