/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_ERR_H
#define ICSR_BASE_ERR_H

/*
 * An error is a value: a code and one sentence.  It rises through an
 * `struct err *` argument, gains context on the way and is printed once.
 * The codes are the exit statuses of the program, so that "the
 * highest-numbered one that applies" is a comparison.
 */
enum err_code {
	ERR_NONE = 0,
	ERR_FAILED = 1,		/* some events failed, the rest went through */
	ERR_USAGE = 2,		/* command line or configuration */
	ERR_SOURCE = 3,		/* a calendar could not be read completely */
	ERR_GUARD = 4,		/* the deletion guard refused deletions */
	ERR_AUTH = 5,		/* credentials or permission refused */
	ERR_NETWORK = 6,	/* network, rate or quota: no more for now */
	ERR_STATE = 7,		/* the state is damaged or from the future */
	ERR_LOCKED = 8,		/* another run holds the lock */
};

struct err {
	enum err_code code;
	char msg[1024];
};

/*
 * Set the error and return -1, so that a failure is one line:
 * `return err_set(e, ERR_SOURCE, "%s: no VCALENDAR", path);`.
 * A message that is too long is cut.
 */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, with ": " and the text of errno behind it. */
int err_errno(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Put context and ": " before the message; the code stays.  Returns -1. */
int err_wrap(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
