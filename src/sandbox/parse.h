/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_PARSE_H
#define ICSR_SANDBOX_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct json_object;

/*
 * The whole text as one JSON value, by the letter of RFC 8259 and at most
 * LIMIT_DEPTH deep; the caller owns it.  NULL when it is none, or null.
 */
struct json_object *parse_json(struct slice text);
/* The string of a JSON string; NULL: another type, or it holds a NUL. */
const char *parse_text(struct json_object *o);
/* A whole number, given as one or as a string of digits. */
bool parse_number(struct json_object *o, int64_t *out);
/* A time: Unix seconds, or RFC 3339. */
#define PARSE_TIME_MAX ((int64_t)253402300799)	/* the end of year 9999 */
bool parse_time(struct json_object *o, int64_t *out);
/* A copy of a value that the caller owns. */
struct json_object *parse_copy(struct json_object *o);

#endif
