/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdio.h>

#include "sandbox/box.h"
#include "sandbox/call.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/validate.h"

#define PATH 160
#define END { .kind = SHAPE_END }

static const struct shape checker_fields[] = {
	{ "check_field", SHAPE_INT, true, 1, 3, NULL },
	{ "check_mode", SHAPE_INT, true, 1, 2, NULL },
	{ "check_list", SHAPE_TEXTS, true, 0, 0, NULL },
	END
};

static const struct shape permission_fields[] = {
	{ "permission", SHAPE_INT, true, 1, 3, NULL },
	{ "permission_checkers", SHAPE_LIST, true, 0, 0, checker_fields },
	END
};

static const struct shape pstn_fields[] = {
	{ "nickname", SHAPE_TEXT, false, 0, 0, NULL },
	{ "main_address", SHAPE_TEXT, true, 0, 0, NULL },
	END
};

static const struct shape callee_fields[] = {
	{ "id", SHAPE_TEXT, false, 0, 0, NULL },
	{ "user_type", SHAPE_INT, true, 1, 7, NULL },
	{ "pstn_sip_info", SHAPE_OBJECT, false, 0, 0, pstn_fields },
	END
};

static const struct shape call_setting_fields[] = {
	{ "callee", SHAPE_OBJECT, true, 0, 0, callee_fields },
	END
};

static const struct shape host_fields[] = {
	{ "user_type", SHAPE_INT, false, 1, 7, NULL },
	{ "id", SHAPE_TEXT, false, 0, 0, NULL },
	END
};

static const struct shape settings_fields[] = {
	{ "topic", SHAPE_TEXT, false, 0, 0, NULL },
	{ "action_permissions", SHAPE_LIST, false, 0, 0, permission_fields },
	{ "meeting_initial_type", SHAPE_INT, false, 1, 2, NULL },
	{ "meeting_connect", SHAPE_BOOL, false, 0, 0, NULL },
	{ "call_setting", SHAPE_OBJECT, false, 0, 0, call_setting_fields },
	{ "auto_record", SHAPE_BOOL, false, 0, 0, NULL },
	{ "assign_host_list", SHAPE_LIST, false, 0, 0, host_fields },
	{ "password", SHAPE_TEXT, false, 0, 0, NULL },
	END
};

static const struct shape shape_apply[] = {
	{ "end_time", SHAPE_TIME, false, 0, 0, NULL },
	{ "owner_id", SHAPE_TEXT, false, 0, 0, NULL },
	{ "meeting_settings", SHAPE_OBJECT, true, 0, 0, settings_fields },
	END
};

static const struct shape shape_update[] = {
	{ "end_time", SHAPE_TIME, false, 0, 0, NULL },
	{ "meeting_settings", SHAPE_OBJECT, false, 0, 0, settings_fields },
	END
};

const struct shape shape_batch[] = {
	{ "emails", SHAPE_TEXTS, false, 0, 0, NULL },
	{ "mobiles", SHAPE_TEXTS, false, 0, 0, NULL },
	{ "include_resigned", SHAPE_BOOL, false, 0, 0, NULL },
	END
};

/* What a call is checked under; the functions below call each other, as
 * deep as the tables nest. */
struct shape_walk {
	struct call *c;
	bool strict;
};

static int check_object(const struct shape_walk *k, const struct shape *shape,
    struct json_object *o, const char *path);

static int
check_list(const struct shape_walk *k, const struct shape *f,
    struct json_object *v, const char *path)
{
	struct json_object *item;
	char at[PATH];

	if (!json_object_is_type(v, json_type_array))
		return call_refuse(k->c, CODE_PARAM, "%s: a list is wanted",
		    path);
	for (size_t i = 0; i < json_object_array_length(v); i++) {
		item = json_object_array_get_idx(v, i);
		snprintf(at, sizeof(at), "%.130s[%zu]", path, i);
		if (f->kind == SHAPE_LIST) {
			if (check_object(k, f->of, item, at) == -1)
				return -1;
		} else if (!json_string(item)) {
			return call_refuse(k->c, CODE_PARAM,
			    "%s: a string is wanted", at);
		}
	}
	return 0;
}

static int
check_value(const struct shape_walk *k, const struct shape *f,
    struct json_object *v, const char *path)
{
	const char *want = NULL;
	int64_t n = 0;

	switch (f->kind) {
	case SHAPE_TEXT:
		want = json_string(v) ? NULL : "a string";
		break;
	case SHAPE_INT:
		want = json_object_is_type(v, json_type_int) ? NULL :
		    "a number";
		n = json_object_get_int64(v);
		if (!want && (n < f->min || n > f->max))
			want = "a number in range";
		break;
	case SHAPE_BOOL:
		want = json_object_is_type(v, json_type_boolean) ? NULL :
		    "true or false";
		break;
	case SHAPE_TIME:
		want = json_number(v, &n) ? NULL : "Unix seconds";
		break;
	case SHAPE_OBJECT:
		return check_object(k, f->of, v, path);
	case SHAPE_LIST:
	case SHAPE_TEXTS:
		return check_list(k, f, v, path);
	case SHAPE_END:
		break;
	}
	return want ? call_refuse(k->c, CODE_PARAM, "%s: %s is wanted", path,
	    want) : 0;
}

static const struct shape *
find_field(const struct shape *shape, const char *name)
{
	for (; shape->kind != SHAPE_END; shape++) {
		if (!strcmp(shape->name, name))
			return shape;
	}
	return NULL;
}

static int
check_object(const struct shape_walk *k, const struct shape *shape,
    struct json_object *o, const char *path)
{
	const struct shape *f;
	char at[PATH];

	if (!json_object_is_type(o, json_type_object))
		return call_refuse(k->c, CODE_PARAM, "%s: an object is "
		    "wanted", *path ? path : "body");
	json_object_object_foreach(o, name, value) {
		snprintf(at, sizeof(at), "%s%s%s", path, *path ? "." : "",
		    name);
		f = find_field(shape, name);
		if (!f && k->strict)
			return call_refuse(k->c, CODE_PARAM,
			    "%s: there is no such field", at);
		if (f && check_value(k, f, value, at) == -1)
			return -1;
	}
	for (f = shape; f->kind != SHAPE_END; f++) {
		if (f->required && !json_object_object_get(o, f->name))
			return call_refuse(k->c, CODE_PARAM,
			    "%s%s%s: is required", path, *path ? "." : "",
			    f->name);
	}
	return 0;
}

int
shape_check(struct box *b, struct call *c, const struct shape *shape)
{
	struct shape_walk k = { c, assume_is(&b->opt.assume,
	    ASSUME_UNKNOWN_FIELDS, "refuse") };

	return check_object(&k, shape, c->json, "");
}

#define PAIR 2		/* meeting_initial_type of a one-to-one call */

static int64_t
number_of(struct json_object *o, const char *name, int64_t otherwise)
{
	struct json_object *v = json_object_object_get(o, name);

	return v ? json_object_get_int64(v) : otherwise;
}

static int
check_end(struct box *b, struct call *c, struct wish *w, bool applying)
{
	struct json_object *v = json_object_object_get(c->json, "end_time");
	int64_t now = box_now(b);

	if (!v && !applying)
		return 0;
	if (!v) {
		/* Only a call of two may go without; undocumented till when. */
		if (number_of(w->settings, "meeting_initial_type", 1) != PAIR)
			return call_refuse(c, CODE_PARAM, "end_time: a "
			    "meeting of several people wants one");
		w->end_time = now + 86400;
		return 0;
	}
	if (json_object_is_type(v, json_type_int) &&
	    assume_is(&b->opt.assume, ASSUME_END_NUMBER, "refuse"))
		return call_refuse(c, CODE_PARAM, "end_time: a string is "
		    "wanted");
	json_number(v, &w->end_time);
	if (w->end_time <= now)
		return call_refuse(c, CODE_PARAM, "end_time: is in the past");
	if (w->end_time - now > LIMIT_AHEAD)
		return call_refuse(c, CODE_PARAM, "end_time: is more than 30 "
		    "days ahead");
	return 0;
}

static int
check_owner(struct box *b, struct call *c, struct wish *w, enum id_type type)
{
	struct json_object *v = json_object_object_get(c->json, "owner_id");

	w->owner = c->actor;
	if (c->by_user)
		return 0;
	w->owner = json_string(v);
	if (!w->owner || !*w->owner)
		return call_refuse(c, CODE_PARAM, "owner_id: is required "
		    "with a tenant_access_token");
	if (people_has(&b->people, w->owner, type))
		return 0;
	if (assume_is(&b->opt.assume, ASSUME_UNKNOWN_OWNER, "99992351"))
		return call_refuse_field(c, CODE_OPEN_ID, "owner_id",
		    w->owner);
	return call_refuse(c, CODE_PARAM, "owner_id: there is no such user");
}

static int
check_meeting_password(struct call *c, struct wish *w)
{
	struct json_object *s = json_object_object_get(c->json,
	    "meeting_settings");
	struct json_object *v = json_object_object_get(s, "password");
	size_t n;

	if (!v)
		return 0;
	w->password = json_string(v);
	n = strlen(w->password);
	if (n && (n < 4 || n > 9 || strspn(w->password, "0123456789") != n))
		return call_refuse(c, CODE_PASSWORD, "meeting_settings."
		    "password: 4 to 9 digits are wanted");
	return 0;
}

/* Put the hosts that exist into a new list, the others into w->invalid. */
static int
sift_hosts(struct box *b, struct call *c, struct wish *w, enum id_type type)
{
	struct json_object *list = json_object_object_get(w->settings,
	    "assign_host_list");
	struct json_object *known = json_object_new_array();
	struct json_object *host;
	const char *id;
	int rc = 0;

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		host = json_object_array_get_idx(list, i);
		id = json_string(json_object_object_get(host, "id"));
		if (!id || number_of(host, "user_type", 1) != 1) {
			rc = call_refuse(c, CODE_HOST, "assign_host_list"
			    "[%zu]: an id and user_type 1 are wanted", i);
			break;
		}
		if (people_has(&b->people, id, type))
			json_object_array_add(known, json_object_get(host));
		else
			json_object_array_add(w->invalid,
			    json_object_new_string(id));
	}
	json_object_object_add(w->settings, "assign_host_list", known);
	return rc;
}

static int
check_hosts(struct box *b, struct call *c, struct wish *w, enum id_type type)
{
	struct json_object *given = json_object_object_get(
	    json_object_object_get(c->json, "meeting_settings"),
	    "assign_host_list");

	/* Hosts of before stay as they are. */
	if (!given || !json_object_array_length(given))
		return 0;
	if (json_object_array_length(given) > LIMIT_HOSTS)
		return call_refuse(c, CODE_HOSTS_MAX, "assign_host_list: "
		    "%zu hosts", json_object_array_length(given));
	if (sift_hosts(b, c, w, type) == -1)
		return -1;
	if (json_object_array_length(w->invalid) &&
	    assume_is(&b->opt.assume, ASSUME_INVALID_HOSTS, "error"))
		return call_refuse(c, CODE_HOST, "assign_host_list: unknown "
		    "users");
	return 0;
}

static int
check_topic(struct box *b, struct call *c, struct wish *w)
{
	struct json_object *v = json_object_object_get(w->settings, "topic");
	size_t n = 0;

	if (!v || assume_is(&b->opt.assume, ASSUME_LONG_TOPIC, "accept"))
		return 0;
	for (const char *p = json_object_get_string(v); *p; p++)
		n += ((unsigned char)*p & 0xc0) != 0x80;
	return n <= LIMIT_TOPIC ? 0 : call_refuse(c, CODE_PARAM,
	    "meeting_settings.topic: more than %d characters", LIMIT_TOPIC);
}

/* check_field 2 is about kinds of users, and only four of them. */
static bool
sound_checker(struct json_object *checker)
{
	struct json_object *list = json_object_object_get(checker,
	    "check_list");
	const char *text;

	if (number_of(checker, "check_field", 0) != 2)
		return true;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		text = json_string(json_object_array_get_idx(list, i));
		if (strlen(text) != 1 || !strchr("1267", *text))
			return false;
	}
	return true;
}

static int
check_permissions(struct call *c, struct wish *w)
{
	struct json_object *list = json_object_object_get(w->settings,
	    "action_permissions");
	struct json_object *checkers;

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		checkers = json_object_object_get(
		    json_object_array_get_idx(list, i),
		    "permission_checkers");
		for (size_t k = 0; k < json_object_array_length(checkers);
		    k++) {
			if (!sound_checker(json_object_array_get_idx(checkers,
			    k)))
				return call_refuse(c, CODE_PARAM,
				    "action_permissions[%zu]: check_list of "
				    "user types takes 1, 2, 6 and 7", i);
		}
	}
	return 0;
}

/* "+86-02187654321": the country, a dash, digits. */
static int
check_callee(struct call *c, struct wish *w)
{
	struct json_object *info = json_object_object_get(
	    json_object_object_get(json_object_object_get(w->settings,
	    "call_setting"), "callee"), "pstn_sip_info");
	const char *text = json_string(json_object_object_get(info,
	    "main_address"));
	size_t n;

	if (!text)
		return 0;
	n = strncmp(text, "+86-", 4) ? 0 : strspn(text + 4, "0123456789");
	if (!n || text[4 + n])
		return call_refuse(c, CODE_PARAM, "main_address: a number "
		    "such as +86-02187654321 is wanted");
	return 0;
}

static int
check_record(struct call *c, struct wish *w)
{
	struct json_object *v = json_object_object_get(w->settings,
	    "auto_record");

	if (v && json_object_get_boolean(v) &&
	    number_of(w->settings, "meeting_initial_type", 1) == PAIR)
		return call_refuse(c, CODE_RECORD, "meeting_settings."
		    "auto_record: not for a one-to-one call");
	return 0;
}

/* "" or []: by one of two readings it clears nothing. */
static bool
is_empty(struct json_object *v)
{
	return (json_object_is_type(v, json_type_string) &&
	    !json_object_get_string_len(v)) ||
	    (json_object_is_type(v, json_type_array) &&
	    !json_object_array_length(v));
}

/* Leaf by leaf at the first level; lists and objects as a whole. */
static void
merge(struct box *b, struct call *c, struct json_object *old, struct wish *w)
{
	bool keep = old && assume_is(&b->opt.assume, ASSUME_EMPTY, "keep");
	struct json_object *given = json_object_object_get(c->json,
	    "meeting_settings");

	w->invalid = json_object_new_array();
	w->settings = old ? json_copy(json_object_object_get(old,
	    "meeting_settings")) : json_object_new_object();
	if (!given)
		return;
	json_object_object_foreach(given, name, value) {
		if (strcmp(name, "password") &&
		    find_field(settings_fields, name) &&
		    !(keep && is_empty(value)))
			json_object_object_add(w->settings, name,
			    json_copy(value));
	}
}

/* Schema of an update, and the two fields that it must not touch. */
static int
check_update_shape(struct box *b, struct call *c)
{
	struct json_object *given = json_object_object_get(c->json,
	    "meeting_settings");

	if (json_object_object_get_ex(c->json, "owner_id", NULL))
		return call_refuse(c, CODE_PARAM, "owner_id: can't be "
		    "updated");
	if (json_object_is_type(given, json_type_object) &&
	    json_object_object_get_ex(given, "meeting_connect", NULL))
		return call_refuse(c, CODE_PARAM, "meeting_settings."
		    "meeting_connect: can't be updated");
	return shape_check(b, c, shape_update);
}

int
wish_read(struct box *b, struct call *c, struct json_object *old,
    struct wish *w)
{
	enum id_type type;

	*w = (struct wish){ 0 };
	if (call_id_type(c, &type) == -1)
		return -1;
	if ((old ? check_update_shape(b, c) :
	    shape_check(b, c, shape_apply)) == -1)
		return -1;
	merge(b, c, old, w);
	if (check_end(b, c, w, !old) == -1 ||
	    (!old && check_owner(b, c, w, type) == -1) ||
	    check_topic(b, c, w) == -1 || check_permissions(c, w) == -1 ||
	    check_callee(c, w) == -1 || check_record(c, w) == -1 ||
	    check_hosts(b, c, w, type) == -1 ||
	    check_meeting_password(c, w) == -1)
		return -1;
	/* An update without a password, by that reading. */
	if (old && w->password && !*w->password &&
	    assume_is(&b->opt.assume, ASSUME_EMPTY, "keep"))
		w->password = NULL;
	return 0;
}

void
wish_free(struct wish *w)
{
	json_object_put(w->settings);
	json_object_put(w->invalid);
	*w = (struct wish){ 0 };
}
