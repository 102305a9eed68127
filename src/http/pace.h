/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_PACE_H
#define ICSR_HTTP_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When requests may go: the limits of endpoints, and waits before retries. */

/*
 * The limits of one endpoint: at most per_second requests in any second and
 * per_minute in any minute, whenever they start, as the server counts them.
 * Pure: all times are given, in milliseconds of a clock that does not jump.
 *
 * The server sees a request at some moment between its sending and its
 * answer.  So one under way always counts, and an answered one counts as if
 * it had arrived together with its answer; then no jitter of the network
 * can push too many into one window.
 */
struct bucket {
	size_t per_second, per_minute;
	size_t flying;		/* sent, not ended yet */
	int64_t *ended;		/* ring: when the last ones ended */
	size_t size, n;		/* its length; ended so far in all */
	int64_t paused;		/* nothing may go before this time */
};

/* Rates are 1 to BUCKET_RATE_MAX; what lies outside is taken as the bound. */
void bucket_init(struct bucket *b, int per_second, int per_minute);
void bucket_free(struct bucket *b);

#define BUCKET_FULL ((int64_t)-1)
/*
 * Milliseconds from now until the next request may be sent, 0: at once;
 * BUCKET_FULL when that depends on one under way to end first.
 */
int64_t bucket_wait(const struct bucket *b, int64_t now);
/* One was sent; each is followed by one bucket_ended, whatever became of
 * it. */
void bucket_sent(struct bucket *b);
void bucket_ended(struct bucket *b, int64_t now);
/* Hold everything back until that time (the server's 429).  An earlier
 * time than the present pause changes nothing. */
void bucket_pause(struct bucket *b, int64_t until);

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
