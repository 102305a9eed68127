/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_ULID_H
#define ICSR_CMD_ULID_H

#include <stdint.h>

/*
 * The id of a run: a ULID, 26 characters of Crockford's base 32, of which
 * the first ten are the time in milliseconds and the others are random.  So
 * ids sort as the runs began, and no two are equal.
 */
#define ULID_TEXT 27

/* Write one into buf and return buf. */
const char *ulid_make(int64_t unix_ms, char buf[ULID_TEXT]);

#endif
