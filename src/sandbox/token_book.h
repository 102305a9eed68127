/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_TOKEN_BOOK_H
#define ICSR_SANDBOX_TOKEN_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct tenant_token {
	char text[80];
	int64_t ends;		/* Unix seconds */
};

/* The tenant tokens that were handed out and live; gone with the process. */
struct token_book {
	struct VEC(struct tenant_token) list;	/* oldest first */
};

void token_book_init(struct token_book *b);
void token_book_free(struct token_book *b);
void token_book_revoke(struct token_book *b);

/*
 * The token to hand out now; the book's.  While a quarter of its life
 * (seconds) is left (30 minutes of two hours) the same token is given
 * again; then a new one, and both are good.  jwt: one that looks like a
 * user's.
 */
const struct tenant_token *token_book_current(struct token_book *b,
    int64_t now, int64_t life, bool jwt);
/* Whether a text is one of them, and its life not over. */
bool token_book_has(const struct token_book *b, int64_t now,
    const char *text);

#endif
