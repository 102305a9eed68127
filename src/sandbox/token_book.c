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
	*b = (struct token_book){ 0 };
}

void
token_book_free(struct token_book *b)
{
	VEC_FREE(&b->list);
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
	struct tenant_token *t;

	while (b->list.n && b->list.items[0].ends <= now)
		drop_oldest(b);
	if (b->list.n) {
		t = &b->list.items[b->list.n - 1];
		if (t->ends - now >= life / 4 && t->ends > now)
			return t;
	}
	if (b->list.n == LIMIT_TOKENS)
		drop_oldest(b);
	t = VEC_ADD(&b->list);
	write_text(t, jwt);
	t->ends = now + life;
	return t;
}

bool
token_book_has(const struct token_book *b, int64_t now, const char *text)
{
	for (size_t i = 0; i < b->list.n; i++) {
		const struct tenant_token *t = &b->list.items[i];

		if (t->ends > now && !strcmp(t->text, text))
			return true;
	}
	return false;
}
