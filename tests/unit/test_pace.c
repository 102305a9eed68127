/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "http/limits.h"
#include "http/pace.h"

#define SENDS 6000
#define FLYING_MAX 64

static uint64_t seed = 1;

static int64_t
below(int64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)n);
}

/* One request: what the client does and, somewhere between, the server. */
struct trip {
	int64_t seen, back;
};

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* No more than limit arrivals in any window: [t, t + window]. */
static void
check_windows(const int64_t *seen, size_t n, size_t limit, int64_t window)
{
	size_t i;

	for (i = limit; i < n; i++)
		assert_true(seen[i] - seen[i - limit] > window);
}

struct world {
	struct bucket b;
	struct trip flying[FLYING_MAX];
	size_t n_flying;
	int64_t now, seen[SENDS];
	size_t sent;
};

/* The next answer comes in: the clock moves to it. */
static void
land_first(struct world *w)
{
	size_t i, first = 0;

	for (i = 1; i < w->n_flying; i++)
		if (w->flying[i].back < w->flying[first].back)
			first = i;
	if (w->flying[first].back > w->now)
		w->now = w->flying[first].back;
	bucket_ended(&w->b, w->now);
	w->flying[first] = w->flying[--w->n_flying];
}

static int64_t
next_back(const struct world *w)
{
	int64_t first = INT64_MAX;
	size_t i;

	for (i = 0; i < w->n_flying; i++)
		if (w->flying[i].back < first)
			first = w->flying[i].back;
	return first;
}

static void
send_one(struct world *w, int64_t latency, int64_t jitter)
{
	struct trip *t = &w->flying[w->n_flying++];
	int64_t whole = latency + (jitter ? below(jitter) : 0);

	t->back = w->now + whole;
	t->seen = w->now + (whole ? below(whole + 1) : 0);
	w->seen[w->sent++] = t->seen;
	bucket_sent(&w->b);
}

static void
run_world(struct world *w, size_t n, size_t connections, int64_t latency,
    int64_t jitter)
{
	int64_t ms;

	while (w->sent < n) {
		ms = w->n_flying == connections ? BUCKET_FULL
		    : bucket_wait(&w->b, w->now);
		if (ms == 0)
			send_one(w, latency, jitter);
		else if (ms == BUCKET_FULL || w->now + ms >= next_back(w))
			land_first(w);
		else
			w->now += ms;
	}
}

static void
test_windows(void **state)
{
	static const struct {
		int per_second, per_minute;
		size_t connections;
		int64_t latency, jitter;
		size_t n;
	} rows[] = {
		{ 50, 1000, 8, 20, 0, SENDS },
		{ 50, 1000, 8, 0, 3, SENDS },
		{ 50, 1000, 64, 5, 2500, SENDS },
		{ 50, 100000, 64, 300, 900, SENDS },
		{ 1, 1000, 8, 10, 200, 300 },
		{ 3, 7, 8, 10, 70000, 100 },
		{ 1000, 5, 8, 10, 10, 100 },
	};
	static struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		w = (struct world){ .now = 1000 };
		bucket_init(&w.b, rows[i].per_second, rows[i].per_minute);
		run_world(&w, rows[i].n, rows[i].connections,
		    rows[i].latency, rows[i].jitter);
		qsort(w.seen, w.sent, sizeof(*w.seen), by_time);
		check_windows(w.seen, w.sent, (size_t)rows[i].per_second,
		    1000);
		check_windows(w.seen, w.sent, (size_t)rows[i].per_minute,
		    60000);
		bucket_free(&w.b);
	}
}

/* The limits are used up too: little is given away. */
static void
test_throughput(void **state)
{
	static struct world w;

	(void)state;
	w = (struct world){ .now = 0 };
	bucket_init(&w.b, 50, 1000);
	run_world(&w, 5000, 8, 20, 0);
	/* 5000 in five windows: the last begins after four minutes. */
	assert_in_range(w.now, 4 * 60000, 4 * 60000 + 30000);
	bucket_free(&w.b);
}

static void
test_waits(void **state)
{
	struct bucket b;

	(void)state;
	bucket_init(&b, 2, 3);
	assert_int_equal(bucket_wait(&b, 0), 0);
	bucket_sent(&b);
	bucket_sent(&b);
	assert_int_equal(bucket_wait(&b, 0), BUCKET_FULL);
	bucket_ended(&b, 10);
	assert_int_equal(bucket_wait(&b, 10), BUCKET_SECOND_MS);
	bucket_ended(&b, 20);
	assert_int_equal(bucket_wait(&b, 20), BUCKET_SECOND_MS - 10);
	assert_int_equal(bucket_wait(&b, 10 + BUCKET_SECOND_MS), 0);
	bucket_sent(&b);
	bucket_ended(&b, 2000);
	assert_int_equal(bucket_wait(&b, 10000),
	    BUCKET_MINUTE_MS + 10 - 10000);
	bucket_free(&b);
}

static void
test_pause(void **state)
{
	struct bucket b;

	(void)state;
	bucket_init(&b, 50, 1000);
	bucket_pause(&b, 5000);
	bucket_pause(&b, 3000);
	assert_int_equal(bucket_wait(&b, 1000), 4000);
	assert_int_equal(bucket_wait(&b, 5000), 0);
	bucket_free(&b);
	bucket_free(&b);
}

static void
test_delays(void **state)
{
	static const struct {
		int failed;
		int64_t whole;
	} rows[] = {
		{ 1, RETRY_BASE_MS },
		{ 2, RETRY_BASE_MS * 2 },
		{ 3, RETRY_BASE_MS * 4 },
		{ 5, RETRY_BASE_MS * 16 },
		{ 20, RETRY_CAP_MS },
		{ 2000000000, RETRY_CAP_MS },
	};
	struct retry r;
	size_t i, k;

	(void)state;
	retry_init(&r, 5, 42);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (k = 0; k < 1000; k++)
			assert_in_range(retry_delay(&r, rows[i].failed),
			    rows[i].whole / 2, rows[i].whole);
}

static void
test_seed(void **state)
{
	struct retry a, b, c;
	int i, differ = 0;

	(void)state;
	retry_init(&a, 5, 7);
	retry_init(&b, 5, 7);
	retry_init(&c, 5, 8);
	for (i = 0; i < 20; i++) {
		int64_t ms = retry_delay(&a, 4);

		assert_int_equal(ms, retry_delay(&b, 4));
		differ += ms != retry_delay(&c, 4);
	}
	assert_true(differ > 10);
}

static void
test_allowed(void **state)
{
	struct retry r;

	(void)state;
	retry_init(&r, 2, 0);
	assert_true(retry_allowed(&r, 1));
	assert_true(retry_allowed(&r, 2));
	assert_false(retry_allowed(&r, 3));
	retry_init(&r, -1, 0);
	assert_false(retry_allowed(&r, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_throughput),
		cmocka_unit_test(test_waits),
		cmocka_unit_test(test_pause),
		cmocka_unit_test(test_delays),
		cmocka_unit_test(test_seed),
		cmocka_unit_test(test_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
