/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <unistd.h>

#include "base/file.h"
#include "base/replace.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/store.h"

#define FORMAT "icsreserve-sandbox 1"
/* Ids as seen in the wild: 19 digits, above what a double can hold. */
#define FIRST_ID ((int64_t)7490000000000000000)
/* Coprime to the numbers there are, so that none comes twice. */
#define NUMBER_STEP 104729
#define NUMBERS 900000000

static void
stored_free(struct stored *r)
{
	json_object_put(r->o);
	str_free(&r->text);
}

void
store_free(struct reserves *s)
{
	for (size_t i = 0; i < s->list.n; i++)
		stored_free(&s->list.items[i]);
	VEC_FREE(&s->list);
}

int64_t
store_new_id(struct reserves *s)
{
	return FIRST_ID + ++s->next;
}

/* The 9-digit number of an id. */
static int64_t
number_of(int64_t id)
{
	return 100000000 + (id - FIRST_ID) % NUMBERS * NUMBER_STEP % NUMBERS;
}

/* Whether a reservation that has not ended has a number. */
static bool
is_held(const struct reserves *s, int64_t number, int64_t now)
{
	struct json_object *o;
	int64_t no = 0, end = 0;

	for (size_t i = 0; i < s->list.n; i++) {
		o = s->list.items[i].o;
		json_number(json_object_object_get(o, "meeting_no"), &no);
		json_number(json_object_object_get(o, "end_time"), &end);
		if (no == number && end > now)
			return true;
	}
	return false;
}

int64_t
store_new_number(const struct reserves *s, int64_t id, int64_t numbers,
    int64_t now)
{
	int64_t number;

	for (int64_t i = 0; i < numbers; i++) {
		number = number_of(FIRST_ID + 1 +
		    (id - FIRST_ID - 1 + i) % numbers);
		if (!is_held(s, number, now))
			return number;
	}
	return number_of(id);
}

static int
by_id(const void *a, const void *b)
{
	const int64_t *id = a;
	const struct stored *r = b;

	return (*id > r->id) - (*id < r->id);
}

/* Index of the first one that is not below id. */
static size_t
place(const struct reserves *s, int64_t id)
{
	return VEC_LOWER(&s->list, &id, by_id);
}

static bool
is_at(const struct reserves *s, size_t i, int64_t id)
{
	return i < s->list.n && s->list.items[i].id == id;
}

struct json_object *
store_get(const struct reserves *s, int64_t id)
{
	size_t i = place(s, id);

	return is_at(s, i, id) ? s->list.items[i].o : NULL;
}

static void
add_all(const struct reserves *s, struct str *text)
{
	str_addf(text, "{\"format\":\"" FORMAT "\",\"next\":%" PRId64
	    ",\n\"reserves\":[", s->next);
	for (size_t i = 0; i < s->list.n; i++) {
		str_adds(text, i ? ",\n" : "\n");
		str_add(text, str_slice(&s->list.items[i].text));
	}
	str_adds(text, "\n]}\n");
}

static int
save(const struct reserves *s, struct err *e)
{
	struct str text = { 0 }, temp = { 0 };
	struct replace r;
	bool changed;
	int rc;

	if (!s->path)
		return 0;
	add_all(s, &text);
	str_addf(&temp, "%s.new", s->path);
	/* What a killed process left behind. */
	unlink(str_text(&temp));
	rc = replace_open(&r, s->path, str_text(&temp), NULL, e);
	if (rc == 0) {
		rc = replace_write(&r, str_slice(&text), e);
		if (rc == 0)
			rc = replace_commit(&r, NULL, &changed, e);
		replace_abort(&r);
	}
	str_free(&text);
	str_free(&temp);
	return rc;
}

static void
insert(struct reserves *s, size_t i, struct stored r)
{
	*VEC_INSERT(&s->list, i) = r;
	s->bytes += r.text.n;
}

/* The caller owns what was there. */
static struct stored
take_out(struct reserves *s, size_t i)
{
	struct stored *at = &s->list.items[i], r = *at;

	memmove(at, at + 1, (--s->list.n - i) * sizeof(*at));
	s->bytes -= r.text.n;
	return r;
}

static struct stored
make(int64_t id, struct json_object *o)
{
	struct stored r = { .id = id, .o = o };
	size_t n;
	const char *text = json_object_to_json_string_length(o,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);

	str_add(&r.text, slice_of(text, n));
	return r;
}

int
store_put(struct reserves *s, int64_t id, struct json_object *o, struct err *e)
{
	struct stored new = make(id, o), old = { 0 };
	size_t i = place(s, id);
	int rc = 0;

	if (is_at(s, i, id))
		old = take_out(s, i);
	insert(s, i, new);
	if (s->list.n > LIMIT_RESERVES || s->bytes > LIMIT_STORE)
		rc = err_set(e, ERR_FAILED, "the sandbox is full");
	else
		rc = save(s, e);
	if (rc == 0) {
		stored_free(&old);
		return 0;
	}
	new = take_out(s, i);
	stored_free(&new);
	if (old.o)
		insert(s, i, old);
	return -1;
}

int
store_remove(struct reserves *s, int64_t id, struct err *e)
{
	size_t i = place(s, id);
	struct stored old;

	if (!is_at(s, i, id))
		return 0;
	old = take_out(s, i);
	if (save(s, e) == -1) {
		insert(s, i, old);
		return -1;
	}
	stored_free(&old);
	return 0;
}

/* What the other files rely on: these are strings, settings an object. */
static bool
is_sound(const struct json_object *o)
{
	static const char *const texts[] = { "id", "meeting_no", "password",
		"end_time", "owner_id", "made_by" };
	int64_t v;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (!json_object_is_type(json_object_object_get(o, texts[i]),
		    json_type_string))
			return false;
	}
	return json_number(json_object_object_get(o, "id"), &v) &&
	    v >= FIRST_ID &&
	    json_number(json_object_object_get(o, "end_time"), &v) &&
	    v >= 0 && json_object_is_type(json_object_object_get(o,
	    "meeting_settings"), json_type_object);
}

static bool
take_in(struct reserves *s, struct json_object *o)
{
	int64_t id = 0;
	size_t i;

	if (!json_object_is_type(o, json_type_object) || !is_sound(o))
		return false;
	json_number(json_object_object_get(o, "id"), &id);
	i = place(s, id);
	if (is_at(s, i, id) || s->list.n == LIMIT_RESERVES)
		return false;
	insert(s, i, make(id, json_object_get(o)));
	return true;
}

static bool
read_state(struct reserves *s, const struct json_object *all)
{
	struct json_object *format = json_object_object_get(all, "format");
	struct json_object *list = json_object_object_get(all, "reserves");
	struct json_object *next = json_object_object_get(all, "next");

	if (!format || strcmp(json_object_get_string(format), FORMAT) ||
	    !json_object_is_type(next, json_type_int) ||
	    !json_object_is_type(list, json_type_array))
		return false;
	s->next = json_object_get_int64(next);
	if (s->next < 0 || s->next > FIRST_ID / 10)
		return false;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		if (!take_in(s, json_object_array_get_idx(list, i)))
			return false;
	}
	return true;
}

int
store_load(struct reserves *s, const char *path, struct err *e)
{
	struct str text = { 0 };
	struct json_object *all = NULL;
	int rc = 0;

	s->path = path;
	/* The first write makes the file, and shows now that it can. */
	if (!path || access(path, F_OK) == -1)
		return save(s, e);
	if (file_read(&text, path, LIMIT_STATE, e) == 0) {
		all = json_tokener_parse(str_text(&text));
		if (!json_object_is_type(all, json_type_object) ||
		    !read_state(s, all))
			rc = err_set(e, ERR_STATE, "%s: this is not a state "
			    "of the sandbox, or it is damaged", path);
	} else {
		rc = -1;
	}
	json_object_put(all);
	str_free(&text);
	return rc;
}
