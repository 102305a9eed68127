/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_LIMIT_H
#define ICSR_SANDBOX_LIMIT_H

#include <stdint.h>

/*
 * The rate limit of one endpoint: two sliding windows, a second and a
 * minute, over the same ring of times.  Refused calls don't count.
 */
struct limit {
	int64_t second, minute;		/* most calls; 0: no limit */
	int64_t *ring;
	int64_t size, n;		/* n: calls let through so far */
};

struct limit_verdict {
	int64_t limit;		/* of the window that is full */
	int64_t reset;		/* whole seconds until it isn't; 0: go on */
};

void limit_init(struct limit *l, int64_t second, int64_t minute);
/* Ask for one call at a time in microseconds of a clock that never jumps. */
struct limit_verdict limit_take(struct limit *l, int64_t now_us);
void limit_free(struct limit *l);

#endif
