/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "sandbox/box.h"
#include "sandbox/call.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/token.h"

/* --- those that were handed out ------------------------------------------- */

static void
drop_oldest(struct box *b)
{
	struct tenant_token *t = b->tokens.items;

	memmove(t, t + 1, --b->tokens.n * sizeof(*t));
}

/* jwt: one that looks like a user's. */
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

/*
 * The token to hand out now.  While a quarter of its life is left (30
 * minutes of two hours) the same token is given again; then a new one, and
 * both are good.
 */
static const struct tenant_token *
current(struct box *b, int64_t now)
{
	int64_t life = b->opt.token_life;
	struct tenant_token *t;

	while (b->tokens.n && b->tokens.items[0].ends <= now)
		drop_oldest(b);
	if (b->tokens.n) {
		t = &b->tokens.items[b->tokens.n - 1];
		if (t->ends - now >= life / 4 && t->ends > now)
			return t;
	}
	if (b->tokens.n == LIMIT_TOKENS)
		drop_oldest(b);
	t = VEC_ADD(&b->tokens);
	write_text(t, assume_is(&b->opt.assume, ASSUME_TOKEN_FORM, "jwt"));
	t->ends = now + life;
	return t;
}

/* Whether a text is one of them, and its life not over. */
static bool
is_known(const struct box *b, const char *text)
{
	int64_t now = box_now(b);

	for (size_t i = 0; i < b->tokens.n; i++) {
		const struct tenant_token *t = &b->tokens.items[i];

		if (t->ends > now && !strcmp(t->text, text))
			return true;
	}
	return false;
}

void
token_revoke(struct box *b)
{
	b->tokens.n = 0;
}

/* --- endpoints ------------------------------------------------------------ */

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
	const struct tenant_token *t;

	if (!json_object_is_type(c->json, json_type_object) ||
	    (strncmp(id, "cli_", 4) && strcmp(id, b->opt.app_id)) || !*secret)
		return refuse_issue(b, c, CODE_TOKEN_PARAM);
	if (strcmp(id, b->opt.app_id))
		return refuse_issue(b, c, CODE_TOKEN_APP);
	if (strcmp(secret, b->opt.app_secret))
		return refuse_issue(b, c, CODE_TOKEN_SECRET);
	t = current(b, now);
	reply_flat(&c->reply, CODE_OK);
	json_put_text(c->reply.json, "msg", "ok");
	json_put_text(c->reply.json, "tenant_access_token", t->text);
	json_put_int(c->reply.json, "expire", t->ends - now);
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
	if (!is_known(b, text))
		return false;
	c->actor = b->opt.app_id;
	return true;
}

static bool
user_token(struct box *b, struct call *c, const char *text)
{
	for (size_t i = 0; i < b->opt.user_tokens.n; i++) {
		const char *known = b->opt.user_tokens.items[i];
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
names(const struct texts *list, const char *scope)
{
	for (size_t i = 0; i < list->n; i++) {
		if (!strcmp(list->items[i], scope))
			return true;
	}
	return false;
}

static bool
lacks(const struct box *b, bool by_user, const char *scope)
{
	return names(&b->opt.missing_scopes, scope) ||
	    (!by_user && names(&b->opt.user_scopes, scope));
}

bool
token_has_scope(const struct box *b, const struct call *c, const char *scope)
{
	return !lacks(b, c->by_user, scope);
}

static int
refuse_scope(struct call *c, const char *type, const char *scope)
{
	struct json_object *v = json_object_new_object();
	struct json_object *list = json_object_new_array();

	call_refuse(c, CODE_SCOPE, "the scope %s is wanted", scope);
	json_put_text(v, "type", type);
	json_put_text(v, "subject", scope);
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

	if (lacks(b, c->by_user, scope) &&
	    (!any || lacks(b, c->by_user, "vc:reserve")))
		return refuse_scope(c, "action_scope_required", scope);
	scope = "contact:user.employee_id:readonly";
	if (type && !strcmp(type, "user_id") &&
	    lacks(b, c->by_user, scope))
		return refuse_scope(c, "field_scope_required", scope);
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

static void
add_scope(struct json_object *list, const char *name, const char *type,
    bool lacks)
{
	struct json_object *o = json_object_new_object();

	json_put_text(o, "scope_name", name);
	json_put_int(o, "grant_status", lacks ? 2 : 1);
	json_put_text(o, "scope_type", type);
	json_object_array_add(list, o);
}

int
token_scopes(struct box *b, struct call *c)
{
	static const char *const names[] = { "vc:reserve",
		"vc:reserve:readonly", "contact:user.id:readonly",
		"contact:user.employee_id:readonly" };
	struct json_object *data, *list;

	if (assume_is(&b->opt.assume, ASSUME_SCOPE_LIST, "refuse"))
		return refuse_scope(c, "action_scope_required",
		    "application:application:self_manage");
	list = json_object_new_array();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		add_scope(list, names[i], "tenant", lacks(b, false,
		    names[i]));
		add_scope(list, names[i], "user", lacks(b, true, names[i]));
	}
	data = json_object_new_object();
	json_object_object_add(data, "scopes", list);
	reply_data(&c->reply, data);
	return 0;
}
