/* SPDX-License-Identifier: MIT */
#include "base/out.h"
#include "sync/ask.h"
#include "sync/client.h"

/* Questions under way at a time: few, so that the first answers don't wait for
 * the last question. */
#define WINDOW 64

static void
submit(struct api *api, struct question *q)
{
	q->call = (struct api_call){
		.op = q->active ? API_ACTIVE : API_GET,
		.reserve_id = q->reserve_id,
		.reservation = &q->reservation, .meeting = &q->meeting,
		.participants = q->active && q->participants, .cookie = q };
	api_submit(api, &q->call);
}

int
ask(struct run *r, struct question *questions, size_t n, struct err *e)
{
	struct api *api;
	struct api_call *call;
	struct question *q;
	size_t sent = 0, done = 0;
	int64_t started = r->clock->mono(r->clock);

	if (n == 0)
		return 0;
	if (client_open(r, &api, e) == -1)
		return -1;
	for (;;) {
		while (sent < n && sent - done < WINDOW)
			submit(api, &questions[sent++]);
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
