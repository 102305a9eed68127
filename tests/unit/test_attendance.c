/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/attendance.h"

#define IN 2
#define LEFT 4
#define RINGING 3

/* A meeting that began at 1000, and what is known of it. */
struct known {
	struct attendance m;
	struct stays stays;
	struct attendees people;
};

static void
look_as(struct known *k, const char *type, int64_t now, struct participant *p,
    size_t n)
{
	struct active_meeting a = { .id = "1", .start_time = 1000,
		.status = 2, .participants = p, .n_participants = n };

	attendance_merge(&k->m, &k->stays, &(struct attendance_look){ &a,
	    type, now });
}

#define LOOK(k, now, ...) do { \
	struct participant p_[] = { __VA_ARGS__ }; \
	look_as(k, "open_id", now, p_, sizeof(p_) / sizeof(*p_)); \
} while (0)

static const struct attendee *
person(struct known *k, const char *id)
{
	size_t i;

	VEC_FREE(&k->people);
	attendance_people(&k->m, &k->stays, &k->people);
	for (i = 0; i < k->people.n; i++)
		if (strcmp(k->people.items[i].id, id) == 0)
			return &k->people.items[i];
	fail_msg("%s is not on the sheet", id);
	return NULL;
}

static void
done(struct known *k)
{
	VEC_FREE(&k->people);
	VEC_FREE(&k->stays);
}

/* The server counts: what it says is right, however few looks there are. */
static void
test_counted(void **state)
{
	struct known k = { 0 };
	const struct attendee *a;

	(void)state;
	LOOK(&k, 1100, { .id = "a", .joined = 1000, .seconds = 100,
	    .status = IN });
	LOOK(&k, 2000, { .id = "a", .joined = 1000, .left = 1500,
	    .seconds = 300, .status = LEFT });
	LOOK(&k, 3000, { .id = "a", .joined = 1000, .seconds = 700,
	    .status = IN, .is_host = true });
	attendance_end(&k.m, &k.stays, 3100);
	a = person(&k, "a");
	assert_int_equal(a->seconds, 800);
	assert_int_equal(a->joined, 1000);
	assert_int_equal(a->left, 3100);
	assert_true(a->left_told && a->host);
	assert_int_equal(attendance_share(&k.m, a), 38);
	done(&k);
}

/* A count that stands still leaves out the stay under way. */
static void
test_not_counted(void **state)
{
	struct known k = { 0 };

	(void)state;
	LOOK(&k, 1100, { .id = "a", .joined = 1050, .status = IN });
	assert_int_equal(person(&k, "a")->seconds, 50);
	LOOK(&k, 1220, { .id = "a", .joined = 1050, .status = IN });
	assert_int_equal(person(&k, "a")->seconds, 170);
	LOOK(&k, 1340, { .id = "a", .joined = 1050, .left = 1300,
	    .status = LEFT });
	assert_int_equal(person(&k, "a")->seconds, 250);
	/* The same again changes nothing. */
	LOOK(&k, 1460, { .id = "a", .joined = 1050, .left = 1300,
	    .status = LEFT });
	assert_int_equal(person(&k, "a")->seconds, 250);
	/* Back, but since when, nobody says. */
	LOOK(&k, 1580, { .id = "a", .joined = 1050, .status = IN });
	assert_int_equal(person(&k, "a")->seconds, 250);
	LOOK(&k, 1700, { .id = "a", .joined = 1050, .status = IN });
	assert_int_equal(person(&k, "a")->seconds, 370);
	assert_int_equal(person(&k, "a")->left, 0);
	/* A clock that was set back adds nothing. */
	LOOK(&k, 1500, { .id = "a", .joined = 1050, .status = IN });
	assert_int_equal(person(&k, "a")->seconds, 370);
	attendance_end(&k.m, &k.stays, 0);
	assert_int_equal(person(&k, "a")->left, 1700);
	assert_false(person(&k, "a")->left_told);
	done(&k);
}

/* Whom the server lists anew, or no more, or not by name. */
static void
test_lists(void **state)
{
	struct known k = { 0 };

	(void)state;
	LOOK(&k, 1100, { .id = "a", .joined = 1000, .seconds = 100,
	    .status = IN }, { .id = "b", .joined = 1000, .seconds = 100,
	    .status = IN }, { .id = "rung", .status = RINGING });
	LOOK(&k, 1200, { .id = "b", .joined = 1000, .seconds = 200,
	    .status = IN });
	assert_int_equal(person(&k, "a")->left, 1100);
	assert_false(person(&k, "a")->left_told);
	assert_int_equal(k.people.n, 2);
	LOOK(&k, 1400, { .id = "a", .joined = 1300, .seconds = 100,
	    .status = IN }, { .id = "b", .joined = 1000, .seconds = 400,
	    .status = IN });
	assert_int_equal(person(&k, "a")->seconds, 200);
	assert_int_equal(person(&k, "a")->joined, 1000);
	assert_int_equal(person(&k, "a")->left, 0);
	/* A second device counts no second twice. */
	LOOK(&k, 1500, { .id = "b", .joined = 1000, .seconds = 500,
	    .status = IN }, { .id = "b", .joined = 1000, .seconds = 500,
	    .status = IN }, { .id = "b", .joined = 1300, .seconds = 200,
	    .status = IN });
	assert_int_equal(person(&k, "b")->seconds, 500);
	/* Two without an id are two. */
	LOOK(&k, 1600, { .joined = 1550, .seconds = 50, .status = IN },
	    { .joined = 1550, .seconds = 50, .status = IN },
	    { .id = "", .joined = 1560, .seconds = 40, .status = IN });
	person(&k, "");
	assert_int_equal(k.people.n, 5);
	done(&k);
}

static void
test_kinds_of_ids(void **state)
{
	struct known k = { 0 };
	struct participant p = { .id = "on_a", .joined = 1000,
		.seconds = 200, .status = IN };

	(void)state;
	LOOK(&k, 1100, { .id = "ou_a", .joined = 1000, .seconds = 100,
	    .status = IN });
	look_as(&k, "union_id", 1200, &p, 1);
	assert_int_equal(person(&k, "on_a")->seconds, 200);
	assert_int_equal(k.people.n, 1);
	done(&k);
}

/* Nobody, and more than can be. */
static void
test_bounds(void **state)
{
	struct known k = { 0 };
	struct participant *p = test_calloc(5000, sizeof(*p));
	size_t i;

	(void)state;
	look_as(&k, "open_id", 1100, p, 0);
	for (i = 0; i < 5000; i++)
		p[i] = (struct participant){ .id = "x", .joined =
			(int64_t)i + 1, .status = IN };
	look_as(&k, "open_id", 1200, p, 5000);
	assert_int_equal(k.stays.n, 3000);
	assert_int_equal(attendance_share(&(struct attendance){ 0 },
	    person(&k, "x")), 0);
	test_free(p);
	done(&k);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counted),
		cmocka_unit_test(test_not_counted),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_kinds_of_ids),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
