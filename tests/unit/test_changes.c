/* SPDX-License-Identifier: MIT */
#include "store_fixture.h"
#include "sync/changes.h"

/* Changes of rows that are made at once. */

static struct booking
put_one(struct fixture *f, const char *uid, const char *recurrence_id,
    const char *reserve_id)
{
	struct booking b = some_booking("c", uid);

	b.recurrence_id = recurrence_id;
	b.reserve_id = reserve_id;
	OK(bookings_put(f->s, &b, &f->e));
	return b;
}

/* "UID RECURRENCE-ID RESERVE-ID, " of all rows, by reservation. */
static void
check_rows(struct fixture *f, const char *want)
{
	static const char *const ids[] = { "r1", "r2", "r3" };
	struct bookings out = { 0 };
	struct str s = { 0 };
	const struct booking *b;
	size_t i, j;

	for (i = 0; i < LEN(ids); i++) {
		out.n = 0;
		OK(bookings_by_reserve_id(f->s, ids[i], &f->a, &out, &f->e));
		for (j = 0; j < out.n; j++) {
			b = &out.items[j];
			str_addf(&s, "%s %s %s%s, ", b->uid,
			    b->recurrence_id, b->reserve_id,
			    b->released ? " released" : "");
		}
	}
	assert_string_equal(str_text(&s), want);
	VEC_FREE(&out);
	str_free(&s);
}

static void
make(struct fixture *f, struct changes *c)
{
	OK(store_begin(f->s, &f->e));
	OK(changes_make(c, f->s, &f->e));
	OK(store_commit(f->s, "test", &f->e));
	changes_free(c);
}

/* A series that is shifted by its period: each takes the next one's key. */
static void
test_keys_in_a_ring(void **state)
{
	struct fixture *f = *state;
	struct changes c = { 0 };
	struct booking a = put_one(f, "u", "1", "r1");
	struct booking b = put_one(f, "u", "2", "r2");
	struct booking d = put_one(f, "u", "3", "r3");

	a.recurrence_id = "2";
	b.recurrence_id = "3";
	d.recurrence_id = "1";
	changes_put(&c, &a, &f->a);
	changes_put(&c, &b, &f->a);
	changes_put(&c, &d, &f->a);
	make(f, &c);
	check_rows(f, "u 2 r1, u 3 r2, u 1 r3, ");
}

/* The key of one that goes is free at once. */
static void
test_key_of_one_that_goes(void **state)
{
	struct fixture *f = *state;
	struct changes c = { 0 };
	struct booking a = put_one(f, "u", "1", "r1");
	struct booking b = put_one(f, "u", "2", "r2");

	b.recurrence_id = "1";
	changes_put(&c, &b, &f->a);
	changes_remove(&c, &a, &f->a);
	make(f, &c);
	check_rows(f, "u 1 r2, ");
}

/* Of several changes of a row the last one counts. */
static void
test_last_counts(void **state)
{
	struct fixture *f = *state;
	struct changes c = { 0 };
	struct booking a = put_one(f, "u", "1", "r1");
	struct booking b = put_one(f, "v", "", "r2");
	char uid[] = "w";

	a.uid = uid;
	changes_put(&c, &a, &f->a);
	/* Texts are copies. */
	uid[0] = 'x';
	changes_remove(&c, &b, &f->a);
	b.released = true;
	changes_put(&c, &b, &f->a);
	make(f, &c);
	check_rows(f, "w 1 r1, v  r2 released, ");
	changes_put(&c, &a, &f->a);
	changes_remove(&c, &a, &f->a);
	make(f, &c);
	check_rows(f, "v  r2 released, ");
}

/* Two that want one key: none of it is made. */
static void
test_same_key(void **state)
{
	struct fixture *f = *state;
	struct changes c = { 0 };
	struct booking a = put_one(f, "u", "1", "r1");
	struct booking b = put_one(f, "u", "2", "r2");

	a.recurrence_id = b.recurrence_id = "3";
	changes_put(&c, &a, &f->a);
	changes_put(&c, &b, &f->a);
	OK(store_begin(f->s, &f->e));
	assert_int_equal(changes_make(&c, f->s, &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	store_rollback(f->s);
	changes_free(&c);
	check_rows(f, "u 1 r1, u 2 r2, ");
}

/* A new UID has the links that were issued for the old one. */
static void
test_issued(void **state)
{
	struct fixture *f = *state;
	struct issued_rows rows = { 0 };
	struct changes c = { 0 };

	*VEC_ADD(&c.issued) = (struct issued_row){ "https://x", "r1", "v", 9 };
	make(f, &c);
	OK(issued_by_id(f->s, "r1", &f->a, &rows, &f->e));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.items[0].uid, "v");
	VEC_FREE(&rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_keys_in_a_ring), CASE(test_key_of_one_that_goes),
		CASE(test_last_counts), CASE(test_same_key),
		CASE(test_issued),
	};

	return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
