/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "sandbox/box.h"
#include "sandbox/call.h"
#include "sandbox/endpoint.h"
#include "sandbox/limits.h"
#include "sandbox/token.h"

struct token {
	char text[80];
	int64_t ends;
};

void
token_book_init(struct token_book *b)
{
	b->list = (struct vec)VEC_OF(struct token);
}

void
token_book_free(struct token_book *b)
{
	vec_free(&b->list);
}

void
token_revoke_all(struct token_book *b)
{
	b->list.n = 0;
}

static void
drop_oldest(struct token_book *b)
{
	struct token *t = b->list.items;

	memmove(t, t + 1, --b->list.n * sizeof(*t));
}

/*
 * While a quarter of the life is left (30 minutes of two hours) the same
 * token is given again; then a new one, and both are good.
 */
static const struct token *
current_token(struct box *b, int64_t now)
{
	struct vec *list = &b->tokens.list;
	unsigned char bytes[16];
	struct token *t;
	int n;

	while (list->n && VEC_AT(list, struct token, 0).ends <= now)
		drop_oldest(&b->tokens);
	if (list->n) {
		t = &VEC_AT(list, struct token, list->n - 1);
		if (t->ends - now >= b->opt.token_life / 4 && t->ends > now)
			return t;
	}
	if (list->n == LIMIT_TOKENS)
		drop_oldest(&b->tokens);
	t = vec_add(list);
	/* Never that of an earlier process: those are unknown here. */
	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		abort();
	n = snprintf(t->text, sizeof(t->text), "%s",
	    assume_is(&b->opt.assume, ASSUME_TOKEN_FORM, "jwt") ?
	    "eyJhbGciOiJFUzI1NiJ9.eyJ0Ijox" : "t-g1");
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(t->text + n + 2 * (int)i, 3, "%02x", bytes[i]);
	t->ends = now + b->opt.token_life;
	return t;
}

static int
refuse_issue(struct box *b, struct call *c, int64_t code)
{
	reply_flat(&c->reply, code);
	if (assume_is(&b->opt.assume, ASSUME_TOKEN_STATUS, "400"))
		c->reply.status = 400;
	return -1;
}

static const char *
text_field(const struct json_object *o, const char *name)
{
	struct json_object *v = json_object_object_get(o, name);

	return json_object_is_type(v, json_type_string) ?
	    json_object_get_string(v) : "";
}

int
token_issue(struct box *b, struct call *c)
{
	const char *id = text_field(c->json, "app_id");
	const char *secret = text_field(c->json, "app_secret");
	int64_t now = box_now(b);
	const struct token *t;

	if (!json_object_is_type(c->json, json_type_object) ||
	    (strncmp(id, "cli_", 4) && strcmp(id, b->opt.app_id)) || !*secret)
		return refuse_issue(b, c, CODE_TOKEN_PARAM);
	if (strcmp(id, b->opt.app_id))
		return refuse_issue(b, c, CODE_TOKEN_APP);
	if (strcmp(secret, b->opt.app_secret))
		return refuse_issue(b, c, CODE_TOKEN_SECRET);
	t = current_token(b, now);
	reply_flat(&c->reply, CODE_OK);
	json_object_object_add(c->reply.json, "msg",
	    json_object_new_string("ok"));
	json_object_object_add(c->reply.json, "tenant_access_token",
	    json_object_new_string(t->text));
	json_object_object_add(c->reply.json, "expire",
	    json_object_new_int64(t->ends - now));
	return 0;
}

static int
refuse_token(struct box *b, struct call *c, int64_t code)
{
	call_refuse(c, code, "%s", reply_text_of(code));
	if (assume_is(&b->opt.assume, ASSUME_AUTH_STATUS, "200"))
		c->reply.status = 200;
	return -1;
}

static bool
tenant_token(struct box *b, struct call *c, const char *text)
{
	int64_t now = box_now(b);

	for (size_t i = 0; i < b->tokens.list.n; i++) {
		const struct token *t = &VEC_AT(&b->tokens.list,
		    struct token, i);

		if (t->ends > now && !strcmp(t->text, text)) {
			c->actor = b->opt.app_id;
			return true;
		}
	}
	return false;
}

static bool
user_token(struct box *b, struct call *c, const char *text)
{
	for (size_t i = 0; i < b->opt.user_tokens.n; i++) {
		const char *known = VEC_AT(&b->opt.user_tokens,
		    const char *, i);
		size_t n = strcspn(known, "=");

		if (strlen(text) == n && !memcmp(text, known, n)) {
			c->by_user = true;
			c->actor = known[n] ? known + n + 1 : "ou_sandbox";
			return true;
		}
	}
	return false;
}

static bool
names(const struct vec *list, const char *scope)
{
	for (size_t i = 0; i < list->n; i++) {
		if (!strcmp(VEC_AT(list, const char *, i), scope))
			return true;
	}
	return false;
}

bool
token_lacks(const struct box *b, bool by_user, const char *scope)
{
	return names(&b->opt.missing_scopes, scope) ||
	    (!by_user && names(&b->opt.user_scopes, scope));
}

int
token_refuse_scope(struct call *c, const char *type, const char *scope)
{
	struct json_object *v = json_object_new_object();
	struct json_object *list = json_object_new_array();

	call_refuse(c, CODE_SCOPE, "the scope %s is wanted", scope);
	json_object_object_add(v, "type", json_object_new_string(type));
	json_object_object_add(v, "subject", json_object_new_string(scope));
	json_object_array_add(list, v);
	json_object_object_add(reply_error_part(&c->reply),
	    "permission_violations", list);
	return -1;
}

static int
check_scopes(struct box *b, struct call *c)
{
	const char *scope = c->endpoint->scope;
	const char *type = call_arg(c, "user_id_type");
	bool any = assume_is(&b->opt.assume, ASSUME_GET_SCOPE, "any") &&
	    !strcmp(scope, "vc:reserve:readonly");

	if (token_lacks(b, c->by_user, scope) &&
	    (!any || token_lacks(b, c->by_user, "vc:reserve")))
		return token_refuse_scope(c, "action_scope_required", scope);
	scope = "contact:user.employee_id:readonly";
	if (type && !strcmp(type, "user_id") &&
	    token_lacks(b, c->by_user, scope))
		return token_refuse_scope(c, "field_scope_required", scope);
	return 0;
}

int
token_check(struct box *b, struct call *c)
{
	const char *text;

	if (!c->auth || strncmp(c->auth, "Bearer ", 7) || !c->auth[7])
		return refuse_token(b, c, CODE_NO_TOKEN);
	text = c->auth + 7;
	if (!strncmp(text, "t-", 2)) {
		if (!tenant_token(b, c, text))
			return refuse_token(b, c, CODE_TENANT_TOKEN);
	} else if (!strncmp(text, "u-", 2) || !strncmp(text, "eyJ", 3)) {
		/* Both kinds may be a JWT. */
		if (!tenant_token(b, c, text) &&
		    (!user_token(b, c, text) || c->endpoint->tenant_only))
			return refuse_token(b, c, CODE_USER_TOKEN);
	} else {
		return refuse_token(b, c, CODE_TOKEN_FORM);
	}
	return check_scopes(b, c);
}
