/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdio.h>

#include "sandbox/call.h"
#include "sandbox/json.h"
#include "sandbox/shape.h"

#define PATH 160
#define END { .kind = SHAPE_END }

static const struct shape checker[] = {
	{ "check_field", SHAPE_INT, true, 1, 3, NULL },
	{ "check_mode", SHAPE_INT, true, 1, 2, NULL },
	{ "check_list", SHAPE_TEXTS, true, 0, 0, NULL },
	END
};

static const struct shape permission[] = {
	{ "permission", SHAPE_INT, true, 1, 3, NULL },
	{ "permission_checkers", SHAPE_LIST, true, 0, 0, checker },
	END
};

static const struct shape pstn[] = {
	{ "nickname", SHAPE_TEXT, false, 0, 0, NULL },
	{ "main_address", SHAPE_TEXT, true, 0, 0, NULL },
	END
};

static const struct shape callee[] = {
	{ "id", SHAPE_TEXT, false, 0, 0, NULL },
	{ "user_type", SHAPE_INT, true, 1, 7, NULL },
	{ "pstn_sip_info", SHAPE_OBJECT, false, 0, 0, pstn },
	END
};

static const struct shape call_setting[] = {
	{ "callee", SHAPE_OBJECT, true, 0, 0, callee },
	END
};

static const struct shape host[] = {
	{ "user_type", SHAPE_INT, false, 1, 7, NULL },
	{ "id", SHAPE_TEXT, false, 0, 0, NULL },
	END
};

static const struct shape settings[] = {
	{ "topic", SHAPE_TEXT, false, 0, 0, NULL },
	{ "action_permissions", SHAPE_LIST, false, 0, 0, permission },
	{ "meeting_initial_type", SHAPE_INT, false, 1, 2, NULL },
	{ "meeting_connect", SHAPE_BOOL, false, 0, 0, NULL },
	{ "call_setting", SHAPE_OBJECT, false, 0, 0, call_setting },
	{ "auto_record", SHAPE_BOOL, false, 0, 0, NULL },
	{ "assign_host_list", SHAPE_LIST, false, 0, 0, host },
	{ "password", SHAPE_TEXT, false, 0, 0, NULL },
	END
};

const struct shape shape_apply[] = {
	{ "end_time", SHAPE_TIME, false, 0, 0, NULL },
	{ "owner_id", SHAPE_TEXT, false, 0, 0, NULL },
	{ "meeting_settings", SHAPE_OBJECT, true, 0, 0, settings },
	END
};

const struct shape shape_update[] = {
	{ "end_time", SHAPE_TIME, false, 0, 0, NULL },
	{ "meeting_settings", SHAPE_OBJECT, false, 0, 0, settings },
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
shape_check(struct call *c, const struct shape *shape, struct json_object *o,
    bool strict)
{
	struct shape_walk k = { c, strict };

	return check_object(&k, shape, o, "");
}

bool
shape_setting(const char *name)
{
	return find_field(settings, name) != NULL;
}
