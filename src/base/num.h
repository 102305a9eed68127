/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_NUM_H
#define ICSR_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/*
 * Read a whole decimal number between min and max, with an optional minus
 * sign and nothing around it.  False when the text is not that; *out is
 * unchanged then.
 */
bool num_parse(struct slice text, int64_t min, int64_t max, int64_t *out);

/*
 * Read a length of time with its unit (30m, 1h, 7d, 90s; a plain number is
 * seconds) into *seconds, 0 to ten years.  False when it is not one.
 */
bool num_duration(struct slice text, int64_t *seconds);

/* The number that n hexadecimal digits write; -1: there are not as many. */
int num_hex(const char *text, size_t n);

#endif
