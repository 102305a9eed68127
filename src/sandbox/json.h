/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_JSON_H
#define ICSR_SANDBOX_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct json_object;

/* JSON values, by the letter when they are read, as the API writes them. */

/*
 * The whole text as one JSON value, by the letter of RFC 8259 and at most
 * LIMIT_DEPTH deep; the caller owns it.  NULL when it is none, or null.
 */
struct json_object *json_parse(struct slice text);
/* The string of a JSON string; NULL: another type, or it holds a NUL. */
const char *json_string(struct json_object *o);
/* A whole number, given as one or as a string of digits. */
bool json_number(struct json_object *o, int64_t *out);
/* A time: Unix seconds, or RFC 3339. */
#define JSON_TIME_MAX ((int64_t)253402300799)	/* the end of year 9999 */
bool json_unix_time(struct json_object *o, int64_t *out);
/* A copy of a value that the caller owns. */
struct json_object *json_copy(struct json_object *o);

/* A number as the API writes it: its digits as a string. */
struct json_object *json_digits(int64_t n);
/* Set a member of an object. */
void json_put_text(struct json_object *o, const char *name, const char *text);
void json_put_int(struct json_object *o, const char *name, int64_t n);
void json_put_digits(struct json_object *o, const char *name, int64_t n);
void json_put_bool(struct json_object *o, const char *name, bool value);
/* Add a member that is missing; value is taken over. */
void json_fill(struct json_object *o, const char *name,
    struct json_object *value);

#endif
