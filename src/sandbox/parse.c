/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "base/clock.h"
#include "base/num.h"
#include "sandbox/limits.h"
#include "sandbox/parse.h"

struct json_object *
parse_json(struct slice text)
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
parse_text(struct json_object *o)
{
	const char *text;

	if (!json_object_is_type(o, json_type_string))
		return NULL;
	text = json_object_get_string(o);
	return strlen(text) == (size_t)json_object_get_string_len(o) ? text :
	    NULL;
}

bool
parse_number(struct json_object *o, int64_t *out)
{
	const char *text;

	if (json_object_is_type(o, json_type_int)) {
		*out = json_object_get_int64(o);
		return true;
	}
	text = parse_text(o);
	return text && num_parse(slice_str(text), INT64_MIN, INT64_MAX, out);
}

bool
parse_time(struct json_object *o, int64_t *out)
{
	struct err e = { 0 };
	const char *text = parse_text(o);

	if (parse_number(o, out))
		return *out > 0 && *out <= PARSE_TIME_MAX;
	return text && clock_parse(slice_str(text), out, &e) == 0;
}

struct json_object *
parse_copy(struct json_object *o)
{
	struct json_object *copy = NULL;

	if (json_object_deep_copy(o, &copy, NULL) == -1)
		return NULL;
	return copy;
}
