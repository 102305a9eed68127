/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "http/limits.h"
#include "http/pace.h"

static size_t
rate(int n)
{
	return n < 1 ? 1 : n > BUCKET_RATE_MAX ? BUCKET_RATE_MAX : (size_t)n;
}

void
bucket_init(struct bucket *b, int per_second, int per_minute)
{
	*b = (struct bucket){ .per_second = rate(per_second),
		.per_minute = rate(per_minute), .paused = INT64_MIN };
	b->size = b->per_second > b->per_minute ? b->per_second
	    : b->per_minute;
	b->ended = xcalloc(b->size, sizeof(*b->ended));
}

void
bucket_free(struct bucket *b)
{
	free(b->ended);
	*b = (struct bucket){ 0 };
}

/*
 * When one more fits a window: those under way fill it for good, so of
 * those ended the (limit - flying)-th last must have left it.
 */
static int64_t
fits(const struct bucket *b, size_t limit, int64_t window)
{
	size_t back;

	if (b->flying >= limit)
		return INT64_MAX;
	back = limit - b->flying;
	if (b->n < back)
		return INT64_MIN;
	return b->ended[(b->n - back) % b->size] + window;
}

int64_t
bucket_wait(const struct bucket *b, int64_t now)
{
	int64_t second = fits(b, b->per_second, BUCKET_SECOND_MS);
	int64_t minute = fits(b, b->per_minute, BUCKET_MINUTE_MS);
	int64_t at = b->paused;

	if (second > at)
		at = second;
	if (minute > at)
		at = minute;
	if (at == INT64_MAX)
		return BUCKET_FULL;
	return at > now ? at - now : 0;
}

void
bucket_sent(struct bucket *b)
{
	b->flying++;
}

void
bucket_ended(struct bucket *b, int64_t now)
{
	assert(b->flying);
	b->flying--;
	b->ended[b->n++ % b->size] = now;
}

void
bucket_pause(struct bucket *b, int64_t until)
{
	if (until > b->paused)
		b->paused = until;
}

/* --- backoff -------------------------------------------------------------- */

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
