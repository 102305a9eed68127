/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_ANSWER_H
#define ICSR_API_ANSWER_H

#include "api/call.h"
#include "api/token.h"
#include "http/reply.h"

/*
 * What comes after an answer, or after none: one table (answer.c) for every
 * kind of reply and every kind of call.  Pure, but for what was asked for.
 */
enum answer_next {
	NEXT_DONE,
	NEXT_GONE,
	NEXT_REFUSED,
	NEXT_UNKNOWN,	/* it may have happened */
	NEXT_RETRY,	/* wait and send again; given up: not done */
	NEXT_AGAIN,	/* certainly not done and no way through: wait and
			 * send again; given up: the run stops */
	NEXT_LIMIT,	/* refused by the rate limit: wait and send again */
	NEXT_TOKEN,	/* get a new token and send again, once */
	NEXT_STOP_AUTH,	/* the run stops: credentials or permission */
	NEXT_STOP_NET,	/* the run stops: network or quota */
};

/* What was asked: an enum api_op, or ANSWER_TOKEN for a token. */
#define ANSWER_TOKEN API_OPS
#define ANSWER_CALLS (API_OPS + 1)

struct answer_ask {
	int call;
	struct slice body;	/* its meeting password is masked */
	int64_t now;		/* Unix seconds */
	const char *reserve_id;			/* asked for by API_GET */
	struct reservation *reservation;	/* to be filled in by it */
	struct active_meeting *meeting;		/* by API_ACTIVE */
	struct api_person *people;	/* asked for by API_PEOPLE, or by
					 * API_NAMES */
	size_t n_people;
	struct app_scope *scopes;	/* by API_SCOPES */
	size_t n_scopes;
	const char *app_id;	/* to name it; NULL: none */
};

struct answer {
	enum answer_next next;
	int code;			/* the body's; 0: none */
	int64_t reset;			/* seconds the server asks for; -1 */
	bool understood;		/* the server answered as the API */
	struct api_reserve reserve;	/* NEXT_DONE of a call */
	struct token_grant grant;	/* NEXT_DONE of ANSWER_TOKEN */
	const char *message;		/* NULL: all is well */
	struct json_object *root;	/* the grant's text is in it */
};

/*
 * Judge a reply.  Texts belong to the arena; they are capped, plain and
 * masked.  answer_free afterwards.
 */
void answer_read(struct answer *a, const struct answer_ask *ask,
    const struct http_reply *reply, struct arena *texts);
void answer_free(struct answer *a);

#endif
