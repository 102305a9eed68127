/* SPDX-License-Identifier: MIT */
#ifndef ICSR_TESTS_STORE_FIXTURE_H
#define ICSR_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/bookings.h"
#include "store/files.h"
#include "store/store.h"

/* A state in memory, and rows for it. */

struct fixture {
	struct clock clock;
	struct store *s;
	struct arena a;
	struct err e;
};

#define LEN(a) (sizeof(a) / sizeof(*(a)))
#define OK(call) do { \
		if ((call) == -1) \
			fail_msg("%s: %s", #call, f->e.msg); \
	} while (0)

static inline int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	return clock_init(&f->clock, &f->e) == -1 ||
	    store_open(&f->s, "/nonexistent/state.db", STORE_COPY, &f->clock,
	    &f->e) == -1 ? -1 : 0;
}

static inline int
teardown(void **state)
{
	struct fixture *f = *state;

	store_close(f->s);
	arena_free(&f->a);
	free(f);
	return 0;
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static inline struct booking
some_booking(const char *calendar, const char *uid)
{
	return (struct booking){
		.calendar = calendar,
		.uid = uid,
		.recurrence_id = "",
		.state = BOOKING_LIVE,
		.legacy = true,
		.reserve_id = "7494000000000000001",
		.meeting_no = "123456789",
		.url = "https://vc.feishu.cn/j/123456789",
		.app_link = "https://applink.feishu.cn/x",
		.live_link = "https://meetings.feishu.cn/s/x",
		.topic = "T\xc3\xb6pic",
		.start = 100, .end = 200, .end_time = 300,
		.held = {
			.field = {
				[REQUEST_OWNER] = "\"ou_a\"",
				[REQUEST_TOPIC] = "\"T\"",
				[REQUEST_HOSTS] = "[]",
			},
			.until = 250,
		},
		.sequence = 3, .dtstamp = -5, .pattern = UINT64_MAX - 1,
		.error = { 400, 121003, "no; \"quotes\"", "log-1" },
		.created = 7, .updated = 8,
	};
}

static inline struct file_row
some_file(const char *calendar, const char *path)
{
	return (struct file_row){
		.calendar = calendar,
		.path = path,
		.trusted = true,
		.since = 6, .due = 7,
		.stamp = { 1, 2, 3, INT64_MAX, INT64_MIN },
		.config = UINT64_MAX,
		.calendars = 4, .skipped = 5, .deferred = 6,
	};
}

/* The first row of a UID in a calendar that is neither released nor going,
 * NULL when there is none. */
static inline struct booking *
find(struct fixture *f, const char *calendar, const char *uid)
{
	struct bookings out = { 0 };
	struct booking *b = NULL, *row;
	size_t i;

	OK(bookings_of_uid(f->s, uid, &f->a, &out, &f->e));
	for (i = 0; i < out.n && !b; i++) {
		row = &out.items[i];
		if (strcmp(row->calendar, calendar) == 0 && !row->released &&
		    !row->going) {
			b = ARENA_NEW(&f->a, struct booking);
			*b = *row;
		}
	}
	VEC_FREE(&out);
	return b;
}

#endif
