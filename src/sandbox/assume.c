/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "sandbox/assume.h"

#define READINGS 4

static const struct {
	const char *name;
	const char *values[READINGS];
	const char *help;
} points[ASSUME_N] = {
	[ASSUME_EXPIRED] = { "expired", { "readable", "gone" },
	    "an expired reservation" },
	[ASSUME_EXPIRED_UPDATE] = { "expired-update", { "allow", "refuse" },
	    "renewing an expired one" },
	[ASSUME_UPDATE_LINK] = { "update-link",
	    { "keep", "change", "expired" },
	    "number and link after an update" },
	[ASSUME_UPDATE_PASSWORD] = { "update-password",
	    { "keep", "regenerate" }, "an update without password" },
	[ASSUME_DEFAULT_PASSWORD] = { "default-password",
	    { "random", "none" }, "an apply without password" },
	[ASSUME_INVALID_HOSTS] = { "invalid-hosts", { "list", "error" },
	    "hosts that don't exist (error: 123004)" },
	[ASSUME_UNKNOWN_OWNER] = { "unknown-owner",
	    { "121003", "99992351" }, "an owner who doesn't exist" },
	[ASSUME_UNKNOWN_FIELDS] = { "unknown-fields",
	    { "refuse", "ignore" }, "unknown keys of a body" },
	[ASSUME_LONG_TOPIC] = { "long-topic", { "accept", "refuse" },
	    "a topic above 255 characters" },
	[ASSUME_CHECK_INFO] = { "check-info", { "always", "when-any" },
	    "an empty list of invalid hosts" },
	[ASSUME_EXPIRE_STATUS] = { "expire-status", { "enum", "zero" },
	    "expire_status" },
	[ASSUME_GET_DEFAULTS] = { "get-defaults", { "omit", "fill" },
	    "settings that were never given" },
	[ASSUME_GET_SCOPE] = { "get-scope", { "readonly", "any" },
	    "scopes that suffice to read" },
	[ASSUME_TENANT_OWN] = { "tenant-own", { "app", "tenant" },
	    "what a tenant token reaches" },
	[ASSUME_NO_MEETING] = { "no-meeting", { "404", "empty" },
	    "get_active_meeting without a meeting" },
	[ASSUME_DELETE_DATA] = { "delete-data", { "empty", "absent" },
	    "data in the answer to delete" },
	[ASSUME_UNKNOWN_USER] = { "unknown-user",
	    { "absent", "empty", "null" },
	    "user_id of an address not found" },
	[ASSUME_USER_ORDER] = { "user-order", { "same", "reverse" },
	    "order of user_list" },
	[ASSUME_RATE_STATUS] = { "rate-status", { "429", "400" },
	    "HTTP status of 99991400" },
	[ASSUME_TOKEN_STATUS] = { "token-status", { "200", "400" },
	    "HTTP status of a refused token request" },
	[ASSUME_AUTH_STATUS] = { "auth-status", { "400", "200" },
	    "HTTP status of a refused token" },
	[ASSUME_BRAND] = { "brand", { "feishu", "lark" },
	    "hosts in the links" },
	[ASSUME_EMPTY] = { "empty", { "clear", "keep" },
	    "an empty value in an update" },
	[ASSUME_END_NUMBER] = { "end-time-number", { "refuse", "accept" },
	    "end_time as a number" },
	[ASSUME_TOKEN_FORM] = { "token-form", { "t", "jwt" },
	    "what a tenant token looks like" },
	[ASSUME_SCOPE_LIST] = { "scope-list", { "open", "refuse" },
	    "asking for the app's scopes" },
};

static int
find_value(size_t point, struct slice value)
{
	for (int i = 0; i < READINGS && points[point].values[i]; i++) {
		if (slice_eq(slice_str(points[point].values[i]), value))
			return i;
	}
	return -1;
}

static void
list_values(struct str *out, size_t point)
{
	for (int i = 0; i < READINGS && points[point].values[i]; i++)
		str_addf(out, "%s%s", i ? "|" : "", points[point].values[i]);
}

static int
bad_value(size_t point, struct err *e)
{
	struct str values = { 0 };

	list_values(&values, point);
	err_set(e, ERR_USAGE, "--assume %s: one of %s is wanted",
	    points[point].name, str_text(&values));
	str_free(&values);
	return -1;
}

int
assume_set(struct assumptions *a, const char *text, struct err *e)
{
	const char *eq = strchr(text, '=');
	struct slice name;
	int value;

	if (!eq)
		return err_set(e, ERR_USAGE,
		    "--assume %s: NAME=VALUE is wanted", text);
	name = slice_of(text, (size_t)(eq - text));
	for (size_t i = 0; i < ASSUME_N; i++) {
		if (!slice_eq(slice_str(points[i].name), name))
			continue;
		value = find_value(i, slice_str(eq + 1));
		if (value < 0)
			return bad_value(i, e);
		a->value[i] = value;
		return 0;
	}
	return err_set(e, ERR_USAGE, "--assume %s: there is no such point; "
	    "--help lists them", text);
}

bool
assume_is(const struct assumptions *a, enum assume point, const char *value)
{
	int i = find_value(point, slice_str(value));

	assert(i >= 0);
	return a->value[point] == i;
}

void
assume_help(struct str *out)
{
	struct str values = { 0 };

	for (size_t i = 0; i < ASSUME_N; i++) {
		str_clear(&values);
		list_values(&values, i);
		str_addf(out, "  %-16s %-21s %s\n", points[i].name,
		    str_text(&values), points[i].help);
	}
	str_free(&values);
}
