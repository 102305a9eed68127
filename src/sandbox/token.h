/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_TOKEN_H
#define ICSR_SANDBOX_TOKEN_H

#include <stdbool.h>

struct box;
struct call;

/* The tokens of calls, and what they may do. */

/* Endpoint: a tenant_access_token for app_id and app_secret. */
int token_issue(struct box *b, struct call *c);
/* None of those that were handed out is good any more. */
void token_revoke(struct box *b);
/*
 * Endpoint application/v6/scopes: what the app may do, each scope once for
 * tenant tokens and once for user tokens, granted (1) or not (2).
 */
int token_scopes(struct box *b, struct call *c);
/*
 * Look at the Authorization header and the scopes.  -1 when the call was
 * refused; else who calls stands in c.
 */
int token_check(struct box *b, struct call *c);

/* Whether the token of a call has a scope that its endpoint does not ask
 * for. */
bool token_has_scope(const struct box *b, const struct call *c,
    const char *scope);

#endif
