/* SPDX-License-Identifier: MIT */
#include "sandbox/active.h"
#include "sandbox/box.h"
#include "sandbox/contact.h"
#include "sandbox/endpoint.h"
#include "sandbox/reserve.h"
#include "sandbox/scopes.h"

static const struct {
	const char *name, *alias;
} names[CALL_N] = {
	[CALL_TOKEN] = { "token", "tenant_access_token" },
	[CALL_APPLY] = { "apply", "apply" },
	[CALL_UPDATE] = { "update", "update" },
	[CALL_DELETE] = { "delete", "delete" },
	[CALL_GET] = { "get", "get" },
	[CALL_ACTIVE] = { "active", "get_active_meeting" },
	[CALL_BATCH_GET_ID] = { "batch_get_id", "users" },
	[CALL_SCOPES] = { "scopes", "scopes" },
};

#define SCOPES "/open-apis/application/v6/scopes"
#define TOKEN "/open-apis/auth/v3/tenant_access_token/internal"
#define RESERVES "/open-apis/vc/v1/reserves/"
#define CONTACT "/open-apis/contact/v3/users/batch_get_id"

static const struct endpoint table[] = {
	{ .name = CALL_TOKEN, .method = "POST", .prefix = TOKEN,
	    .run = token_issue, .has_body = true, .unlimited = true },
	{ .name = CALL_TOKEN, .method = "POST", .prefix = TOKEN "/",
	    .run = token_issue, .has_body = true, .unlimited = true },
	{ .name = CALL_APPLY, .method = "POST", .prefix = RESERVES "apply",
	    .scope = "vc:reserve", .run = reserve_apply, .has_body = true },
	{ .name = CALL_UPDATE, .method = "PUT", .prefix = RESERVES,
	    .scope = "vc:reserve", .run = reserve_update, .has_id = true,
	    .has_body = true },
	{ .name = CALL_DELETE, .method = "DELETE", .prefix = RESERVES,
	    .scope = "vc:reserve", .run = reserve_delete, .has_id = true },
	{ .name = CALL_GET, .method = "GET", .prefix = RESERVES,
	    .scope = "vc:reserve:readonly", .run = reserve_get,
	    .has_id = true },
	{ .name = CALL_ACTIVE, .method = "GET", .prefix = RESERVES,
	    .suffix = "/get_active_meeting", .scope = "vc:reserve:readonly",
	    .run = active_get, .has_id = true },
	{ .name = CALL_BATCH_GET_ID, .method = "POST", .prefix = CONTACT,
	    .scope = "contact:user.id:readonly", .run = contact_batch_get_id,
	    .has_body = true, .tenant_only = true, .no_quota = true },
	{ .name = CALL_SCOPES, .method = "GET", .prefix = SCOPES,
	    .scope = "", .run = scopes_get, .tenant_only = true },
};

const char *
endpoint_name(enum call_name name)
{
	return names[name].name;
}

bool
endpoint_by_name(struct slice text, enum call_name *name)
{
	for (int i = 0; i < CALL_N; i++) {
		if (slice_eq(text, slice_str(names[i].name)) ||
		    slice_eq(text, slice_str(names[i].alias))) {
			*name = (enum call_name)i;
			return true;
		}
	}
	return false;
}

static bool
matches(struct call *c, const struct endpoint *ep)
{
	struct slice path = slice_str(c->path), id;
	struct slice prefix = slice_str(ep->prefix);
	struct slice suffix = slice_str(ep->suffix);

	if (strcmp(c->method, ep->method) || !slice_starts(path, prefix))
		return false;
	id = slice_from(path, prefix.n);
	if (!ep->has_id)
		return id.n == 0;
	if (id.n <= suffix.n || !slice_eq(suffix,
	    slice_from(id, id.n - suffix.n)))
		return false;
	id.n -= suffix.n;
	if (memchr(id.p, '/', id.n))
		return false;
	if (id.n >= sizeof(c->id))
		id.n = sizeof(c->id) - 1;
	memcpy(c->id, id.p, id.n);
	c->id[id.n] = '\0';
	return true;
}

const struct endpoint *
endpoint_find(struct call *c)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (matches(c, &table[i]))
			return &table[i];
	}
	return NULL;
}
