/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/num.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"

struct json_object *
json_parse(struct slice text)
{
	struct json_tokener *t;
	struct json_object *o;

	if (!text.n || text.n > LIMIT_SCRIPT)
		return NULL;
	t = json_tokener_new_ex(LIMIT_DEPTH);
	if (!t)
		return NULL;
	json_tokener_set_flags(t, JSON_TOKENER_STRICT |
	    JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, text.p, (int)text.n);
	/* A number alone is not over until something follows it. */
	if (json_tokener_get_error(t) == json_tokener_continue)
		o = json_tokener_parse_ex(t, "\n", 1);
	else if (json_tokener_get_parse_end(t) != text.n &&
	    slice_trim(slice_from(text, json_tokener_get_parse_end(t))).n) {
		json_object_put(o);
		o = NULL;
	}
	if (json_tokener_get_error(t) != json_tokener_success) {
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(t);
	return o;
}

const char *
json_string(struct json_object *o)
{
	const char *text;

	if (!json_object_is_type(o, json_type_string))
		return NULL;
	text = json_object_get_string(o);
	return strlen(text) == (size_t)json_object_get_string_len(o) ? text :
	    NULL;
}

bool
json_number(struct json_object *o, int64_t *out)
{
	const char *text;

	if (json_object_is_type(o, json_type_int)) {
		*out = json_object_get_int64(o);
		return true;
	}
	text = json_string(o);
	return text && num_parse(slice_str(text), INT64_MIN, INT64_MAX, out);
}

bool
json_unix_time(struct json_object *o, int64_t *out)
{
	struct err e = { 0 };
	const char *text = json_string(o);

	if (json_number(o, out))
		return *out > 0 && *out <= JSON_TIME_MAX;
	return text && clock_parse(slice_str(text), out, &e) == 0;
}

struct json_object *
json_copy(struct json_object *o)
{
	struct json_object *copy = NULL;

	if (json_object_deep_copy(o, &copy, NULL) == -1)
		return NULL;
	return copy;
}

struct json_object *
json_digits(int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	return json_object_new_string(text);
}

void
json_put_text(struct json_object *o, const char *name, const char *text)
{
	json_object_object_add(o, name, json_object_new_string(text));
}

void
json_put_int(struct json_object *o, const char *name, int64_t n)
{
	json_object_object_add(o, name, json_object_new_int64(n));
}

void
json_put_digits(struct json_object *o, const char *name, int64_t n)
{
	json_object_object_add(o, name, json_digits(n));
}

void
json_put_bool(struct json_object *o, const char *name, bool value)
{
	json_object_object_add(o, name, json_object_new_boolean(value));
}

void
json_fill(struct json_object *o, const char *name, struct json_object *value)
{
	if (json_object_object_get_ex(o, name, NULL))
		json_object_put(value);
	else
		json_object_object_add(o, name, value);
}
