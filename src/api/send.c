/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "api/mask.h"
#include "api/people.h"
#include "api/reserve.h"
#include "api/send.h"
#include "api/settle.h"
#include "api/work.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/step.h"

/* The end of a request that never went out, as the pool would tell it. */
static void
settle_unsent(struct api *api, void *cookie, const char *why,
    struct arena *texts)
{
	struct http_reply r = { .outcome = HTTP_NOT_SENT, .reset = -1,
		.cookie = cookie };

	snprintf(r.error, sizeof(r.error), "%.*s", (int)sizeof(r.error) - 1,
	    why);
	settle_reply(api, &r, texts);
}

static void
trace_body(unsigned request, struct slice body)
{
	struct str text = { 0 };

	if (out_level() < OUT_TRACE || !body.n)
		return;
	mask_body(&text, body);
	mask_password(text.p, body);
	out_say(OUT_TRACE, "#%u sent: %s", request, text.p);
	str_free(&text);
}

/* --- the token --------------------------------------------------------- */

static void
post_token(struct api *api, struct arena *texts)
{
	struct str url = { 0 };
	struct err e = { 0 };
	struct http_request r = { .method = "POST",
		.timeout = api->conf->timeout };

	token_ask(&api->token_body, api->conf->app_id, api->conf->app_secret);
	str_add(&url, str_slice(&api->base));
	str_adds(&url, TOKEN_PATH);
	r.url = url.p;
	r.body = str_slice(&api->token_body);
	api->token_asked = work_mono(api);
	api->token_state = TOKEN_FLYING;
	api->token_request = ++api->request;
	out_say(OUT_DEBUG, "#%u POST %s", api->token_request, url.p);
	work_count(api, API_OPS)->calls++;
	if (step("token-send") == -1)
		settle_unsent(api, NULL, _("not sent"), texts);
	else if (pool_add(api->pool, &r, &e) == -1)
		settle_unsent(api, NULL, e.msg, texts);
	str_free(&url);
}

/*
 * The command is waited for, and nothing is done for the pool meanwhile:
 * it runs when no call is on the wire, whose time would pass.
 */
static void
run_command(struct api *api)
{
	struct err e = { 0 };

	out_say(OUT_DEBUG, "running access_token_command");
	if (token_run(&api->token, api->conf->token_command, &e) == 0)
		return;
	err_wrap(&e, "access_token_command");
	settle_stop(api, ERR_AUTH, e.msg);
}

/* Get on with the token.  Milliseconds until there is more to do. */
static int64_t
send_token(struct api *api, struct arena *texts)
{
	int64_t now = work_mono(api);
	size_t busy = pool_busy(api->pool);

	if (api->token_state == TOKEN_FLYING)
		return INT64_MAX;
	if (api->token_state == TOKEN_WAITING && now < api->token_at)
		return api->token_at - now;
	if (api->conf->token_command) {
		if (busy)
			return INT64_MAX;
		run_command(api);
		return 0;
	}
	if (busy >= (size_t)api->conf->connections)
		return INT64_MAX;
	post_token(api, texts);
	return api->token_state == TOKEN_FLYING ? INT64_MAX : 0;
}

/* --- calls ------------------------------------------------------------- */

/* False when it did not get as far as the pool; it is settled then. */
static bool
send_call(struct api *api, struct api_work *w, struct arena *texts)
{
	size_t before = api->sent;
	struct api_call *c = w->call;
	struct str url = { 0 };
	struct err e = { 0 };
	struct http_request r = { .method = reserve_method(c->op),
		.bearer = &api->token.text, .timeout = api->conf->timeout,
		.body = reserve_has_body(c->op) ? c->body : SLICE(""),
		.cookie = w };

	str_add(&url, str_slice(&api->base));
	reserve_path(&url, c->op, c->reserve_id, api->conf->user_id_type);
	if (c->participants)
		str_adds(&url, "&with_participants=true");
	w->state = WORK_FLYING;
	w->token_serial = api->token.serial;
	w->sent_at = work_mono(api);
	w->request = ++api->request;
	work_push(&api->flying, w);
	bucket_sent(&api->bucket[c->op]);
	out_say(OUT_DEBUG, "#%u %s %s", w->request, r.method, url.p);
	trace_body(w->request, r.body);
	work_count(api, c->op)->calls++;
	work_count(api, c->op)->retries += w->failed + w->limited + w->refused
	    > 0;
	/* Behind the line for the log, where nobody of a meeting is named. */
	if (c->op == API_NAMES)
		people_query(&url, c->people, c->n_people);
	r.url = url.p;
	if (step("call-send") == -1)
		settle_unsent(api, w, _("not sent"), texts);
	else if (pool_add(api->pool, &r, &e) == -1)
		settle_unsent(api, w, e.msg, texts);
	else
		api->sent++;
	str_free(&url);
	return api->sent > before;
}

/* Those whose time has come go before those never sent. */
static int64_t
wake_waiting(struct api *api)
{
	struct api_work *w, *next;
	int64_t now = work_mono(api), first = INT64_MAX;

	api->n_waiting = 0;
	for (w = api->waiting.head; w; w = next) {
		next = w->next;
		if (w->at > now) {
			api->n_waiting++;
			if (w->at - now < first)
				first = w->at - now;
			continue;
		}
		work_remove(&api->waiting, w);
		w->state = WORK_QUEUED;
		work_push_front(&api->queued[w->call->op], w);
	}
	return first;
}

/*
 * Send what its bucket allows, each endpoint in turn.  Milliseconds until
 * a bucket allows more.
 */
static int64_t
send_calls(struct api *api, struct arena *texts)
{
	int64_t first = INT64_MAX, ms;
	int held = 0, op;

	while (held < API_OPS && !api->stop.code &&
	    pool_busy(api->pool) < (size_t)api->conf->connections) {
		op = api->turn = (api->turn + 1) % API_OPS;
		ms = !api->queued[op].head ? INT64_MAX
		    : bucket_wait(&api->bucket[op], work_mono(api));
		if (ms == 0) {
			held = 0;
			if (!send_call(api, work_pop(&api->queued[op]),
			    texts))
				return 0;
			continue;
		}
		held++;
		if (ms != BUCKET_FULL && ms < first)
			first = ms;
	}
	return held == API_OPS ? first : INT64_MAX;
}

int64_t
send_ready(struct api *api, struct arena *texts)
{
	int64_t waiting, ms = INT64_MAX;
	bool queued = false;
	int op;

	waiting = wake_waiting(api);
	for (op = 0; op < API_OPS; op++)
		queued = queued || api->queued[op].head;
	if (!queued || api->stop.code)
		return waiting;
	/* A server that fails TROUBLE_MAX calls is to get no others. */
	if (api->n_waiting >= TROUBLE_MAX)
		return waiting;
	if (token_usable(&api->token, work_mono(api)))
		ms = send_calls(api, texts);
	else
		ms = send_token(api, texts);
	return ms < waiting ? ms : waiting;
}
