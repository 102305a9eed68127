/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sandbox/call.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"

static const struct {
	const char *name, *alias;
} names[CALL_N] = {
	[CALL_TOKEN] = { "token", "tenant_access_token" },
	[CALL_APPLY] = { "apply", "apply" },
	[CALL_UPDATE] = { "update", "update" },
	[CALL_DELETE] = { "delete", "delete" },
	[CALL_GET] = { "get", "get" },
	[CALL_ACTIVE] = { "active", "get_active_meeting" },
	[CALL_BATCH_GET_ID] = { "batch_get_id", "users" },
	[CALL_SCOPES] = { "scopes", "scopes" },
	[CALL_NAMES] = { "names", "users_batch" },
};

const char *
call_name(enum call_name name)
{
	return names[name].name;
}

bool
call_by_name(struct slice text, enum call_name *name)
{
	for (int i = 0; i < CALL_N; i++) {
		if (slice_eq(text, slice_str(names[i].name)) ||
		    slice_eq(text, slice_str(names[i].alias))) {
			*name = (enum call_name)i;
			return true;
		}
	}
	return false;
}

struct call *
call_new(const char *method, const char *path)
{
	struct call *c = xcalloc(1, sizeof(*c));

	c->method = xstrdup(method);
	c->path = xstrdup(path);
	c->body.max = LIMIT_BODY;
	return c;
}

void
call_free(struct call *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->query.n; i++) {
		free(c->query.items[i].name);
		free(c->query.items[i].value);
	}
	VEC_FREE(&c->query);
	str_free(&c->body);
	json_object_put(c->json);
	reply_free(&c->reply);
	free(c->method);
	free(c->path);
	free(c->auth);
	free(c);
}

void
call_arg_add(struct call *c, const char *name, const char *value)
{
	struct call_arg *a;

	if (c->query.n == LIMIT_QUERY)
		return;
	a = VEC_ADD(&c->query);
	a->name = xstrdup(name);
	a->value = xstrdup(value ? value : "");
}

const char *
call_arg(const struct call *c, const char *name)
{
	for (size_t i = 0; i < c->query.n; i++) {
		if (!strcmp(c->query.items[i].name, name))
			return c->query.items[i].value;
	}
	return NULL;
}

int
call_refuse(struct call *c, int64_t code, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	reply_error(&c->reply, code, text);
	return -1;
}

int
call_refuse_field(struct call *c, int64_t code, const char *field,
    const char *value)
{
	struct json_object *v = json_object_new_object();
	struct json_object *list = json_object_new_array();

	call_refuse(c, code, "%s: %s", field, reply_text_of(code));
	json_put_text(v, "field", field);
	json_put_text(v, "value", value);
	json_put_text(v, "description", reply_text_of(code));
	json_object_array_add(list, v);
	json_object_object_add(reply_error_part(&c->reply),
	    "field_violations", list);
	return -1;
}

int
call_id_type(struct call *c, enum id_type *type)
{
	const char *text = call_arg(c, "user_id_type");

	return people_id_type(text, type) ? 0 :
	    call_refuse_field(c, CODE_FIELD, "user_id_type", text);
}
