/* SPDX-License-Identifier: MIT */
#include "store_fixture.h"

/* What is known of files: what is put is what is got. */

static struct file_row
get_file(struct fixture *f, const char *calendar, size_t n, size_t i)
{
	struct file_rows out = { 0 };
	struct file_row row;

	OK(files_of(f->s, calendar, &f->a, &out, &f->e));
	assert_int_equal(out.n, n);
	row = out.items[i];
	VEC_FREE(&out);
	return row;
}

static void
test_files(void **state)
{
	struct fixture *f = *state;
	struct file_row b = some_file("c", "b"), a = some_file("c", "B"), got;
	struct file_rows temps = { 0 };

	OK(files_put(f->s, &b, &f->e));
	OK(files_put(f->s, &a, &f->e));
	got = get_file(f, "c", 2, 1);
	assert_string_equal(got.path, "b");
	assert_int_equal(got.id, b.id);
	assert_true(got.trusted);
	assert_true(file_stamp_eq(&got.stamp, &b.stamp));
	assert_true(got.config == b.config);
	assert_int_equal(got.calendars, 4);
	assert_int_equal(got.skipped, 5);
	assert_int_equal(got.deferred, 6);
	assert_int_equal(got.since, 6);
	assert_int_equal(got.due, 7);
	assert_null(got.temp);

	got.trusted = false;
	got.due = 0;
	OK(files_put(f->s, &got, &f->e));
	assert_false(get_file(f, "c", 2, 1).trusted);
	OK(files_set_temp(f->s, b.id, "/tmp/x", &f->e));
	OK(files_with_temp(f->s, &f->a, &temps, &f->e));
	assert_int_equal(temps.n, 1);
	assert_string_equal(temps.items[0].temp, "/tmp/x");
	OK(files_set_temp(f->s, b.id, NULL, &f->e));
	temps.n = 0;
	OK(files_with_temp(f->s, &f->a, &temps, &f->e));
	assert_int_equal(temps.n, 0);
	VEC_FREE(&temps);
	OK(files_delete(f->s, b.id, &f->e));
	assert_string_equal(get_file(f, "c", 1, 0).path, "B");
}

static void
test_settled(void **state)
{
	static const struct settled rows[] = {
		{ 0, 0, SETTLED_OPEN }, { 1, INT64_MAX, SETTLED_DONE },
		{ 0x0102030405060708, 1, SETTLED_SKIPPED },
		{ UINT64_MAX, 1764547200, SETTLED_WAITS },
	};
	struct fixture *f = *state;
	struct file_row row = some_file("c", "p");
	struct settled_list in = { 0 }, out = { 0 };
	size_t i;

	for (i = 0; i < LEN(rows); i++)
		*VEC_ADD(&in) = rows[i];
	OK(files_put(f->s, &row, &f->e));
	OK(files_set_settled(f->s, row.id, &in, &f->e));
	/* The row alone keeps them. */
	OK(files_put(f->s, &row, &f->e));
	OK(files_settled(f->s, row.id, &out, &f->e));
	assert_int_equal(out.n, LEN(rows));
	for (i = 0; i < LEN(rows); i++) {
		assert_true(out.items[i].digest == rows[i].digest);
		assert_int_equal(out.items[i].due, rows[i].due);
		assert_int_equal(out.items[i].kind, rows[i].kind);
	}
	in.n = out.n = 0;
	OK(files_set_settled(f->s, row.id, &in, &f->e));
	OK(files_settled(f->s, row.id, &out, &f->e));
	assert_int_equal(out.n, 0);
	assert_int_equal(files_set_settled(f->s, 99, &in, &f->e), -1);
	VEC_FREE(&in);
	VEC_FREE(&out);
}

static void
add_hold(struct holds *list, uint64_t uid_key, const char *reserve_id)
{
	*VEC_ADD(list) = (struct hold){ 0, uid_key, reserve_id };
	VEC_SORT(list, files_hold_cmp);
}

/* Put the list into the file; just that is read then. */
static void
check_holds(struct fixture *f, int64_t file, const struct holds *list)
{
	struct holds out = { 0 };
	size_t i;

	OK(files_set_holds(f->s, file, list, &f->e));
	OK(files_holds(f->s, file, &f->a, &out, &f->e));
	assert_int_equal(out.n, list->n);
	for (i = 0; i < out.n; i++) {
		assert_int_equal(out.items[i].file, file);
		assert_int_equal(files_hold_cmp(&out.items[i],
		    &list->items[i]), 0);
	}
	VEC_FREE(&out);
}

static size_t
holding(struct fixture *f, uint64_t uid_key, const char *reserve_id)
{
	struct file_rows out = { 0 };
	size_t n;

	OK(files_holding(f->s, uid_key, reserve_id, &f->a, &out, &f->e));
	n = out.n;
	VEC_FREE(&out);
	return n;
}

static void
test_holds(void **state)
{
	struct fixture *f = *state;
	struct file_row a = some_file("c", "a"), b = some_file("d", "b");
	struct holds list = { 0 }, all = { 0 };

	OK(files_put(f->s, &a, &f->e));
	OK(files_put(f->s, &b, &f->e));
	add_hold(&list, 1, "");
	add_hold(&list, UINT64_MAX, "r1");
	add_hold(&list, UINT64_MAX, "r2");
	add_hold(&list, (uint64_t)1 << 63, "");
	check_holds(f, a.id, &list);
	check_holds(f, b.id, &list);
	assert_int_equal(holding(f, 1, ""), 2);
	assert_int_equal(holding(f, 2, ""), 0);
	assert_int_equal(holding(f, 2, "r2"), 2);
	/* Some go, one comes, one stays. */
	list.n = 2;
	add_hold(&list, 2, "r3");
	check_holds(f, a.id, &list);
	assert_int_equal(holding(f, 0, "r3"), 1);
	OK(files_holds_of_calendar(f->s, "c", &all, &f->e));
	assert_int_equal(all.n, 3);
	assert_int_equal(all.items[0].file, a.id);
	VEC_FREE(&all);
	/* They go with their file. */
	OK(files_delete(f->s, b.id, &f->e));
	assert_int_equal(holding(f, 0, "r1"), 1);
	assert_int_equal(holding(f, 0, "r2"), 0);
	list.n = 0;
	check_holds(f, a.id, &list);
	VEC_FREE(&list);
}

static void
test_clock(void **state)
{
	struct fixture *f = *state;
	struct clock_row c = { 5, 6, 7 };

	OK(files_set_clock(f->s, &c, &f->e));
	c = (struct clock_row){ 0 };
	OK(files_clock(f->s, &c, &f->e));
	assert_int_equal(c.latest, 5);
	assert_int_equal(c.jumps, 6);
	assert_int_equal(c.run, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_files), CASE(test_settled), CASE(test_holds),
		CASE(test_clock),
	};

	return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
