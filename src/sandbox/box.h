/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_BOX_H
#define ICSR_SANDBOX_BOX_H

#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "sandbox/call.h"
#include "sandbox/options.h"
#include "sandbox/people.h"
#include "sandbox/script.h"
#include "sandbox/store.h"

/*
 * One JSON line for each request: in a file, written before the answer
 * goes out, and the last of them in memory.
 */
struct logbook {
	int fd;			/* -1: no file */
	struct VEC(struct str) ring;	/* LIMIT_LOG_LINES of them */
	size_t n;		/* lines so far */
	size_t bytes;		/* in the ring */
};

/* Note an answered call; secrets and passwords are not shown. */
void logbook_add(struct logbook *l, const struct call *c);
/* The remembered lines as a JSON array, at most n of the last. */
void logbook_list(const struct logbook *l, size_t n, struct str *out);

/* A tenant token that was handed out; gone with the process. */
struct tenant_token {
	char text[80];
	int64_t ends;		/* Unix seconds */
};

/* The calls of an endpoint that were let through, for its rate limit. */
struct passed {
	int64_t *ring;		/* when, in microseconds */
	int64_t n;
};

/* The whole sandbox behind its HTTP face; one thread touches it. */
struct box {
	struct options opt;
	struct clock clock;
	int64_t shift;			/* seconds that wall was advanced */
	struct reserves store;
	struct VEC(struct tenant_token) tokens;	/* oldest first; token.h */
	struct passed passed[CALL_N];	/* route.c */
	struct script script;
	struct staff people;
	struct logbook log;
	int64_t seq;
	int64_t calls[CALL_N], calls_all;
	int64_t quota_used;
};

/* Open all that the options name.  They are taken over. */
int box_open(struct box *b, struct options *opt, struct err *e);
void box_close(struct box *b);
/* Unix seconds of the sandbox's clock. */
int64_t box_now(const struct box *b);
/* Microseconds of a clock that never jumps. */
int64_t box_mono_us(void);

#endif
