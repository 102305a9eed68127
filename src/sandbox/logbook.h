/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_LOGBOOK_H
#define ICSR_SANDBOX_LOGBOOK_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct call;

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

/* Append to a file from now on; path NULL: memory only. */
int logbook_open(struct logbook *l, const char *path, struct err *e);
void logbook_close(struct logbook *l);
/* Note an answered call; secrets and passwords are not shown. */
void logbook_add(struct logbook *l, const struct call *c);
/* The remembered lines as a JSON array, at most n of the last. */
void logbook_list(const struct logbook *l, size_t n, struct str *out);

#endif
