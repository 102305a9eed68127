/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "sandbox/limits.h"
#include "sandbox/token_book.h"

void
token_book_init(struct token_book *b)
{
	b->list = (struct vec)VEC_OF(struct tenant_token);
}

void
token_book_free(struct token_book *b)
{
	vec_free(&b->list);
}

void
token_book_revoke(struct token_book *b)
{
	b->list.n = 0;
}

static void
drop_oldest(struct token_book *b)
{
	struct tenant_token *t = b->list.items;

	memmove(t, t + 1, --b->list.n * sizeof(*t));
}

static void
write_text(struct tenant_token *t, bool jwt)
{
	unsigned char bytes[16];
	int n;

	/* Never that of an earlier process: those are unknown here. */
	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		abort();
	n = snprintf(t->text, sizeof(t->text), "%s",
	    jwt ? "eyJhbGciOiJFUzI1NiJ9.eyJ0Ijox" : "t-g1");
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(t->text + n + 2 * (int)i, 3, "%02x", bytes[i]);
}

const struct tenant_token *
token_book_current(struct token_book *b, int64_t now, int64_t life, bool jwt)
{
	struct vec *list = &b->list;
	struct tenant_token *t;

	while (list->n && VEC_AT(list, struct tenant_token, 0).ends <= now)
		drop_oldest(b);
	if (list->n) {
		t = &VEC_AT(list, struct tenant_token, list->n - 1);
		if (t->ends - now >= life / 4 && t->ends > now)
			return t;
	}
	if (list->n == LIMIT_TOKENS)
		drop_oldest(b);
	t = vec_add(list);
	write_text(t, jwt);
	t->ends = now + life;
	return t;
}

bool
token_book_has(const struct token_book *b, int64_t now, const char *text)
{
	for (size_t i = 0; i < b->list.n; i++) {
		const struct tenant_token *t = &VEC_AT(&b->list,
		    struct tenant_token, i);

		if (t->ends > now && !strcmp(t->text, text))
			return true;
	}
	return false;
}
