/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/people.h"

/* How long an answer of the directory holds.  All in a state in memory. */

#define NOW INT64_C(1795305600)
static const struct people_key key = { UINT64_MAX - 1, "open_id" };

struct fixture {
	struct clock clock;
	struct store *s;
	struct arena a;
	struct err e;
};

#define OK(call) do { \
		if ((call) == -1) \
			fail_msg("%s: %s", #call, f->e.msg); \
	} while (0)

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	return clock_init(&f->clock, &f->e) == -1 ||
	    store_open(&f->s, "/nonexistent/state.db", STORE_COPY, &f->clock,
	    &f->e) == -1 ? -1 : 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	store_close(f->s);
	arena_free(&f->a);
	free(f);
	return 0;
}

static void
put(struct fixture *f, const struct people_key *k, const char *address,
    const char *id, int64_t asked)
{
	struct people_row row = { address, id, asked };

	OK(people_put(f->s, k, &row, &f->e));
}

/* "address=id address=-", in the order that they come in. */
static const char *
listed(struct fixture *f, struct people_rows *rows)
{
	const char *text = "";
	const struct people_row *r;
	size_t i;

	for (i = 0; i < rows->n; i++) {
		r = &rows->items[i];
		text = arena_printf(&f->a, "%s%s%s=%s", text, i ? " " : "",
		    r->address, r->user_id ? r->user_id : "-");
	}
	VEC_FREE(rows);
	return text;
}

static const char *
known(struct fixture *f, const struct people_key *k, int64_t now)
{
	struct people_rows rows = { 0 };

	OK(people_known(f->s, k, now, &f->a, &rows, &f->e));
	return listed(f, &rows);
}

static const char *
unresolved(struct fixture *f)
{
	struct people_rows rows = { 0 };

	OK(people_unresolved(f->s, &key, &f->a, &rows, &f->e));
	return listed(f, &rows);
}

static void
test_age(void **state)
{
	struct fixture *f = *state;

	put(f, &key, "found@x", "ou_1", NOW);
	put(f, &key, "nobody@x", NULL, NOW);
	assert_string_equal(known(f, &key, NOW), "found@x=ou_1 nobody@x=-");
	assert_string_equal(known(f, &key, NOW + 3599),
	    "found@x=ou_1 nobody@x=-");
	assert_string_equal(known(f, &key, NOW + 3600), "found@x=ou_1");
	assert_string_equal(known(f, &key, NOW + 86399), "found@x=ou_1");
	assert_string_equal(known(f, &key, NOW + 86400), "");
	/* A clock that was wrong then. */
	assert_string_equal(known(f, &key, NOW - 1), "");
}

static void
test_key(void **state)
{
	struct fixture *f = *state;
	const struct people_key app = { 1, "open_id" };
	const struct people_key type = { UINT64_MAX - 1, "user_id" };

	put(f, &key, "a@x", "ou_1", NOW);
	put(f, &app, "a@x", "ou_2", NOW);
	assert_string_equal(known(f, &key, NOW), "a@x=ou_1");
	assert_string_equal(known(f, &app, NOW), "a@x=ou_2");
	assert_string_equal(known(f, &type, NOW), "");
	/* A later answer takes the place of the earlier one. */
	put(f, &key, "a@x", NULL, NOW + 1);
	assert_string_equal(known(f, &key, NOW + 1), "a@x=-");
	assert_string_equal(known(f, &app, NOW + 1), "a@x=ou_2");
}

static void
test_purge(void **state)
{
	struct fixture *f = *state;

	put(f, &key, "old@x", NULL, NOW - 86400);
	put(f, &key, "young@x", NULL, NOW - 86399);
	put(f, &key, "found@x", "ou_1", NOW);
	put(f, &key, "future@x", NULL, NOW + 1);
	assert_string_equal(unresolved(f), "future@x=- old@x=- young@x=-");
	OK(people_purge(f->s, NOW, &f->e));
	assert_string_equal(unresolved(f), "young@x=-");
	assert_string_equal(known(f, &key, NOW), "found@x=ou_1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_age, setup, teardown),
		cmocka_unit_test_setup_teardown(test_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_purge, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
