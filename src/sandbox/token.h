/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_TOKEN_H
#define ICSR_SANDBOX_TOKEN_H

#include <stdbool.h>

#include "base/vec.h"

struct box;
struct call;

/* The tenant tokens that were handed out and live; gone with the process. */
struct token_book {
	struct vec list;	/* struct token, oldest first */
};

void token_book_init(struct token_book *b);
void token_book_free(struct token_book *b);
void token_revoke_all(struct token_book *b);

/* Endpoint: a tenant_access_token for app_id and app_secret. */
int token_issue(struct box *b, struct call *c);
/*
 * Look at the Authorization header and the scopes.  -1 when the call was
 * refused; else who calls stands in c.
 */
int token_check(struct box *b, struct call *c);
/* Whether the app lacks a scope for calls by a user, or by itself. */
bool token_lacks(const struct box *b, bool by_user, const char *scope);
/* Refuse a call for want of a scope.  Returns -1. */
int token_refuse_scope(struct call *c, const char *type, const char *scope);

#endif
