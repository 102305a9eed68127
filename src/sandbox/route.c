/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "sandbox/active.h"
#include "sandbox/box.h"
#include "sandbox/call.h"
#include "sandbox/contact.h"
#include "sandbox/control.h"
#include "sandbox/json.h"
#include "sandbox/reserve.h"
#include "sandbox/route.h"
#include "sandbox/script.h"
#include "sandbox/token.h"

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
static bool
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

/* Spoil the reply that the API made, as far as it is JSON. */
static void
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

/* Spoil the finished reply: its bytes, its status, how it is sent. */
static void
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

/* --- the way of a request ------------------------------------------------- */

#define SCOPES "/open-apis/application/v6/scopes"
#define TOKEN "/open-apis/auth/v3/tenant_access_token/internal"
#define RESERVES "/open-apis/vc/v1/reserves/"
#define CONTACT "/open-apis/contact/v3/users/batch_get_id"
#define NAMES "/open-apis/contact/v3/users/batch"

static const struct endpoint table[] = {
	{ .name = CALL_TOKEN, .method = "POST", .prefix = TOKEN,
	    .run = token_issue, .has_body = true, .unlimited = true },
	{ .name = CALL_TOKEN, .method = "POST", .prefix = TOKEN "/",
	    .run = token_issue, .has_body = true, .unlimited = true },
	{ .name = CALL_APPLY, .method = "POST", .prefix = RESERVES "apply",
	    .scope = "vc:reserve", .run = reserve_apply, .has_body = true },
	{ .name = CALL_UPDATE, .method = "PUT", .prefix = RESERVES,
	    .scope = "vc:reserve", .run = reserve_update, .has_id = true,
	    .has_body = true },
	{ .name = CALL_DELETE, .method = "DELETE", .prefix = RESERVES,
	    .scope = "vc:reserve", .run = reserve_delete, .has_id = true },
	{ .name = CALL_GET, .method = "GET", .prefix = RESERVES,
	    .scope = "vc:reserve:readonly", .run = reserve_get,
	    .has_id = true },
	{ .name = CALL_ACTIVE, .method = "GET", .prefix = RESERVES,
	    .suffix = "/get_active_meeting", .scope = "vc:reserve:readonly",
	    .run = active_get, .has_id = true },
	{ .name = CALL_BATCH_GET_ID, .method = "POST", .prefix = CONTACT,
	    .scope = "contact:user.id:readonly", .run = contact_batch_get_id,
	    .has_body = true, .tenant_only = true, .no_quota = true },
	{ .name = CALL_NAMES, .method = "GET", .prefix = NAMES,
	    .scope = "contact:contact.base:readonly", .run = contact_batch,
	    .no_quota = true },
	{ .name = CALL_SCOPES, .method = "GET", .prefix = SCOPES,
	    .scope = "", .run = token_scopes, .tenant_only = true },
};

static bool
matches(struct call *c, const struct endpoint *ep)
{
	struct slice path = slice_str(c->path), id;
	struct slice prefix = slice_str(ep->prefix);
	struct slice suffix = slice_str(ep->suffix);

	if (strcmp(c->method, ep->method) || !slice_starts(path, prefix))
		return false;
	id = slice_from(path, prefix.n);
	if (!ep->has_id)
		return id.n == 0;
	if (id.n <= suffix.n || !slice_eq(suffix,
	    slice_from(id, id.n - suffix.n)))
		return false;
	id.n -= suffix.n;
	if (memchr(id.p, '/', id.n))
		return false;
	if (id.n >= sizeof(c->id))
		id.n = sizeof(c->id) - 1;
	memcpy(c->id, id.p, id.n);
	c->id[id.n] = '\0';
	return true;
}

static const struct endpoint *
find_endpoint(struct call *c)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (matches(c, &table[i]))
			return &table[i];
	}
	return NULL;
}

/* --- the rate limit ------------------------------------------------------- */

#define SECOND_US ((int64_t)1000000)

struct limit_verdict {
	int64_t limit;		/* of the window that is full */
	int64_t reset;		/* whole seconds until it isn't; 0: go on */
};

/*
 * Microseconds until a window of at most `most` calls has room; 0: it has.
 * size: of the ring.
 */
static int64_t
wait_for(const struct passed *p, int64_t size, int64_t most, int64_t window,
    int64_t now)
{
	int64_t oldest;

	if (!most || p->n < most)
		return 0;
	oldest = p->ring[(p->n - most) % size];
	return oldest + window > now ? oldest + window - now : 0;
}

/*
 * Ask for one call: two sliding windows, a second and a minute, over the same
 * ring of times.  Refused calls don't count.
 */
static struct limit_verdict
ask_limit(struct passed *p, const struct options *o)
{
	int64_t size = o->rate_second > o->rate_minute ? o->rate_second
	    : o->rate_minute;
	int64_t now = box_mono_us();
	int64_t s = wait_for(p, size, o->rate_second, SECOND_US, now);
	int64_t m = wait_for(p, size, o->rate_minute, 60 * SECOND_US, now);
	int64_t wait = s > m ? s : m;

	if (wait) {
		return (struct limit_verdict){
			.limit = m >= s ? o->rate_minute : o->rate_second,
			.reset = (wait + SECOND_US - 1) / SECOND_US,
		};
	}
	if (size && !p->ring)
		p->ring = xcalloc((size_t)size, sizeof(*p->ring));
	if (size)
		p->ring[p->n++ % size] = now;
	return (struct limit_verdict){ 0 };
}

/* --- the way of a call ------------------------------------------------ */

static void
make_log_id(struct box *b, struct call *c)
{
	struct civil t = clock_to_civil(box_now(b));
	uint64_t h;
	char text[32];
	int n = snprintf(text, sizeof(text), "log %" PRId64, c->seq);

	h = hash_bytes(slice_of(text, (size_t)n));
	snprintf(c->log_id, sizeof(c->log_id),
	    "%04u%02u%02u%02u%02u%02u%016" PRIX64, (unsigned)t.year % 10000,
	    (unsigned)t.month % 100, (unsigned)t.day % 100,
	    (unsigned)t.hour % 100, (unsigned)t.minute % 100,
	    (unsigned)t.second % 100, h);
}

int64_t
route_begin(struct box *b, struct call *c)
{
	if (control_is(c))
		return 0;
	c->arrived_us = box_mono_us();
	c->seq = ++b->seq;
	make_log_id(b, c);
	c->endpoint = find_endpoint(c);
	if (!c->endpoint)
		return 0;
	c->count = ++b->calls[c->endpoint->name];
	c->fault = script_match(&b->script, c->endpoint->name, c->count,
	    ++b->calls_all);
	return c->fault ? c->fault->delay_before : 0;
}

static int
refuse_rate(struct box *b, struct call *c, struct limit_verdict v)
{
	char text[24];

	call_refuse(c, CODE_RATE, "%" PRId64 " calls", v.limit);
	if (assume_is(&b->opt.assume, ASSUME_RATE_STATUS, "400"))
		c->reply.status = 400;
	snprintf(text, sizeof(text), "%" PRId64, v.limit);
	reply_add_header(&c->reply, "x-ogw-ratelimit-limit", text);
	snprintf(text, sizeof(text), "%" PRId64, v.reset);
	reply_add_header(&c->reply, "x-ogw-ratelimit-reset", text);
	return -1;
}

/* What the gateway looks at before the service behind it: token, rate,
 * quota, body. */
static int
pass_gateway(struct box *b, struct call *c)
{
	const struct endpoint *ep = c->endpoint;
	struct limit_verdict v;

	if (ep->scope && token_check(b, c) == -1)
		return -1;
	if (!ep->unlimited) {
		v = ask_limit(&b->passed[ep->name], &b->opt);
		if (v.reset)
			return refuse_rate(b, c, v);
	}
	if (ep->scope && !ep->no_quota && b->opt.quota &&
	    b->quota_used >= b->opt.quota)
		return call_refuse(c, CODE_QUOTA, "the quota is gone");
	if (ep->scope && ep->has_body &&
	    !json_object_is_type(c->json, json_type_object))
		return call_refuse(c, CODE_BAD_REQUEST, c->body.over ?
		    "the body is too long" : "the body is no JSON object");
	return 0;
}

static void
serve(struct box *b, struct call *c)
{
	const struct fault *f = c->fault;

	if (f && f->revoke)
		token_revoke(b);
	if (f && garble_instead(c, f))
		return;
	/* Answers of 4xx and 5xx don't count for the month. */
	if (pass_gateway(b, c) == 0 && c->endpoint->run(b, c) == 0 &&
	    c->endpoint->scope && !c->endpoint->no_quota)
		b->quota_used++;
}

/* RFC 9110, 5.6.7, by the sandbox's clock and not the system's. */
static void
add_date(struct box *b, struct call *c)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed",
		"Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t now = box_now(b), day = now / 86400 - (now % 86400 < 0);
	struct civil t = clock_to_civil(now);
	char text[64];

	/* The first of January 1970 was a Thursday. */
	snprintf(text, sizeof(text), "%s, %02d %s %04d %02d:%02d:%02d GMT",
	    days[((day + 4) % 7 + 7) % 7], t.day, months[t.month - 1], t.year,
	    t.hour, t.minute, t.second);
	reply_add_header(&c->reply, "Date", text);
}

static void
add_headers(struct box *b, struct call *c)
{
	char id[64];

	add_date(b, c);
	reply_add_header(&c->reply, "X-Tt-Logid", c->log_id);
	snprintf(id, sizeof(id), "00000000-0000-4000-8000-%012" PRIx64,
	    (uint64_t)c->seq & 0xffffffffffff);
	reply_add_header(&c->reply, "X-Request-Id", id);
}

int64_t
route_run(struct box *b, struct call *c)
{
	if (control_is(c)) {
		control_run(b, c);
		return 0;
	}
	if (!c->body.over)
		c->json = json_parse(str_slice(&c->body));
	if (c->endpoint)
		serve(b, c);
	else
		reply_text(&c->reply, 404, "text/plain", "404 page not found");
	if (c->fault)
		garble_json(c, c->fault);
	reply_finish(&c->reply, c->log_id);
	if (c->fault)
		garble_bytes(c, c->fault);
	add_headers(b, c);
	logbook_add(&b->log, c);
	return b->opt.latency + (c->fault ? c->fault->delay : 0);
}
