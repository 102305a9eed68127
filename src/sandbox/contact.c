/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "sandbox/box.h"
#include "sandbox/contact.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/token.h"
#include "sandbox/validate.h"

struct lookup {
	struct box *b;
	enum id_type type;
	bool resigned;
	struct json_object *list;
};

static struct json_object *
status_object(unsigned status)
{
	static const struct {
		const char *name;
		unsigned bits;
		bool when;
	} table[] = {
		{ "is_frozen", PERSON_FROZEN, true },
		{ "is_resigned", PERSON_RESIGNED, true },
		{ "is_activated", PERSON_INACTIVE, false },
		{ "is_exited", PERSON_EXITED, true },
		{ "is_unjoin", PERSON_UNJOIN, true },
	};
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		json_put_bool(o, table[i].name, ((status & table[i].bits) != 0)
		    == table[i].when);
	return o;
}

/* Three readings of "no user id is returned". */
static void
add_nobody(const struct lookup *l, struct json_object *o)
{
	const struct assumptions *a = &l->b->opt.assume;

	if (assume_is(a, ASSUME_UNKNOWN_USER, "empty"))
		json_put_text(o, "user_id", "");
	else if (assume_is(a, ASSUME_UNKNOWN_USER, "null"))
		json_object_object_add(o, "user_id", NULL);
}

static void
look_up(struct lookup *l, const char *field, struct json_object *address)
{
	struct json_object *o = json_object_new_object();
	struct str id = { 0 };
	unsigned status;

	if (people_find(&l->b->people, slice_str(json_string(address)),
	    l->type, &id, &status) &&
	    (l->resigned || !(status & PERSON_RESIGNED))) {
		json_put_text(o, "user_id", str_text(&id));
		json_object_object_add(o, "status", status_object(status));
	} else {
		add_nobody(l, o);
	}
	json_object_object_add(o, field, json_object_get(address));
	json_object_array_add(l->list, o);
	str_free(&id);
}

static void
look_up_all(struct lookup *l, const char *field, struct json_object *given)
{
	size_t n = given ? json_object_array_length(given) : 0;
	bool reverse = assume_is(&l->b->opt.assume, ASSUME_USER_ORDER,
	    "reverse");

	for (size_t i = 0; i < n; i++)
		look_up(l, field, json_object_array_get_idx(given,
		    reverse ? n - 1 - i : i));
}

int
contact_batch_get_id(struct box *b, struct call *c)
{
	static const char *const lists[][2] = { { "emails", "email" },
		{ "mobiles", "mobile" } };
	struct lookup l = { .b = b };
	struct json_object *data, *given;

	if (call_id_type(c, &l.type) == -1)
		return -1;
	if (shape_check(b, c, shape_batch) == -1)
		return -1;
	for (size_t i = 0; i < 2; i++) {
		given = json_object_object_get(c->json, lists[i][0]);
		if (given && json_object_array_length(given) > LIMIT_BATCH)
			return call_refuse_field(c, CODE_FIELD, lists[i][0],
			    "more than 50");
	}
	l.resigned = json_object_get_boolean(json_object_object_get(c->json,
	    "include_resigned"));
	l.list = json_object_new_array();
	for (size_t i = 0; i < 2; i++)
		look_up_all(&l, lists[i][1], json_object_object_get(c->json,
		    lists[i][0]));
	data = json_object_new_object();
	json_object_object_add(data, "user_list", l.list);
	reply_data(&c->reply, data);
	return 0;
}

/* --- names --------------------------------------------------------------- */

static void
add_person(struct box *b, const struct call *c, struct json_object *items,
    const char *open_id)
{
	static const char *const kinds[] = { [ID_OPEN] = "open_id",
		[ID_UNION] = "union_id", [ID_USER] = "user_id" };
	struct json_object *o = json_object_new_object();
	struct str text = { 0 };

	for (int i = ID_OPEN; i <= ID_USER; i++) {
		str_clear(&text);
		people_id(&text, open_id, (enum id_type)i);
		json_put_text(o, kinds[i], str_text(&text));
	}
	if (token_has_scope(b, c, "contact:user.base:readonly")) {
		str_clear(&text);
		str_adds(&text, "Name of ");
		people_id(&text, open_id, ID_USER);
		json_put_text(o, "name", str_text(&text));
	}
	json_object_array_add(items, o);
	str_free(&text);
}

/* The open id of whoever has an id of one kind. */
static void
open_id(struct str *out, const char *id, enum id_type type)
{
	if (type == ID_UNION && !strncmp(id, "on_", 3))
		str_addf(out, "ou_%s", id + 3);
	else if (type == ID_USER)
		str_addf(out, "ou_%s", id);
	else
		str_adds(out, id);
}

int
contact_batch(struct box *b, struct call *c)
{
	struct json_object *data, *items;
	const struct call_arg *a;
	struct str id = { 0 };
	enum id_type type;
	size_t asked = 0;

	if (call_id_type(c, &type) == -1)
		return -1;
	items = json_object_new_array();
	for (size_t i = 0; i < c->query.n; i++) {
		a = &c->query.items[i];
		if (strcmp(a->name, "user_ids"))
			continue;
		asked++;
		str_clear(&id);
		open_id(&id, a->value, type);
		if (people_has(&b->people, a->value, type))
			add_person(b, c, items, str_text(&id));
	}
	str_free(&id);
	if (!asked || asked > LIMIT_BATCH) {
		json_object_put(items);
		return call_refuse_field(c, CODE_FIELD, "user_ids",
		    "1 to 50 are wanted");
	}
	data = json_object_new_object();
	json_object_object_add(data, "items", items);
	reply_data(&c->reply, data);
	return 0;
}
