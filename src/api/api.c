/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "api/api.h"
#include "api/reserve.h"
#include "api/send.h"
#include "api/settle.h"
#include "api/work.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/stop.h"
#include "http/url.h"

/* The longest sleep between two looks at the clock. */
#define WAIT_MAX_MS 60000

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
	if (!reserve_user_id_type(conf->user_id_type))
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

/* --- the loop ---------------------------------------------------------- */

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
	if (reserve_by_id(call->op) && !reserve_id_safe(call->reserve_id))
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
