/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/out.h"
#include "base/step.h"
#include "base/stop.h"
#include "dav/client.h"
#include "dav/limits.h"
#include "http/pace.h"
#include "http/url.h"

struct dav {
	const struct dav_account *account;
	struct pool *pool;
	struct http_login login;
	struct retry retry;
	bool refused;		/* the login is no good */
};

int
dav_open(struct dav **out, const struct dav_account *a, struct err *e)
{
	struct dav *d = xcalloc(1, sizeof(*d));

	d->account = a;
	d->login.user = a->user;
	d->login.password = a->password;
	retry_init(&d->retry, DAV_TRIES - 1,
	    (uint64_t)a->clock->mono(a->clock));
	if (pool_open(&d->pool, DAV_CONNECTIONS, a->ca_file, e) == -1) {
		dav_close(d);
		return -1;
	}
	*out = d;
	return 0;
}

void
dav_close(struct dav *d)
{
	if (!d)
		return;
	pool_close(d->pool);
	free(d);
}

void
dav_request_free(struct dav_request *rq)
{
	http_reply_free(&rq->reply);
	rq->reply = (struct http_reply){ 0 };
}

static void
say(struct http_reply *r, const char *why)
{
	*r = (struct http_reply){ .outcome = HTTP_NOT_SENT,
		.failure = HTTP_BROKEN };
	snprintf(r->error, sizeof(r->error), "%.*s",
	    (int)sizeof(r->error) - 1, why);
}

/* --- sending ------------------------------------------------------------- */

static bool
is_put(const struct dav_request *rq)
{
	return strcmp(rq->method, "PUT") == 0;
}

/* What may leave at all; a PUT only onto the version that was read. */
static bool
is_allowed(const struct dav_request *rq)
{
	static const char *const methods[] = { "GET", "PROPFIND", "REPORT" };
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (strcmp(rq->method, methods[i]) == 0)
			return true;
	return is_put(rq) && rq->if_match && *rq->if_match;
}

static void
add_line(const char **lines, size_t *n, struct str *text, const char *name,
    const char *value)
{
	if (!value)
		return;
	str_addf(text, "%s: %s", name, value);
	lines[(*n)++] = text->p;
}

/* False when it did not get as far as the pool. */
static bool
start(struct dav *d, struct dav_request *rq)
{
	const struct dav_account *a = d->account;
	struct str texts[3] = { { 0 }, { 0 }, { 0 } };
	const char *lines[8];
	struct http_request r = { .method = rq->method, .url = rq->url,
		.any_http = rq->feed && !a->user && !a->bearer,
		.bearer = a->bearer, .login = a->user ? &d->login : NULL,
		.headers = lines, .unpack = rq->feed, .body = rq->body,
		.body_max = rq->max ? rq->max : DAV_LIST_MAX,
		.timeout = DAV_TIMEOUT, .idle = a->idle, .cookie = rq };
	struct err e = { 0 };
	size_t n = 0, i;
	bool sent;

	assert(is_allowed(rq));
	lines[n++] = "Accept: text/calendar, application/xml, */*;q=0.5";
	if (rq->body.n)
		lines[n++] = is_put(rq)
		    ? "Content-Type: text/calendar; charset=utf-8"
		    : "Content-Type: application/xml; charset=utf-8";
	if (rq->depth >= 0)
		lines[n++] = rq->depth ? "Depth: 1" : "Depth: 0";
	add_line(lines, &n, &texts[0], "If-Match", rq->if_match);
	add_line(lines, &n, &texts[1], "If-None-Match", rq->if_none_match);
	add_line(lines, &n, &texts[2], "If-Modified-Since",
	    rq->if_modified_since);
	lines[n] = NULL;
	sent = step(is_put(rq) ? "put-send" : "dav-send") == 0 &&
	    pool_add(d->pool, &r, &e) == 0;
	for (i = 0; i < 3; i++)
		str_free(&texts[i]);
	rq->tries++;
	if (sent)
		return true;
	say(&rq->reply, e.code ? e.msg : _("not sent"));
	rq->done = true;
	return false;
}

/* --- answers ------------------------------------------------------------- */

/* Milliseconds after which the request may go out once more; -1: never. */
static int64_t
again_after(struct dav *d, const struct dav_request *rq)
{
	const struct http_reply *r = &rq->reply;
	bool answered = r->outcome == HTTP_ANSWERED;
	bool busy = answered && (r->status == 429 || r->status == 503);

	if (rq->tries >= DAV_TRIES)
		return -1;
	/* The server says that it did nothing. */
	if (busy && r->retry_after >= 0)
		return r->retry_after > DAV_WAIT_MAX_SECONDS ? -1
		    : r->retry_after * 1000;
	if (answered && r->status == 429)
		return retry_delay(&d->retry, rq->tries);
	if (is_put(rq) ||
	    (answered && (r->status < 502 || r->status > 504)) ||
	    r->failure == HTTP_TLS || r->failure == HTTP_TIMEOUT)
		return -1;
	return retry_delay(&d->retry, rq->tries);
}

static bool
turns_to_digest(struct dav *d, const struct http_reply *r)
{
	if (r->outcome != HTTP_ANSWERED || r->status != 401 ||
	    !r->wants_digest || d->login.digest || !d->account->user)
		return false;
	d->login.digest = true;
	return true;
}

static void
take(struct dav *d, struct http_reply *reply)
{
	struct dav_request *rq = reply->cookie;
	int64_t wait;

	rq->reply = *reply;
	step(is_put(rq) ? "put-answer" : "dav-answer");
	wait = again_after(d, rq);
	if (turns_to_digest(d, reply))
		wait = 0;
	else if (reply->outcome == HTTP_ANSWERED && reply->status == 401)
		d->refused = true;
	out_say(OUT_DEBUG, "%s: %d%s%s", rq->method, reply->status,
	    reply->error[0] ? ", " : "", reply->error);
	rq->done = wait < 0;
	if (rq->done)
		return;
	dav_request_free(rq);
	rq->at = d->account->clock->mono(d->account->clock) + wait;
}

/* --- all of them --------------------------------------------------------- */

/* Start what may go; milliseconds until more may. */
static int64_t
start_ready(struct dav *d, struct dav_request *rqs, size_t n, bool *flying)
{
	int64_t now = d->account->clock->mono(d->account->clock);
	int64_t first = 1000;
	size_t i;

	for (i = 0; i < n && pool_busy(d->pool) < DAV_CONNECTIONS; i++) {
		if (rqs[i].done || flying[i])
			continue;
		if (rqs[i].at > now) {
			if (rqs[i].at - now < first)
				first = rqs[i].at - now;
			continue;
		}
		flying[i] = start(d, &rqs[i]);
	}
	return first;
}

static size_t
count_open(const struct dav_request *rqs, size_t n)
{
	size_t i, open = 0;

	for (i = 0; i < n; i++)
		open += !rqs[i].done;
	return open;
}

static void
leave_rest(struct dav_request *rqs, size_t n, const bool *flying)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (rqs[i].done || flying[i])
			continue;
		rqs[i].done = true;
		say(&rqs[i].reply, _("not sent"));
	}
}

void
dav_ask(struct dav *d, struct dav_request *rqs, size_t n)
{
	bool *flying = xcalloc(n + 1, sizeof(*flying));
	struct http_reply reply;
	int64_t ms;
	size_t i;

	for (i = 0; i < n; i++) {
		rqs[i].done = false;
		rqs[i].tries = 0;
		rqs[i].at = 0;
	}
	while (count_open(rqs, n)) {
		ms = 1000;
		if (d->refused || stop_asked())
			leave_rest(rqs, n, flying);
		else
			ms = start_ready(d, rqs, n, flying);
		if (pool_wait(d->pool, ms, &reply)) {
			flying[(struct dav_request *)reply.cookie - rqs] =
			    false;
			take(d, &reply);
		}
	}
	free(flying);
}

static bool
is_redirect(const struct http_reply *r)
{
	return r->outcome == HTTP_ANSWERED && r->location[0] &&
	    (r->status == 301 || r->status == 302 || r->status == 303 ||
	    r->status == 307 || r->status == 308);
}

/* The place that a redirect names; false: it is not gone to. */
static bool
next_place(const struct dav *d, const struct dav_request *rq,
    const char *from, struct str *to)
{
	const struct dav_account *a = d->account;
	struct str here = { 0 }, there = { 0 };
	bool fine = false;

	if (url_join(to, from, slice_str(rq->reply.location)) == 0) {
		url_origin(&here, from);
		url_origin(&there, to->p);
		fine = slice_eq(str_slice(&here), str_slice(&there)) ||
		    (rq->feed && !a->user && !a->bearer &&
		    (url_is_plain(from) || !url_is_plain(to->p)));
	}
	str_free(&here);
	str_free(&there);
	return fine;
}

bool
dav_leads(const struct dav *d, const struct dav_request *rq, struct str *to)
{
	return is_redirect(&rq->reply) && next_place(d, rq, rq->url, to);
}

void
dav_ask_there(struct dav *d, struct dav_request *rq, struct str *url)
{
	struct str to = { 0 };
	int hops;

	for (hops = 0;; hops++) {
		rq->url = url->p;
		dav_ask(d, rq, 1);
		str_clear(&to);
		if (hops == DAV_REDIRECTS_MAX || !dav_leads(d, rq, &to))
			break;
		dav_request_free(rq);
		str_clear(url);
		str_add(url, str_slice(&to));
	}
	str_free(&to);
}

/* --- judging ------------------------------------------------------------- */

int
dav_judge(const struct dav_request *rq, struct err *e)
{
	const struct http_reply *r = &rq->reply;

	if (r->outcome != HTTP_ANSWERED)
		return err_set(e, ERR_SOURCE, "the server can't be asked: "
		    "%s", r->error);
	if (r->status / 100 == 2 || r->status == 304)
		return 0;
	if (r->status == 401)
		return err_set(e, ERR_AUTH, "the server refuses the login "
		    "(401); look at username, password_command, "
		    "password_file or bearer_command");
	if (is_redirect(r))
		return err_set(e, ERR_SOURCE, "the server redirects "
		    "(%d) to a place that icsreserve does not go to: another "
		    "host, http://, or in a circle", r->status);
	return err_set(e, ERR_SOURCE, "the server answers %d to %s",
	    r->status, rq->method);
}
