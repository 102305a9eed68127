/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>

#include "base/num.h"
#include "sandbox/active.h"
#include "sandbox/box.h"
#include "sandbox/control.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/reserve.h"
#include "sandbox/token.h"

#define PREFIX "/_sandbox/"

static struct json_object *
counters(const struct box *b)
{
	struct json_object *o = json_object_new_object();
	struct json_object *calls = json_object_new_object();

	for (int i = 0; i < CALL_N; i++)
		json_put_int(calls, call_name((enum call_name)i),
		    b->calls[i]);
	json_object_object_add(o, "calls", calls);
	json_put_int(o, "calls_all", b->calls_all);
	json_put_int(o, "requests", b->seq);
	json_put_int(o, "reserves", (int64_t)b->store.list.n);
	json_put_int(o, "ids", b->store.next);
	json_put_int(o, "tokens", (int64_t)b->tokens.n);
	json_put_int(o, "quota_used", b->quota_used);
	return o;
}

static int
show_state(struct box *b, struct call *c, struct err *e)
{
	struct json_object *o = json_object_new_object();
	struct json_object *list = json_object_new_array(), *one;

	(void)e;
	json_put_int(o, "now", box_now(b));
	json_put_text(o, "clock", b->clock.fixed == CLOCK_RUNS
	    ? "running" : "fixed");
	json_object_object_add(o, "counters", counters(b));
	for (size_t i = 0; i < b->store.list.n; i++) {
		one = json_copy(b->store.list.items[i].o);
		json_object_object_add(one, "url", reserve_url(b, one));
		json_object_array_add(list, one);
	}
	json_object_object_add(o, "reserves", list);
	json_object_put(c->reply.json);
	c->reply.json = o;
	return 0;
}

/* {"now":TIME} stands still there, {"now":null} runs with the system's. */
static int
set_clock(struct box *b, struct call *c, struct err *e)
{
	struct json_object *now, *advance = json_object_object_get(c->json,
	    "advance");
	int64_t t = 0, n = 0;

	if (json_object_object_get_ex(c->json, "now", &now)) {
		if (now && !json_unix_time(now, &t))
			return err_set(e, ERR_USAGE, "now: a time, or null");
		b->clock.fixed = now ? t : CLOCK_RUNS;
		b->shift = 0;
		return 0;
	}
	if (!json_number(advance, &n) || n < -JSON_TIME_MAX ||
	    n > JSON_TIME_MAX ||
	    box_now(b) + n <= 0 || box_now(b) + n > JSON_TIME_MAX)
		return err_set(e, ERR_USAGE, "now or advance is wanted");
	b->shift += n;
	return 0;
}

static int
revoke(struct box *b, struct call *c, struct err *e)
{
	(void)c;
	(void)e;
	token_revoke(b);
	return 0;
}

static int
add_script(struct box *b, struct call *c, struct err *e)
{
	if (c->body.over)
		return err_set(e, ERR_USAGE, "the script is too long");
	return script_add(&b->script, str_slice(&c->body), "script",
	    b->calls, b->calls_all, e);
}

static int
clear_script(struct box *b, struct call *c, struct err *e)
{
	(void)c;
	(void)e;
	script_clear(&b->script);
	return 0;
}

static int
show_log(struct box *b, struct call *c, struct err *e)
{
	const char *text = call_arg(c, "n");
	int64_t n = LIMIT_LOG_LINES;

	if (text && !num_parse(slice_str(text), 0, LIMIT_LOG_LINES, &n))
		return err_set(e, ERR_USAGE, "n: 0 to %d", LIMIT_LOG_LINES);
	reply_text(&c->reply, 200, "application/json; charset=utf-8", "");
	logbook_list(&b->log, (size_t)n, &c->reply.body);
	return 0;
}

static const struct {
	const char *method, *path;
	int (*run)(struct box *b, struct call *c, struct err *e);
} table[] = {
	{ "GET", PREFIX "state", show_state },
	{ "GET", PREFIX "log", show_log },
	{ "POST", PREFIX "clock", set_clock },
	{ "POST", PREFIX "meetings/start", active_start },
	{ "POST", PREFIX "meetings/end", active_end },
	{ "POST", PREFIX "meetings/play", active_play },
	{ "POST", PREFIX "revoke", revoke },
	{ "POST", PREFIX "script", add_script },
	{ "DELETE", PREFIX "script", clear_script },
};

bool
control_is(const struct call *c)
{
	return slice_starts(slice_str(c->path), SLICE(PREFIX));
}

void
control_run(struct box *b, struct call *c)
{
	struct err e = { 0 };

	c->json = json_parse(str_slice(&c->body));
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (strcmp(c->method, table[i].method) ||
		    strcmp(c->path, table[i].path))
			continue;
		reply_data(&c->reply, NULL);
		if (table[i].run(b, c, &e) == -1)
			call_refuse(c, CODE_PARAM, "%s", e.msg);
		reply_finish(&c->reply, "");
		return;
	}
	reply_text(&c->reply, 404, "text/plain", "404 page not found");
}
