/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_RETRY_H
#define ICSR_HTTP_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How long to wait before trying again: doubled with each try up to a cap,
 * and half of it at random, so that what failed together does not come
 * back together.  Pure: the same seed gives the same waits.
 */
struct retry {
	uint64_t seed;
	int max;		/* tries after the first one */
};

void retry_init(struct retry *r, int max, uint64_t seed);

/* Whether one that failed for the failed-th time (1, 2, …) may go again. */
bool retry_allowed(const struct retry *r, int failed);
/* Milliseconds to wait after the failed-th failure (1, 2, …). */
int64_t retry_delay(struct retry *r, int failed);

#endif
