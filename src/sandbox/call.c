/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sandbox/call.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"

/* --- answers -------------------------------------------------------------- */

#define JSON_TYPE "application/json; charset=utf-8"

static const struct {
	int64_t code;
	int status;
	const char *text;
} codes[] = {
	{ CODE_OK, 200, "success" },
	{ CODE_BAD_REQUEST, 400, "bad request" },
	{ CODE_TOKEN_PARAM, 200, "invalid param" },
	{ CODE_TOKEN_APP, 200, "app id not exists" },
	{ CODE_TOKEN_SECRET, 200, "app secret invalid" },
	{ CODE_INTERNAL, 500, "internal error" },
	{ CODE_NOT_SUPPORT, 400, "not support" },
	{ CODE_PARAM, 400, "param error" },
	{ CODE_NOT_EXIST, 404, "data not exist" },
	{ CODE_NO_PERMISSION, 403, "no permission" },
	{ CODE_RECORD, 400, "record param error" },
	{ CODE_HOSTS_MAX, 400, "assign host exceed max limit 10" },
	{ CODE_HOST, 400, "assign host error" },
	{ CODE_PASSWORD, 400, "invalid password" },
	{ CODE_RATE, 429, "request trigger frequency limit" },
	{ CODE_QUOTA, 429, "This month's API call quota has been exceeded" },
	{ CODE_NO_TOKEN, 400, "Missing access token for authorization. "
	    "Please make a request with token attached." },
	{ CODE_TENANT_TOKEN, 400, "Invalid access token for authorization. "
	    "Please make a request with token attached." },
	{ CODE_USER_TOKEN, 400, "Invalid access token for authorization. "
	    "Please make a request with token attached." },
	{ CODE_TOKEN_FORM, 400, "Invalid access token format: it must "
	    "start with 't-' or 'u-'" },
	{ CODE_SCOPE, 400, "Access denied. One of the following scopes is "
	    "required" },
	{ CODE_OPEN_ID, 400, "not a valid {open_id}, not exist" },
	{ CODE_FIELD, 400, "field validation failed" },
};
#define CODES (sizeof(codes) / sizeof(*codes))

/* 400 for an unknown code. */
static int
status_of(int64_t code)
{
	for (size_t i = 0; i < CODES; i++) {
		if (codes[i].code == code)
			return codes[i].status;
	}
	return 400;
}

const char *
reply_text_of(int64_t code)
{
	for (size_t i = 0; i < CODES; i++) {
		if (codes[i].code == code)
			return codes[i].text;
	}
	return "error";
}

/* Start over with an envelope of code and msg. */
static void
envelope(struct reply *r, int64_t code)
{
	json_object_put(r->json);
	str_clear(&r->body);
	r->status = status_of(code);
	r->code = code;
	r->type = JSON_TYPE;
	r->json = json_object_new_object();
	json_put_int(r->json, "code", code);
	json_put_text(r->json, "msg", reply_text_of(code));
}

void
reply_data(struct reply *r, struct json_object *data)
{
	envelope(r, CODE_OK);
	if (data)
		json_object_object_add(r->json, "data", data);
}

void
reply_error(struct reply *r, int64_t code, const char *message)
{
	struct json_object *error = json_object_new_object();

	envelope(r, code);
	if (message)
		json_put_text(error, "message", message);
	json_object_object_add(r->json, "error", error);
}

struct json_object *
reply_error_part(struct reply *r)
{
	return json_object_object_get(r->json, "error");
}

void
reply_flat(struct reply *r, int64_t code)
{
	envelope(r, code);
	if (code == CODE_TOKEN_PARAM)
		json_object_object_add(r->json, "data",
		    json_object_new_object());
}

void
reply_text(struct reply *r, int status, const char *type, const char *text)
{
	json_object_put(r->json);
	r->json = NULL;
	r->status = status;
	r->type = type;
	str_clear(&r->body);
	str_adds(&r->body, text);
}

void
reply_add_header(struct reply *r, const char *name, const char *value)
{
	struct reply_header *h;

	for (const char *p = value; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return;
	}
	h = VEC_ADD(&r->headers);
	h->name = xstrdup(name);
	h->value = xstrdup(value);
}

void
reply_finish(struct reply *r, const char *log_id)
{
	struct json_object *error = reply_error_part(r);
	const char *text;
	size_t n;

	if (!r->json)
		return;
	if (json_object_is_type(error, json_type_object))
		json_put_text(error, "log_id", log_id);
	text = json_object_to_json_string_length(r->json,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
	str_clear(&r->body);
	str_add(&r->body, slice_of(text, n));
	json_object_put(r->json);
	r->json = NULL;
}

void
reply_free(struct reply *r)
{
	json_object_put(r->json);
	str_free(&r->body);
	for (size_t i = 0; i < r->headers.n; i++) {
		free(r->headers.items[i].name);
		free(r->headers.items[i].value);
	}
	VEC_FREE(&r->headers);
	*r = (struct reply){ 0 };
}

/* --- calls ---------------------------------------------------------------- */

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
