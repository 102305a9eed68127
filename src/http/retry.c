/* SPDX-License-Identifier: MIT */
#include "http/limits.h"
#include "http/retry.h"

void
retry_init(struct retry *r, int max, uint64_t seed)
{
	r->max = max < 0 ? 0 : max;
	r->seed = seed;
}

bool
retry_allowed(const struct retry *r, int failed)
{
	return failed <= r->max;
}

/* splitmix64: any seed will do, 0 too. */
static uint64_t
next_random(uint64_t *seed)
{
	uint64_t x = *seed += 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

int64_t
retry_delay(struct retry *r, int failed)
{
	int64_t whole = RETRY_BASE_MS;
	uint64_t half;

	while (--failed > 0 && whole < RETRY_CAP_MS)
		whole *= 2;
	if (whole > RETRY_CAP_MS)
		whole = RETRY_CAP_MS;
	half = (uint64_t)whole / 2;
	return whole - (int64_t)(next_random(&r->seed) % (half + 1));
}
