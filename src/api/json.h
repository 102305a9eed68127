/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_JSON_H
#define ICSR_API_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"

/* JSON from outside: as it is read, and as a log may show it. */

/*
 * JSON from outside, over json-c, which no other product folder knows.
 * Nothing is converted: a member has the type that is asked for or it is
 * wrong.
 */
struct json_object;

#define JSON_DEPTH_MAX 32	/* the API's answers nest 6 deep */

/*
 * Read one JSON object (RFC 8259, strictly).  NULL when it is none, nests
 * too deep, holds a NUL, or anything but blanks stands around it.  Free it
 * with json_free, which wipes its texts: one may be a token.
 */
struct json_object *json_read(struct slice text);
void json_free(struct json_object *o);

enum json_found {
	JSON_FOUND,
	JSON_ABSENT,	/* not there, or null */
	JSON_WRONG,	/* of another type */
};

/* Members of an object; o may be NULL, which has none.  *out is unchanged
 * unless JSON_FOUND; what it points to belongs to o. */
enum json_found json_child(const struct json_object *o, const char *name,
    struct json_object **out);
enum json_found json_list(const struct json_object *o, const char *name,
    struct json_object **out);
/* A string without NUL in it. */
enum json_found json_text(const struct json_object *o, const char *name,
    const char **out);
/* A JSON integer that fits; "7" and 7.0 are wrong. */
enum json_found json_int(const struct json_object *o, const char *name,
    int64_t *out);
enum json_found json_flag(const struct json_object *o, const char *name,
    bool *out);
/*
 * An id: a string, or an integer by its exact digits (they have 19 and
 * more, and would not survive a double).  The text belongs to the arena.
 */
enum json_found json_id(const struct json_object *o, const char *name,
    struct arena *texts, const char **out);
/* A time in Unix seconds: digits in a string, or an integer; "" is absent. */
enum json_found json_time(const struct json_object *o, const char *name,
    int64_t *out);

/*
 * The text of any member as compact JSON, in the arena: what is not UTF-8
 * as U+FFFD, and C1 controls escaped.  NULL when it is absent, or holds a
 * number that JSON has none for (NaN).
 */
const char *json_print(const struct json_object *o, const char *name,
    struct arena *texts);

/*
 * Whether a JSON text says all that another one says: each member of an
 * object is in the other with what it says, arrays have as many items, in
 * any order.  False when one of them is no JSON.
 */
bool json_says(const char *text, const char *wanted);

size_t json_length(const struct json_object *array);
/* Item i as a string, NULL when it is none; as an object, the same. */
const char *json_item_text(const struct json_object *array, size_t i);
const struct json_object *json_item_object(const struct json_object *array,
    size_t i);

/*
 * Meeting passwords stand in bodies, and a server may echo a body in an
 * error.  They are masked wherever such a text goes further.
 */

/* Overwrite with '*' each place in text where the meeting password of the
 * request body stands.  A body without one changes nothing. */
void mask_password(char *text, struct slice body);

/*
 * Add a JSON text to out for a log: the value of each member named
 * password, app_secret or …_token becomes "***".  Works on text that is
 * not quite JSON too.
 */
void mask_body(struct str *out, struct slice json);

#endif
