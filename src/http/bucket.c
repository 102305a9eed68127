/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "http/bucket.h"
#include "http/limits.h"

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
