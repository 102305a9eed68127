/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_TOKEN_H
#define ICSR_API_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

struct json_object;

/*
 * The access token of the run: a tenant's, got from the server for app id
 * and secret, or a user's, printed by a command.  Times are milliseconds of
 * clock->mono.
 */
struct token {
	struct secret text;
	unsigned serial;	/* counts those got; 0: none yet */
	int64_t until;		/* not to be used from then on */
};

#define TOKEN_PATH "/open-apis/auth/v3/tenant_access_token/internal"

/* Whether it can be used now. */
bool token_usable(const struct token *t, int64_t now);
/* The server calls the token of that serial stale.  Nothing happens when a
 * newer one has come since. */
void token_drop(struct token *t, unsigned serial);
void token_free(struct token *t);

/* The body that asks for a token; it holds the app secret: wipe it. */
void token_ask(struct str *body, const char *app_id,
    const struct secret *app_secret);

/* What the server granted. */
struct token_grant {
	const char *text;	/* the answer's */
	int64_t expire;		/* seconds from when it was asked for */
};

/* Read a code-0 answer.  NULL when it is all there, else what is wrong. */
const char *token_read(struct token_grant *g, const struct json_object *root);
/* Keep a granted token, asked for at the time given. */
void token_take(struct token *t, const struct token_grant *g,
    int64_t asked);

/*
 * Run the command and keep what it prints, until the server calls it
 * stale.  ERR_AUTH when there is no token to be had.
 */
int token_run(struct token *t, const char *command, struct err *e);

#endif
