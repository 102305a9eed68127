/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sandbox/call.h"
#include "sandbox/garble.h"
#include "sandbox/json.h"
#include "sandbox/script.h"

#define MIB ((int64_t)1 << 20)
#define GARBAGE 512

/* The code that goes with a status when the script names none. */
static int64_t
code_for(int64_t status)
{
	return status == 429 ? CODE_RATE : status == 404 ? CODE_NOT_EXIST :
	    status == 403 ? CODE_NO_PERMISSION :
	    status >= 500 ? CODE_INTERNAL : CODE_PARAM;
}

/* An error that the script asks for by status, code and msg. */
static void
make_error(struct call *c, const struct fault *f)
{
	int64_t code = f->code ? f->code : f->quota ? CODE_QUOTA :
	    f->ratelimit ? CODE_RATE : code_for(f->status);

	if (c->endpoint->name == CALL_TOKEN)
		reply_flat(&c->reply, code);
	else
		reply_error(&c->reply, code, "as the script says");
	if (f->msg)
		json_put_text(c->reply.json, "msg", f->msg);
}

static void
rate_headers(struct call *c, const struct fault *f)
{
	if (!f->ratelimit || !strcmp(f->ratelimit, "none"))
		return;
	reply_add_header(&c->reply, "x-ogw-ratelimit-limit", "50");
	reply_add_header(&c->reply, "x-ogw-ratelimit-reset",
	    *f->ratelimit ? f->ratelimit : "1");
}

static bool
is_error(const struct fault *f)
{
	return f->code || f->quota || f->ratelimit || f->status >= 400;
}

/* Which faults stand for a server that never got to the deed. */
bool
garble_instead(struct call *c, const struct fault *f)
{
	if (f->cut_before) {
		c->reply.end = REPLY_CUT;
		return true;
	}
	if (f->after || (!is_error(f) && !f->redirect && !f->before))
		return false;
	if (is_error(f))
		make_error(c, f);
	else
		reply_data(&c->reply, json_object_new_object());
	return true;
}

/* --- the JSON ------------------------------------------------------------- */

/*
 * Set the value at a path such as data.reserve.id, making no new objects;
 * there: only in place of another one.
 */
static void
set_path(struct json_object *o, struct slice path, struct json_object *value,
    bool there)
{
	struct slice name;
	char key[64];

	while (slice_word(&path, ".", &name)) {
		snprintf(key, sizeof(key), "%.*s", (int)name.n, name.p);
		if (!path.n && json_object_is_type(o, json_type_object) &&
		    (!there || json_object_object_get(o, key))) {
			json_object_object_add(o, key, value);
			return;
		}
		o = json_object_object_get(o, key);
	}
	json_object_put(value);
}

static void
set_item(struct json_object *o, const char *text, bool there)
{
	size_t n = strcspn(text, ":");
	struct slice value = slice_str(text + n + 1);
	struct json_object *v = json_parse(value);

	if (!v && !slice_eq(value, SLICE("null")))
		v = json_object_new_string_len(value.p, (int)value.n);
	set_path(o, slice_of(text, n), v, there);
}

static void
wrong_types(struct json_object *o, const char *which)
{
	static const char *const items[] = {
		"data.reserve.id:6911188411934973028",
		"data.reserve.url:[\"https://vc.feishu.cn/j/1\"]",
		"data.reserve.end_time:{\"seconds\":1}",
		"data.reserve.meeting_no:112000358",
		"data.reserve.password:971024",
		"data.meeting:[]", "data.user_list:{}",
		"tenant_access_token:42", "expire:\"7200\"",
	};

	if (!strcmp(which, "data"))
		set_item(o, "data:\"a string\"", false);
	else if (!strcmp(which, "code"))
		set_item(o, "code:\"0\"", false);
	else
		for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++)
			set_item(o, items[i], true);
}

void
garble_json(struct call *c, const struct fault *f)
{
	struct json_object *o = c->reply.json;
	struct json_object *reserve = json_object_object_get(
	    json_object_object_get(o, "data"), "reserve");

	if (!o)
		return;
	if (f->after && is_error(f)) {
		make_error(c, f);
		o = c->reply.json;
		reserve = NULL;
	}
	if (f->wrong_types)
		wrong_types(o, f->wrong_types);
	if (reserve && f->no_id)
		json_object_object_del(reserve, "id");
	if (reserve && f->url)
		json_put_text(reserve, "url", f->url);
	for (const struct fault_item *i = f->set; i; i = i->next)
		set_item(o, i->text, false);
}

/* --- the bytes ------------------------------------------------------------ */

/* Bytes of every kind, the same each time. */
static void
add_garbage(struct str *body)
{
	uint32_t x = 2463534242;

	str_clear(body);
	for (int i = 0; i < GARBAGE; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		str_addc(body, (char)(x & 0xff));
	}
}

static void
replace_body(struct reply *r, const struct fault *f)
{
	if (f->garbage)
		add_garbage(&r->body);
	if (f->empty)
		str_clear(&r->body);
	if (f->html)
		reply_text(r, r->status, "text/html; charset=utf-8",
		    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway"
		    "</title></head><body><h1>502 Bad Gateway</h1></body>"
		    "</html>\n");
	if (f->not_json)
		reply_text(r, r->status, "application/json; charset=utf-8",
		    "{\"code\":0,\"msg\":\"success\",\"data\":{]\n");
}

void
garble_bytes(struct call *c, const struct fault *f)
{
	struct reply *r = &c->reply;

	replace_body(r, f);
	rate_headers(c, f);
	for (const struct fault_item *i = f->header; i; i = i->next) {
		char *name = xstrdup(i->text);

		name[strcspn(name, ":")] = '\0';
		reply_add_header(r, name, i->text + strlen(name) + 1);
		free(name);
	}
	if (f->redirect) {
		reply_add_header(r, "Location", f->redirect);
		r->status = 302;
	}
	if (f->status)
		r->status = (int)f->status;
	if (f->half)
		r->end = REPLY_HALF;
	if (f->huge) {
		r->end = REPLY_HUGE;
		r->huge = f->huge * MIB;
	}
	if (f->cut_after)
		r->end = REPLY_CUT;
}
