/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_WORK_H
#define ICSR_API_WORK_H

#include "api/call.h"
#include "api/token.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/pace.h"
#include "http/pool.h"

/*
 * The inside of struct api: the states of its calls, and how an answer moves
 * them.  A call moves through these states:
 *
 *	QUEUED ──► FLYING ──► ENDED ──► handed back
 *	   ▲         │
 *	   └─WAITING◄┘   backoff; rate limit and stale token go straight to
 *	                 QUEUED again
 */
enum work_state {
	WORK_QUEUED,	/* for a connection, its bucket and the token */
	WORK_WAITING,	/* until its time */
	WORK_FLYING,	/* handed to the pool */
	WORK_ENDED,	/* its outcome is known; for api_next */
};

struct api_work {
	struct api_work *next;
	struct api_call *call;
	enum work_state state;
	int64_t at;		/* WAITING: until then, of clock->mono */
	int64_t sent_at;
	unsigned request;	/* number of its last request */
	unsigned token_serial;	/* of the token it went out with */
	int failed;		/* for lack of an answer or of the server */
	int limited;		/* by the rate limit */
	int refused;		/* because of its token */
};

/* First in, first out. */
struct work_list {
	struct api_work *head, *tail;
};

enum token_state {
	TOKEN_IDLE,		/* usable or not, nothing is under way */
	TOKEN_FLYING,		/* asked for */
	TOKEN_WAITING,		/* to be asked for again at token_at */
};

/*
 * The run stops after this number of calls in a row without an answer of the
 * API: each further apply would only be one more of unknown outcome.
 */
#define TROUBLE_MAX 10

struct api {
	const struct api_conf *conf;
	const struct clock *clock;
	struct pool *pool;
	struct str base;		/* base_url without slashes behind */
	struct retry retry;
	struct bucket bucket[API_OPS];

	struct token token;
	enum token_state token_state;
	int64_t token_at, token_asked;
	int token_failed;
	struct str token_body;		/* while it flies; wiped */

	struct work_list queued[API_OPS], waiting, flying, ended;
	size_t n_waiting;		/* at the last look */
	int turn;			/* the op whose turn it is */
	int trouble;			/* calls in a row, see above */
	struct err stop;
	size_t sent;
	unsigned request;		/* the last one's number */
	unsigned token_request;		/* the token's */
	struct api_count nobodys;	/* where no counts are wanted */
};

/* Where calls of an endpoint are counted (API_OPS: the token's). */
struct api_count *work_count(struct api *api, int op);

/* Milliseconds of the clock that never goes back. */
int64_t work_mono(const struct api *api);

/* Into a list at its end or its begin; out of it, from its begin (NULL: it
 * is empty) or from where it is. */
void work_push(struct work_list *l, struct api_work *w);
void work_push_front(struct work_list *l, struct api_work *w);
struct api_work *work_pop(struct work_list *l);
void work_remove(struct work_list *l, struct api_work *w);

/* Draw the conclusions from a reply; cookie: the work, NULL: the token. */
void settle_reply(struct api *api, struct http_reply *reply,
    struct arena *texts);
/* End a call that was not done. */
void settle_not_done(struct api *api, struct api_work *w,
    const char *message);
/* Nothing more is sent.  The first reason stays. */
void settle_stop(struct api *api, enum err_code code, const char *why);

#endif
