/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/api.h"
#include "api/call.h"
#include "api/json.h"
#include "api/work.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/step.h"
#include "base/stop.h"
#include "http/url.h"

const char *
api_op_name(int op)
{
	static const char *const names[] = {
		[API_APPLY] = "apply", [API_UPDATE] = "update",
		[API_DELETE] = "delete", [API_GET] = "get",
		[API_ACTIVE] = "active", [API_PEOPLE] = "people",
		[API_SCOPES] = "scopes", [API_NAMES] = "names",
		[API_OPS] = "token",
	};

	return names[op];
}

/* --- opening and closing ----------------------------------------------- */

static int
check_conf(const struct api_conf *conf, struct err *e)
{
	if (url_check_base(conf->base_url, e) == -1)
		return err_wrap(e, "base_url");
	if (!call_user_id_type(conf->user_id_type))
		return err_set(e, ERR_USAGE, "user_id_type: '%s' is none of "
		    "open_id, union_id, user_id", conf->user_id_type);
	if (!conf->app_id && !conf->token_command)
		return err_set(e, ERR_USAGE, "neither app_id nor "
		    "access_token_command is set");
	return 0;
}

int
api_open(struct api **out, const struct api_conf *conf,
    const struct clock *clock, struct err *e)
{
	struct slice base = slice_str(conf->base_url);
	struct api *api;
	struct pool *pool;
	int i;

	if (check_conf(conf, e) == -1 ||
	    pool_open(&pool, conf->connections, conf->ca_file, e) == -1)
		return -1;
	api = xcalloc(1, sizeof(*api));
	api->conf = conf;
	api->clock = clock;
	api->pool = pool;
	while (base.n && base.p[base.n - 1] == '/')
		base.n--;
	str_add(&api->base, base);
	for (i = 0; i < API_OPS; i++)
		bucket_init(&api->bucket[i], conf->rate_per_second,
		    conf->rate_per_minute);
	retry_init(&api->retry, conf->retries,
	    (uint64_t)clock->mono(clock));
	*out = api;
	return 0;
}

static void
free_list(struct work_list *l)
{
	struct api_work *w;

	while ((w = work_pop(l))) {
		w->call->work = NULL;
		free(w);
	}
}

void
api_close(struct api *api)
{
	int i;

	if (!api)
		return;
	pool_close(api->pool);
	for (i = 0; i < API_OPS; i++) {
		free_list(&api->queued[i]);
		bucket_free(&api->bucket[i]);
	}
	free_list(&api->waiting);
	free_list(&api->flying);
	free_list(&api->ended);
	token_free(&api->token);
	str_free(&api->token_body);
	str_free(&api->base);
	free(api);
}

/* --- what goes out ----------------------------------------------------- */

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
	struct http_request r = { .method = call_method(c->op),
		.bearer = &api->token.text, .timeout = api->conf->timeout,
		.body = call_has_body(c->op) ? c->body : SLICE(""),
		.cookie = w };

	str_add(&url, str_slice(&api->base));
	call_path(&url, c->op, c->reserve_id, api->conf->user_id_type);
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

/*
 * Send all that may go now: the token first, then calls, as many as there are
 * connections and as each endpoint's bucket allows (http/pace.h), each
 * endpoint in turn.  What fails on the spot is settled at once, with texts
 * in the arena.
 *
 * Returns the milliseconds until something else may go; INT64_MAX when that
 * depends on an answer.
 */
static int64_t
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

/* --- the loop ---------------------------------------------------------- */

/* The longest sleep between two looks at the clock. */
#define WAIT_MAX_MS 60000

void
api_submit(struct api *api, struct api_call *call)
{
	struct api_work *w = xcalloc(1, sizeof(*w));

	w->call = call;
	call->work = w;
	call->reserve = (struct api_reserve){ 0 };
	call->error = (struct api_error){ 0 };
	call->log_id = NULL;
	/* Such an id never gets into a URL. */
	if (call_by_id(call->op) && !call_id_safe(call->reserve_id))
		settle_not_done(api, w, _("not sent: the reservation id holds "
		    "other characters than letters and digits"));
	else
		work_push(&api->queued[call->op], w);
}

/* Once the run has stopped: what was not sent won't be. */
static void
drop_unsent(struct api *api, struct arena *texts)
{
	struct api_work *w;
	const char *why;
	bool tried;
	int i;

	for (i = 0; i <= API_OPS; i++) {
		while ((w = work_pop(i < API_OPS ? &api->queued[i]
		    : &api->waiting))) {
			tried = w->failed || w->limited || w->refused;
			why = arena_printf(texts, "%s: %s",
			    tried ? _("given up") : _("not sent"),
			    api->stop.msg);
			settle_not_done(api, w, why);
		}
	}
}

static bool
hand_back(struct api *api, struct api_call **call)
{
	struct api_work *w = work_pop(&api->ended);

	if (!w)
		return false;
	*call = w->call;
	w->call->work = NULL;
	free(w);
	return true;
}

static bool
is_idle(const struct api *api)
{
	int i;

	for (i = 0; i < API_OPS; i++)
		if (api->queued[i].head)
			return false;
	return !api->waiting.head && !api->flying.head;
}

/* Nothing is under way: the wait is shown, each second on a terminal. */
static void
sleep_until_ready(struct api *api, int64_t ms)
{
	const char *what = _("another try");
	int64_t since = work_mono(api);
	int i, op = api->waiting.head ? (int)api->waiting.head->call->op
	    : API_OPS;

	for (i = 0; i < API_OPS && api->token_state != TOKEN_WAITING; i++) {
		if (!api->queued[i].head)
			continue;
		what = _("the rate limit");
		op = i;
	}
	if (ms >= 1000 && out_waiting(what, (long)((ms + 999) / 1000)))
		ms = 1000;
	api->clock->sleep(api->clock, ms < WAIT_MAX_MS ? ms : WAIT_MAX_MS);
	work_count(api, op)->waited_ms += work_mono(api) - since;
}

static void
wait_for_something(struct api *api, int64_t ms, struct arena *texts)
{
	struct http_reply reply;

	if (!pool_busy(api->pool))
		sleep_until_ready(api, ms);
	else if (pool_wait(api->pool, ms < WAIT_MAX_MS ? ms : WAIT_MAX_MS,
	    &reply))
		settle_reply(api, &reply, texts);
}

bool
api_next(struct api *api, struct arena *texts, struct api_call **call)
{
	int64_t ms;

	for (;;) {
		if (stop_asked())
			settle_stop(api, ERR_FAILED, _("stopped by a signal; "
			    "the next run goes on from here"));
		if (api->stop.code)
			drop_unsent(api, texts);
		if (hand_back(api, call)) {
			out_waited();
			return true;
		}
		if (is_idle(api))
			return false;
		ms = send_ready(api, texts);
		if (api->ended.head || (api->stop.code && !api->flying.head))
			continue;
		/* Nothing flies and nothing will: a bug, not a wait. */
		assert(ms != INT64_MAX || pool_busy(api->pool));
		wait_for_something(api, ms, texts);
	}
}

enum err_code
api_stopped(const struct api *api, struct err *why)
{
	if (why)
		*why = api->stop;
	return api->stop.code;
}
