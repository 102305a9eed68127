/* SPDX-License-Identifier: MIT */
#include "base/out.h"
#include "base/stop.h"
#include "conf/credentials.h"
#include "sync/client.h"

/* Queries under way at a time: few, so that the first answers don't wait for
 * the last query. */
#define WINDOW 64

/* At least one, or nothing would ever go out. */
static int
part(const struct conf *c, int n)
{
	n = n * c->rate_share.n / c->rate_share.of;
	return n ? n : 1;
}

int
client_open(struct run *r, struct api **api, struct err *e)
{
	struct conf *c = r->conf;

	*api = r->api;
	if (r->api && api_stopped(r->api, NULL) == ERR_NONE)
		return 0;
	client_close(r);
	/* The answer to a create that is under way must not be lost, and what
	 * a stopped run did is to be told. */
	stop_catch();
	if (!c->token_command && credentials_secret(c, e) == -1) {
		stop_release();
		return -1;
	}
	r->api_conf = (struct api_conf){
		.base_url = c->base_url,
		.app_id = c->app_id,
		.app_secret = &c->app_secret,
		.token_command = c->token_command,
		.user_id_type = c->user_id_type,
		.connections = c->connections,
		.rate_per_second = part(c, c->rate_per_second),
		.rate_per_minute = part(c, c->rate_per_minute),
		.ca_file = c->ca_file,
		.timeout = c->timeout,
		.retries = c->retries,
		.counts = r->calls,
	};
	if (api_open(&r->api, &r->api_conf, r->clock, e) == -1) {
		stop_release();
		return -1;
	}
	*api = r->api;
	return 0;
}

void
client_close(struct run *r)
{
	if (!r->api)
		return;
	stop_release();
	api_close(r->api);
	r->api = NULL;
}

void
client_tell_stop(struct run *r)
{
	struct err why = { 0 };
	struct problem p = { .kind = "stopped", .message = why.msg };

	if (!r->api)
		return;
	p.exit = (int)api_stopped(r->api, &why);
	if (p.exit)
		run_problem(r, &p);
}

void
client_progress(const struct run *r, int64_t started, size_t done,
    size_t total)
{
	double seconds = (double)(r->clock->mono(r->clock) - started) / 1000;
	double rate = seconds > 0 ? (double)done / seconds : 0;

	out_progress(done, total, rate, rate > 0
	    ? (long)((double)(total - done) / rate) : -1);
}

static void
submit(struct api *api, struct query *q)
{
	q->call = (struct api_call){
		.op = q->active ? API_ACTIVE : API_GET,
		.reserve_id = q->reserve_id,
		.reservation = &q->reservation, .meeting = &q->meeting,
		.participants = q->active && q->participants, .cookie = q };
	api_submit(api, &q->call);
}

int
client_query(struct run *r, struct query *queries, size_t n, struct err *e)
{
	struct api *api;
	struct api_call *call;
	struct query *q;
	size_t sent = 0, done = 0;
	int64_t started = r->clock->mono(r->clock);

	if (n == 0)
		return 0;
	if (client_open(r, &api, e) == -1)
		return -1;
	for (;;) {
		while (sent < n && sent - done < WINDOW)
			submit(api, &queries[sent++]);
		if (!api_next(api, &r->arena, &call))
			break;
		q = call->cookie;
		q->outcome = call->outcome;
		q->error = call->error;
		client_progress(r, started, ++done, n);
	}
	out_progress_end();
	if (api_stopped(api, e) == ERR_AUTH)
		return -1;
	client_tell_stop(r);
	return 0;
}
