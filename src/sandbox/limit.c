/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "sandbox/limit.h"

#define SECOND_US ((int64_t)1000000)

void
limit_init(struct limit *l, int64_t second, int64_t minute)
{
	*l = (struct limit){ .second = second, .minute = minute };
	l->size = second > minute ? second : minute;
	if (l->size)
		l->ring = xcalloc((size_t)l->size, sizeof(*l->ring));
}

/* Microseconds until a window of at most `most` calls has room; 0: it has. */
static int64_t
wait_for(const struct limit *l, int64_t most, int64_t window, int64_t now)
{
	int64_t oldest;

	if (!most || l->n < most)
		return 0;
	oldest = l->ring[(l->n - most) % l->size];
	return oldest + window > now ? oldest + window - now : 0;
}

struct limit_verdict
limit_take(struct limit *l, int64_t now_us)
{
	int64_t s = wait_for(l, l->second, SECOND_US, now_us);
	int64_t m = wait_for(l, l->minute, 60 * SECOND_US, now_us);
	int64_t wait = s > m ? s : m;

	if (wait) {
		return (struct limit_verdict){
			.limit = m >= s ? l->minute : l->second,
			.reset = (wait + SECOND_US - 1) / SECOND_US,
		};
	}
	if (l->size)
		l->ring[l->n++ % l->size] = now_us;
	return (struct limit_verdict){ 0 };
}

void
limit_free(struct limit *l)
{
	free(l->ring);
	*l = (struct limit){ 0 };
}
