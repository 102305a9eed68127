/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/work.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/step.h"
#include "http/limits.h"

int64_t
work_mono(const struct api *api)
{
	return api->clock->mono(api->clock);
}

void
work_push(struct work_list *l, struct api_work *w)
{
	w->next = NULL;
	if (l->tail)
		l->tail->next = w;
	else
		l->head = w;
	l->tail = w;
}

void
work_push_front(struct work_list *l, struct api_work *w)
{
	w->next = l->head;
	l->head = w;
	if (!l->tail)
		l->tail = w;
}

void
work_remove(struct work_list *l, struct api_work *w)
{
	struct api_work **at = &l->head, *before = NULL;

	while (*at != w) {
		before = *at;
		at = &before->next;
	}
	*at = w->next;
	if (l->tail == w)
		l->tail = before;
}

struct api_work *
work_pop(struct work_list *l)
{
	struct api_work *w = l->head;

	if (w)
		work_remove(l, w);
	return w;
}

struct api_count *
work_count(struct api *api, int op)
{
	return api->conf->counts ? &api->conf->counts[op] : &api->nobodys;
}

/* --- what comes back ------------------------------------------------------ */

/* Without a time from the server a rate limit is waited for this long at
 * least; with one, this much is added to the server's whole seconds. */
#define LIMIT_MIN_MS 1000
#define LIMIT_MARGIN_MS 100

void
settle_stop(struct api *api, enum err_code code, const char *why)
{
	if (!api->stop.code)
		err_set(&api->stop, code, "%s", why);
}

static void
end(struct api *api, struct api_work *w, enum api_outcome outcome)
{
	w->state = WORK_ENDED;
	w->call->outcome = outcome;
	work_push(&api->ended, w);
}

void
settle_not_done(struct api *api, struct api_work *w, const char *message)
{
	w->call->error = (struct api_error){ .message = message };
	end(api, w, API_NOT_DONE);
}

static void
queue_again(struct api *api, struct api_work *w)
{
	w->state = WORK_QUEUED;
	work_push_front(&api->queued[w->call->op], w);
}

static void
wait_again(struct api *api, struct api_work *w)
{
	w->state = WORK_WAITING;
	w->at = work_mono(api) + retry_delay(&api->retry, w->failed);
	work_push(&api->waiting, w);
}

static int64_t
limit_wait(struct api *api, int64_t reset, int failed)
{
	int64_t ms;

	if (reset > HTTP_RESET_MAX_SECONDS)
		reset = HTTP_RESET_MAX_SECONDS;
	if (reset > 0)
		return reset * 1000 + LIMIT_MARGIN_MS;
	ms = retry_delay(&api->retry, failed);
	return ms < LIMIT_MIN_MS ? LIMIT_MIN_MS : ms;
}

/* --- calls: one function for each enum answer_next ---------------------- */

static void
call_done(struct api *api, struct api_work *w, const struct answer *a)
{
	w->call->reserve = a->reserve;
	end(api, w, API_OK);
}

static void
call_gone(struct api *api, struct api_work *w, const struct answer *a)
{
	(void)a;
	end(api, w, API_GONE);
}

static void
call_refused(struct api *api, struct api_work *w, const struct answer *a)
{
	(void)a;
	end(api, w, API_REFUSED);
}

/*
 * One more call without an answer of the API.  A server that is down would
 * make every apply of the run one of unknown outcome.
 */
static void
count_trouble(struct api *api, const struct answer *a)
{
	char why[sizeof(api->stop.msg)];

	if (++api->trouble < TROUBLE_MAX)
		return;
	snprintf(why, sizeof(why), _("%d calls in a row got no answer of the "
	    "API; the last: %.600s"), api->trouble, a->message);
	settle_stop(api, ERR_NETWORK, why);
}

static void
call_unknown(struct api *api, struct api_work *w, const struct answer *a)
{
	count_trouble(api, a);
	end(api, w, API_UNKNOWN);
}

static void
call_retry(struct api *api, struct api_work *w, const struct answer *a)
{
	if (retry_allowed(&api->retry, ++w->failed)) {
		wait_again(api, w);
		return;
	}
	count_trouble(api, a);
	end(api, w, API_NOT_DONE);
}

static void
call_again(struct api *api, struct api_work *w, const struct answer *a)
{
	if (retry_allowed(&api->retry, ++w->failed)) {
		wait_again(api, w);
		return;
	}
	settle_stop(api, ERR_NETWORK, a->message);
	end(api, w, API_NOT_DONE);
}

static void
call_limit(struct api *api, struct api_work *w, const struct answer *a)
{
	int64_t ms;

	if (!retry_allowed(&api->retry, ++w->limited)) {
		settle_stop(api, ERR_NETWORK, a->message);
		end(api, w, API_NOT_DONE);
		return;
	}
	ms = limit_wait(api, a->reset, w->limited);
	bucket_pause(&api->bucket[w->call->op], work_mono(api) + ms);
	out_say(OUT_VERBOSE, "the rate limit: waiting %.1f seconds",
	    (double)ms / 1000);
	queue_again(api, w);
}

/* Twice refused, the second time with a token got since: a third would be
 * no better. */
static void
call_token(struct api *api, struct api_work *w, const struct answer *a)
{
	if (++w->refused > 1) {
		settle_stop(api, ERR_AUTH, a->message);
		end(api, w, API_NOT_DONE);
		return;
	}
	token_drop(&api->token, w->token_serial);
	queue_again(api, w);
}

static void
call_stop_auth(struct api *api, struct api_work *w, const struct answer *a)
{
	settle_stop(api, ERR_AUTH, a->message);
	end(api, w, API_NOT_DONE);
}

static void
call_stop_net(struct api *api, struct api_work *w, const struct answer *a)
{
	settle_stop(api, ERR_NETWORK, a->message);
	end(api, w, API_NOT_DONE);
}

static void (*const call_next[])(struct api *, struct api_work *,
    const struct answer *) = {
	[NEXT_DONE] = call_done,
	[NEXT_GONE] = call_gone,
	[NEXT_REFUSED] = call_refused,
	[NEXT_UNKNOWN] = call_unknown,
	[NEXT_RETRY] = call_retry,
	[NEXT_AGAIN] = call_again,
	[NEXT_LIMIT] = call_limit,
	[NEXT_TOKEN] = call_token,
	[NEXT_STOP_AUTH] = call_stop_auth,
	[NEXT_STOP_NET] = call_stop_net,
};

/* Who was in a meeting is no matter of a log. */
static void
trace_reply(unsigned request, const struct http_reply *r,
    const struct api_call *c)
{
	struct str text = { 0 };

	if (out_level() < OUT_TRACE || !r->body.n || c->op == API_NAMES ||
	    (c->op == API_ACTIVE && c->participants))
		return;
	mask_body(&text, str_slice(&r->body));
	mask_password(text.p, c->body);
	secret_mask(text.p);
	out_say(OUT_TRACE, "#%u got: %.4096s", request, text.p);
	str_free(&text);
}

static void
say_reply(const struct api *api, const struct api_work *w,
    const struct http_reply *r, const struct answer *a)
{
	int64_t since = w ? w->sent_at : api->token_asked;

	out_say(OUT_DEBUG, "#%u HTTP %d, code %d, %lld ms, log id %s%s%s",
	    w ? w->request : api->token_request, r->status, a->code,
	    (long long)(work_mono(api) - since),
	    *r->log_id ? r->log_id : "none", a->message ? ": " : "",
	    a->message ? a->message : "");
}

static void
settle_call(struct api *api, struct api_work *w, struct http_reply *r,
    struct arena *texts)
{
	struct api_call *c = w->call;
	struct answer_ask ask = { .call = (int)c->op, .body = c->body,
		.now = api->clock->wall(api->clock),
		.reserve_id = c->reserve_id, .reservation = c->reservation,
		.meeting = c->meeting,
		.people = c->people, .n_people = c->n_people,
		.scopes = c->scopes, .n_scopes = c->n_scopes,
		.app_id = api->conf->app_id };
	struct answer a;

	work_remove(&api->flying, w);
	bucket_ended(&api->bucket[c->op], work_mono(api));
	answer_read(&a, &ask, r, texts);
	say_reply(api, w, r, &a);
	trace_reply(w->request, r, c);
	if (a.next != NEXT_UNKNOWN && a.next != NEXT_RETRY)
		api->trouble = 0;
	c->error = (struct api_error){ 0 };
	c->log_id = *r->log_id ? arena_str(texts, r->log_id) : NULL;
	if (a.next != NEXT_DONE) {
		c->error.http = r->status;
		c->error.code = a.code;
		c->error.message = a.message;
		c->error.log_id = c->log_id;
	}
	call_next[a.next](api, w, &a);
	answer_free(&a);
}

/* --- the token ---------------------------------------------------------- */

static void
token_again(struct api *api, const struct answer *a)
{
	int64_t ms;

	if (!retry_allowed(&api->retry, ++api->token_failed)) {
		settle_stop(api, ERR_NETWORK, a->message);
		return;
	}
	work_count(api, API_OPS)->retries++;
	ms = a->next == NEXT_LIMIT
	    ? limit_wait(api, a->reset, api->token_failed)
	    : retry_delay(&api->retry, api->token_failed);
	api->token_at = work_mono(api) + ms;
	api->token_state = TOKEN_WAITING;
}

static void
settle_token(struct api *api, struct http_reply *r, struct arena *texts)
{
	struct answer_ask ask = { .call = ANSWER_TOKEN,
		.app_id = api->conf->app_id };
	struct answer a;

	str_free(&api->token_body);
	api->token_state = TOKEN_IDLE;
	answer_read(&a, &ask, r, texts);
	say_reply(api, NULL, r, &a);
	if (a.next == NEXT_DONE) {
		api->token_failed = 0;
		token_take(&api->token, &a.grant, api->token_asked);
	} else if (a.next == NEXT_AGAIN || a.next == NEXT_LIMIT) {
		token_again(api, &a);
	} else {
		settle_stop(api, a.next == NEXT_STOP_NET ? ERR_NETWORK
		    : ERR_AUTH, a.message);
	}
	answer_free(&a);
}

void
settle_reply(struct api *api, struct http_reply *r, struct arena *texts)
{
	struct api_work *w = r->cookie;

	if (r->outcome == HTTP_ANSWERED &&
	    step(w ? "call-sent" : "token-answer") == -1) {
		r->outcome = HTTP_LOST;
		snprintf(r->error, sizeof(r->error), "I/O error");
	}
	secret_mask(r->log_id);
	secret_mask(r->error);
	if (w)
		settle_call(api, w, r, texts);
	else
		settle_token(api, r, texts);
	http_reply_free(r);
}
