/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/vec.h"

struct numbers VEC(int);

static int
by_value(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
test_add(void **state)
{
	struct numbers v = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 100; i++) {
		assert_int_equal(*VEC_ADD(&v), 0);
		v.items[i] = i;
	}
	assert_int_equal(v.n, 100);
	for (i = 0; i < 100; i++)
		assert_int_equal(v.items[i], i);
	VEC_FREE(&v);
	assert_int_equal(v.n, 0);
	assert_null(v.items);
}

static void
test_insert(void **state)
{
	struct numbers v = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 50; i++) {
		*VEC_INSERT(&v, 0) = -i;
		assert_int_equal(*VEC_INSERT(&v, v.n), 0);
		v.items[v.n - 1] = i;
	}
	assert_int_equal(*VEC_INSERT(&v, 50), 0);
	assert_int_equal(v.n, 101);
	for (i = 0; i <= 100; i++)
		assert_int_equal(v.items[i], i < 50 ? i - 49 :
		    i == 50 ? 0 : i - 51);
	VEC_FREE(&v);
}

static void
test_find(void **state)
{
	static const int values[] = { 7, 3, 3, 9, 1 };
	struct numbers v = { 0 };
	int key = 3;
	size_t i;

	(void)state;
	assert_null(VEC_FIND(&v, &key, by_value));
	assert_int_equal(VEC_LOWER(&v, &key, by_value), 0);
	for (i = 0; i < sizeof(values) / sizeof(*values); i++)
		*VEC_ADD(&v) = values[i];
	VEC_SORT(&v, by_value);
	assert_int_equal(VEC_LOWER(&v, &key, by_value), 1);
	assert_ptr_equal(VEC_FIND(&v, &key, by_value), &v.items[1]);
	key = 8;
	assert_int_equal(VEC_LOWER(&v, &key, by_value), 4);
	assert_null(VEC_FIND(&v, &key, by_value));
	key = 10;
	assert_int_equal(VEC_LOWER(&v, &key, by_value), 5);
	assert_null(VEC_FIND(&v, &key, by_value));
	VEC_FREE(&v);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
