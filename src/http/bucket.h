/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_BUCKET_H
#define ICSR_HTTP_BUCKET_H

#include <stddef.h>
#include <stdint.h>

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

#endif
