/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/view.h"
#include "fuzz.h"

/* No input may take longer, sanitizers and valgrind included. */
#define LIMIT_MS 20000

/*
 * A copy of the exact size, so that a sanitizer sees a read behind it;
 * where the bytes are none, a place that is not NULL.
 */
static int
run(const char *path, const struct clock *clock)
{
	struct view v = { 0 };
	struct err e;
	uint8_t *copy;
	int64_t ms;

	if (view_open(&v, path, &e) == -1) {
		fprintf(stderr, "%s\n", e.msg);
		return -1;
	}
	copy = xmalloc(v.bytes.n ? v.bytes.n : 1);
	if (v.bytes.n)
		memcpy(copy, v.bytes.p, v.bytes.n);
	ms = clock->mono(clock);
	LLVMFuzzerTestOneInput(copy, v.bytes.n);
	ms = clock->mono(clock) - ms;
	free(copy);
	view_close(&v);
	if (ms <= LIMIT_MS)
		return 0;
	fprintf(stderr, "%s: %" PRId64 " ms\n", path, ms);
	return -1;
}

int
main(int argc, char **argv)
{
	struct clock clock;
	struct err e;
	int i, bad = 0;

	if (clock_init(&clock, &e) == -1) {
		fprintf(stderr, "%s\n", e.msg);
		return 2;
	}
	for (i = 1; i < argc; i++)
		bad |= run(argv[i], &clock);
	printf("%d inputs replayed\n", argc - 1);
	return bad ? 1 : 0;
}
