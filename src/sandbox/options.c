/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "base/num.h"
#include "sandbox/limits.h"
#include "sandbox/options.h"

/* --- readings of the API -------------------------------------------------- */

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

/* Take NAME=VALUE.  ERR_USAGE names what there is to choose from. */
static int
set_assumption(struct assumptions *a, const char *text, struct err *e)
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

/* --- the command line ---------------------------------------------------- */

const struct option options_table[] = {
#define AT(field) offsetof(struct options, field)
	{ "port", "N", "port on 127.0.0.1; 0 takes any; default 0",
	    KIND_NUMBER, AT(port), 65535, NULL },
	{ "state", "FILE", "keep reservations and meetings in FILE",
	    KIND_TEXT, AT(state), 0,
	    "The file is replaced as a whole, and synced, after each "
	    "change and before the answer goes out.\n"
	    "Tokens, rate limits and counts of calls end with the process." },
	{ "latency", "MS", "answer this much later",
	    KIND_NUMBER, AT(latency), 3600000,
	    "The call takes effect at once; other calls are not delayed." },
	{ "rate-second", "N",
	    "calls a second at an endpoint; default 50, 0: off",
	    KIND_NUMBER, AT(rate_second), LIMIT_RATE,
	    "In a sliding window." },
	{ "rate-minute", "N", "the same a minute; default 1000, 0: off",
	    KIND_NUMBER, AT(rate_minute), LIMIT_RATE,
	    "Requests for tokens are not limited." },
	{ "script", "FILE", "misbehave as FILE says",
	    KIND_TEXT, AT(script), 0,
	    "See\n"
	    ".Sx SCRIPT ." },
	{ "log", "FILE", "append one JSON line for each request",
	    KIND_TEXT, AT(log), 0,
	    "See\n"
	    ".Sx LOG ." },
	{ "app-id", "ID", "the app's id, by default cli_sandbox",
	    KIND_TEXT, AT(app_id), 0,
	    "Reservations made by another app are not its own." },
	{ "app-secret", "SECRET", "the app's secret, by default sandbox-secret",
	    KIND_TEXT, AT(app_secret), 0, NULL },
	{ "directory", "FILE", "the people: lines of 'ADDRESS ID [STATUS]'",
	    KIND_TEXT, AT(directory), 0,
	    "ADDRESS is an email address or mobile number, ID an open id, "
	    "and\n"
	    "STATUS, where it applies, one or more of\n"
	    ".Cm frozen , resigned , inactive , exited\n"
	    "and\n"
	    ".Cm unjoined .\n"
	    "Lines that begin with\n"
	    ".Sq #\n"
	    "are left out.\n"
	    "The union id begins with\n"
	    ".Li on_\n"
	    "where the open id begins with\n"
	    ".Li ou_ ,\n"
	    "and the user id with neither.\n"
	    "Without a directory each id that begins with\n"
	    ".Li ou_\n"
	    "or\n"
	    ".Li on_\n"
	    "is known, and each well-formed address or mobile number has an "
	    "id, except addresses that end in\n"
	    ".Li .invalid ." },
	{ "user-token", "TOKEN[=ID]", "accept this user token; repeatable",
	    KIND_LIST, AT(user_tokens), 0,
	    "It begins with\n"
	    ".Li u-\n"
	    "or\n"
	    ".Li eyJ ;\n"
	    "its user is ID, or\n"
	    ".Li ou_sandbox ." },
	{ "token-life", "SECONDS", "life of a tenant token, by default 7200",
	    KIND_NUMBER, AT(token_life), 86400,
	    "While a quarter of it is left, the same token is given out "
	    "again." },
	{ "quota", "N", "calls that the monthly quota allows; 0: no quota",
	    KIND_NUMBER, AT(quota), INT64_MAX, NULL },
	{ "missing-scope", "NAME", "a scope the app lacks; repeatable",
	    KIND_LIST, AT(missing_scopes), 0,
	    "Such as\n"
	    ".Li vc:reserve:readonly ." },
	{ "user-scope", "NAME", "a scope for user tokens alone; repeatable",
	    KIND_LIST, AT(user_scopes), 0,
	    "The app lacks it when it calls with a tenant token." },
	{ "numbers", "N", "use only N meeting numbers; 0, the default: plenty",
	    KIND_NUMBER, AT(numbers), 900000000,
	    "The number of a reservation that is expired or deleted is given "
	    "out again.\n"
	    "When more than N are held, others are used." },
	{ "assume", "NAME=VALUE", "a reading of what is undocumented",
	    KIND_ASSUMPTION, AT(assume), 0,
	    "See\n"
	    ".Sx ASSUMPTIONS ." },
	{ "help", NULL, "show the help and exit",
	    KIND_FLAG, AT(help), 0, NULL },
	{ "version", NULL, "show the version and exit",
	    KIND_FLAG, AT(version), 0, NULL },
#undef AT
};
const size_t options_n = sizeof(options_table) / sizeof(*options_table);

static const struct option *
find_option(struct slice name)
{
	for (size_t i = 0; i < options_n; i++) {
		if (slice_eq(slice_str(options_table[i].name), name))
			return &options_table[i];
	}
	return NULL;
}

static int
set_option(struct options *o, const struct option *t, const char *value,
    struct err *e)
{
	void *at = (char *)o + t->at;
	struct texts *list = at;

	switch (t->kind) {
	case KIND_FLAG:
		*(int64_t *)at = 1;
		return 0;
	case KIND_NUMBER:
		if (num_parse(slice_str(value), 0, t->max, at))
			return 0;
		return err_set(e, ERR_USAGE, "--%s %s: a number from 0 to "
		    "%lld is wanted", t->name, value, (long long)t->max);
	case KIND_TEXT:
		*(const char **)at = value;
		return 0;
	case KIND_LIST:
		*VEC_ADD(list) = value;
		return 0;
	case KIND_ASSUMPTION:
		return set_assumption(at, value, e);
	}
	return 0;
}

int
options_read(struct options *o, char **argv, struct err *e)
{
	const struct option *t;
	const char *value;
	struct slice name;
	size_t n;

	*o = (struct options){
		.rate_second = 50, .rate_minute = 1000, .token_life = 7200,
		.app_id = "cli_sandbox", .app_secret = "sandbox-secret",
	};
	for (argv += *argv != NULL; *argv; argv++) {
		n = strcspn(*argv, "=");
		name = slice_of(*argv, n);
		t = slice_starts(name, SLICE("--")) ?
		    find_option(slice_from(name, 2)) : NULL;
		if (!t)
			return err_set(e, ERR_USAGE, "%s: there is no such "
			    "option; --help lists them", *argv);
		value = (*argv)[n] ? *argv + n + 1 : NULL;
		if (!t->arg && value)
			return err_set(e, ERR_USAGE, "--%s takes no value",
			    t->name);
		if (!value)
			value = t->arg ? *++argv : "";
		if (!value)
			return err_set(e, ERR_USAGE, "--%s wants %s",
			    t->name, t->arg);
		if (set_option(o, t, value, e) == -1)
			return -1;
	}
	return 0;
}

void
options_free(struct options *o)
{
	VEC_FREE(&o->missing_scopes);
	VEC_FREE(&o->user_scopes);
	VEC_FREE(&o->user_tokens);
}

void
options_help(struct str *out)
{
	struct str name = { 0 };

	str_adds(out, "usage: icsreserve-sandbox [OPTION]...\n\n"
	    "A local server that behaves like the reserve API.\n\n");
	for (size_t i = 0; i < options_n; i++) {
		str_clear(&name);
		str_addf(&name, "--%s%s%s", options_table[i].name,
		    options_table[i].arg ? " " : "",
		    options_table[i].arg ? options_table[i].arg : "");
		str_addf(out, "  %-25s %s\n", str_text(&name),
		    options_table[i].help);
	}
	str_free(&name);
	str_adds(out, "\nPoints for --assume, the default first:\n");
	assume_help(out);
}
