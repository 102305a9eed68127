/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <json-c/json_visit.h>
#include <json-c/printbuf.h>
#include <math.h>
#include <string.h>

#include "api/json.h"
#include "base/num.h"

struct json_object *
json_read(struct slice text)
{
	struct json_tokener *t;
	struct json_object *o = NULL;

	/* json-c would take a NUL for the end; a strict one takes blanks
	 * behind the object for an error. */
	text = slice_trim(text);
	if (!text.n || text.n > INT32_MAX || memchr(text.p, '\0', text.n))
		return NULL;
	t = json_tokener_new_ex(JSON_DEPTH_MAX);
	if (!t)
		return NULL;
	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	o = json_tokener_parse_ex(t, text.p, (int)text.n);
	if (o && (json_tokener_get_error(t) != json_tokener_success ||
	    json_tokener_get_parse_end(t) != text.n ||
	    !json_object_is_type(o, json_type_object))) {
		json_object_put(o);
		o = NULL;
	}
	explicit_bzero(t->pb->buf, (size_t)t->pb->size);
	json_tokener_free(t);
	return o;
}

/* A token may be among them. */
static int
wipe_string(json_object *o, int flags, json_object *parent, const char *key,
    size_t *index, void *cookie)
{
	(void)flags, (void)parent, (void)key, (void)index, (void)cookie;
	if (json_object_is_type(o, json_type_string))
		explicit_bzero((char *)(uintptr_t)json_object_get_string(o),
		    (size_t)json_object_get_string_len(o));
	return JSON_C_VISIT_RETURN_CONTINUE;
}

void
json_free(struct json_object *o)
{
	if (o)
		json_c_visit(o, 0, wipe_string, NULL);
	json_object_put(o);
}

static enum json_found
member(const struct json_object *o, const char *name,
    struct json_object **out)
{
	if (!o || !json_object_object_get_ex(o, name, out) || !*out)
		return JSON_ABSENT;
	return JSON_FOUND;
}

static enum json_found
typed(const struct json_object *o, const char *name, enum json_type type,
    struct json_object **out)
{
	struct json_object *m = NULL;
	enum json_found found = member(o, name, &m);

	if (found != JSON_FOUND)
		return found;
	if (!json_object_is_type(m, type))
		return JSON_WRONG;
	*out = m;
	return JSON_FOUND;
}

enum json_found
json_child(const struct json_object *o, const char *name,
    struct json_object **out)
{
	return typed(o, name, json_type_object, out);
}

enum json_found
json_list(const struct json_object *o, const char *name,
    struct json_object **out)
{
	return typed(o, name, json_type_array, out);
}

/* The text of a string, NULL when it holds a NUL (\u0000). */
static const char *
text_of(struct json_object *o)
{
	const char *text = json_object_get_string(o);
	int n = json_object_get_string_len(o);

	return n >= 0 && strlen(text) == (size_t)n ? text : NULL;
}

enum json_found
json_text(const struct json_object *o, const char *name, const char **out)
{
	struct json_object *m = NULL;
	enum json_found found = typed(o, name, json_type_string, &m);
	const char *text;

	if (found != JSON_FOUND)
		return found;
	text = text_of(m);
	if (!text)
		return JSON_WRONG;
	*out = text;
	return JSON_FOUND;
}

/*
 * json-c keeps what is above INT64_MAX as an unsigned number; asked for an
 * int64 it would give the nearest one.
 */
static bool
exceeds_int64(struct json_object *o)
{
	return json_object_get_int64(o) == INT64_MAX &&
	    json_object_get_uint64(o) > INT64_MAX;
}

enum json_found
json_int(const struct json_object *o, const char *name, int64_t *out)
{
	struct json_object *m = NULL;
	enum json_found found = typed(o, name, json_type_int, &m);

	if (found != JSON_FOUND)
		return found;
	if (exceeds_int64(m))
		return JSON_WRONG;
	*out = json_object_get_int64(m);
	return JSON_FOUND;
}

enum json_found
json_id(const struct json_object *o, const char *name, struct arena *texts,
    const char **out)
{
	struct json_object *m = NULL;
	enum json_found found = member(o, name, &m);
	uint64_t digits;

	if (found != JSON_FOUND)
		return found;
	if (json_object_is_type(m, json_type_int)) {
		/* A number above UINT64_MAX became that, 0.16 strict or
		 * not: its digits are lost. */
		digits = json_object_get_uint64(m);
		if (json_object_get_int64(m) < 0 || digits == UINT64_MAX)
			return JSON_WRONG;
		*out = arena_printf(texts, "%" PRIu64, digits);
		return JSON_FOUND;
	}
	if (!json_object_is_type(m, json_type_string) || !text_of(m))
		return JSON_WRONG;
	*out = arena_str(texts, text_of(m));
	return JSON_FOUND;
}

enum json_found
json_flag(const struct json_object *o, const char *name, bool *out)
{
	struct json_object *m = NULL;
	enum json_found found = typed(o, name, json_type_boolean, &m);

	if (found == JSON_FOUND)
		*out = json_object_get_boolean(m);
	return found;
}

static int
is_finite(json_object *o, int flags, json_object *parent, const char *key,
    size_t *index, void *cookie)
{
	(void)flags, (void)parent, (void)key, (void)index, (void)cookie;
	return json_object_is_type(o, json_type_double) &&
	    !isfinite(json_object_get_double(o)) ? JSON_C_VISIT_RETURN_ERROR
	    : JSON_C_VISIT_RETURN_CONTINUE;
}

const char *
json_print(const struct json_object *o, const char *name, struct arena *texts)
{
	struct json_object *m = NULL;
	struct str clean = { 0 };

	if (member(o, name, &m) != JSON_FOUND ||
	    json_c_visit(m, 0, is_finite, NULL) < 0)
		return NULL;
	str_utf8_json(&clean, slice_str(json_object_to_json_string_ext(m,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)));
	return str_keep(&clean, texts).p;
}

/* --- whether one says what another says --------------------------------- */

/*
 * Depth is bounded by JSON_DEPTH_MAX, which is what the reader takes; items
 * by the API's own: lists of a request of ours have some hundred at most.
 */
static bool says(struct json_object *have, struct json_object *want);

static bool
list_says(struct json_object *have, struct json_object *want)
{
	size_t i, j, n = json_object_array_length(want);

	if (json_object_array_length(have) != n)
		return false;
	for (i = 0; i < n; i++) {
		for (j = 0; j < n; j++)
			if (says(json_object_array_get_idx(have, j),
			    json_object_array_get_idx(want, i)))
				break;
		if (j == n)
			return false;
	}
	return true;
}

static bool
object_says(struct json_object *have, struct json_object *want)
{
	struct json_object_iterator it = json_object_iter_begin(want);
	struct json_object_iterator end = json_object_iter_end(want);
	struct json_object *m = NULL;

	for (; !json_object_iter_equal(&it, &end);
	    json_object_iter_next(&it)) {
		if (!json_object_object_get_ex(have,
		    json_object_iter_peek_name(&it), &m) ||
		    !says(m, json_object_iter_peek_value(&it)))
			return false;
	}
	return true;
}

static bool
says(struct json_object *have, struct json_object *want)
{
	if (json_object_get_type(have) != json_object_get_type(want))
		return false;
	if (json_object_is_type(want, json_type_object))
		return object_says(have, want);
	if (json_object_is_type(want, json_type_array))
		return list_says(have, want);
	return json_object_equal(have, want);
}

/* Any JSON text, not only an object. */
static struct json_object *
read_any(const char *text)
{
	struct json_object *o = NULL, *m = NULL;
	struct str wrapped = { 0 };

	str_addf(&wrapped, "{\"v\":%s}", text);
	o = json_read(str_slice(&wrapped));
	if (o && json_object_object_get_ex(o, "v", &m))
		json_object_get(m);
	json_object_put(o);
	str_free(&wrapped);
	return m;
}

bool
json_says(const char *text, const char *wanted)
{
	struct json_object *have = read_any(text), *want = read_any(wanted);
	bool same = have && want && says(have, want);

	json_object_put(have);
	json_object_put(want);
	return same;
}

/* The end of the year 9999: what is later is none. */
#define TIME_LAST INT64_C(253402300799)

enum json_found
json_time(const struct json_object *o, const char *name, int64_t *out)
{
	const char *text = "";
	enum json_found found = json_text(o, name, &text);
	int64_t v;

	if (found == JSON_WRONG) {
		found = json_int(o, name, &v);
		if (found != JSON_FOUND || v < 0 || v > TIME_LAST)
			return JSON_WRONG;
		*out = v;
		return JSON_FOUND;
	}
	if (found == JSON_ABSENT || !text || !*text)
		return JSON_ABSENT;
	return num_parse(slice_str(text), 0, TIME_LAST, out) ? JSON_FOUND
	    : JSON_WRONG;
}

size_t
json_length(const struct json_object *array)
{
	return json_object_array_length(array);
}

static struct json_object *
item(const struct json_object *array, size_t i, enum json_type type)
{
	struct json_object *m = json_object_array_get_idx(array, i);

	return m && json_object_is_type(m, type) ? m : NULL;
}

const char *
json_item_text(const struct json_object *array, size_t i)
{
	struct json_object *m = item(array, i, json_type_string);

	return m ? text_of(m) : NULL;
}

const struct json_object *
json_item_object(const struct json_object *array, size_t i)
{
	return item(array, i, json_type_object);
}

/* --- without secrets ------------------------------------------------------ */

void
mask_password(char *text, struct slice body)
{
	struct json_object *root = json_read(body), *settings = NULL;
	const char *password = "";
	char *at = text;
	size_t n;

	json_child(root, "meeting_settings", &settings);
	json_text(settings, "password", &password);
	n = strlen(password);
	while (n && (at = strstr(at, password))) {
		memset(at, '*', n);
		at += n;
	}
	json_free(root);
}

/* How many bytes the JSON string at the start of s has, quotes included;
 * all of them when it does not end. */
static size_t
string_length(struct slice s)
{
	size_t i;

	for (i = 1; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			return i + 1;
	}
	return s.n;
}

static size_t
value_length(struct slice s)
{
	size_t i;

	if (s.n && s.p[0] == '"')
		return string_length(s);
	for (i = 0; i < s.n; i++)
		if (memchr(",}] \t\r\n", s.p[i], 7))
			break;
	return i;
}

static bool
is_secret(struct slice key)
{
	return slice_ihas(key, SLICE("password\"")) ||
	    slice_ihas(key, SLICE("secret\"")) ||
	    slice_ihas(key, SLICE("token\""));
}

/* What stands between a member's name and its value; 0: it is no name. */
static size_t
colon_length(struct slice s)
{
	size_t i;
	bool colon = false;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == ':' && !colon)
			colon = true;
		else if (!memchr(" \t\r\n", s.p[i], 4))
			break;
	}
	return colon ? i : 0;
}

void
mask_body(struct str *out, struct slice s)
{
	size_t n, gap;
	bool hide;

	while (s.n) {
		if (s.p[0] != '"') {
			str_addc(out, s.p[0]);
			s = slice_from(s, 1);
			continue;
		}
		n = string_length(s);
		hide = is_secret(slice_of(s.p, n));
		str_add(out, slice_of(s.p, n));
		s = slice_from(s, n);
		gap = hide ? colon_length(s) : 0;
		if (!gap)
			continue;
		str_add(out, slice_of(s.p, gap));
		s = slice_from(s, gap);
		str_adds(out, "\"***\"");
		s = slice_from(s, value_length(s));
	}
}
