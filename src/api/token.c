/* SPDX-License-Identifier: MIT */
#include "api/json.h"
#include "api/token.h"
#include "base/intl.h"
#include "base/run.h"

/* JWTs have 1 to 2 KiB, the documentation reserves 4. */
#define TOKEN_MAX 8192
/* Part of a token's life that is not used, so that it does not end on the
 * way: a tenth, but at most five minutes. */
#define MARGIN_PART 10
#define MARGIN_MAX 300
/* Documented is two hours; an answer beyond a day is not believed. */
#define EXPIRE_MAX ((int64_t)86400)
/* The command may ask for a passphrase. */
#define COMMAND_SECONDS 120

bool
token_usable(const struct token *t, int64_t now)
{
	return !secret_empty(&t->text) && now < t->until;
}

void
token_drop(struct token *t, unsigned serial)
{
	if (t->serial == serial)
		t->until = INT64_MIN;
}

void
token_free(struct token *t)
{
	secret_free(&t->text);
}

void
token_ask(struct str *body, const char *app_id,
    const struct secret *app_secret)
{
	struct slice secret = slice_str(app_secret
	    ? secret_reveal(app_secret) : "");

	body->secret = true;
	str_adds(body, "{\"app_id\":");
	str_json(body, slice_str(app_id));
	str_adds(body, ",\"app_secret\":");
	str_json(body, secret);
	str_addc(body, '}');
}

/* It goes into a header line: printable ASCII and no blank. */
static bool
is_token(struct slice text)
{
	size_t i;

	if (!text.n || text.n > TOKEN_MAX)
		return false;
	for (i = 0; i < text.n; i++)
		if (text.p[i] <= ' ' || text.p[i] >= 0x7f)
			return false;
	return true;
}

const char *
token_read(struct token_grant *g, const struct json_object *root)
{
	if (json_text(root, "tenant_access_token", &g->text) != JSON_FOUND ||
	    !is_token(slice_str(g->text)))
		return N_("tenant_access_token is missing");
	if (json_time(root, "expire", &g->expire) != JSON_FOUND ||
	    g->expire <= 0)
		return N_("expire is missing");
	return NULL;
}

static void
keep(struct token *t, struct slice text, int64_t until)
{
	secret_set(&t->text, text);
	t->until = until;
	t->serial++;
}

void
token_take(struct token *t, const struct token_grant *g, int64_t asked)
{
	int64_t life = g->expire > EXPIRE_MAX ? EXPIRE_MAX : g->expire;
	int64_t margin = life / MARGIN_PART;

	if (margin > MARGIN_MAX)
		margin = MARGIN_MAX;
	keep(t, slice_str(g->text), asked + (life - margin) * 1000);
}

int
token_run(struct token *t, const char *command, struct err *e)
{
	struct str line = { .secret = true };
	struct slice text;
	int rc = run_first_line(command, COMMAND_SECONDS, &line, e);

	if (rc == 0) {
		text = slice_trim(str_slice(&line));
		if (is_token(text))
			keep(t, text, INT64_MAX);
		else
			rc = err_set(e, ERR_AUTH, "the command printed "
			    "something that is no token");
	}
	str_free(&line);
	return rc;
}
