/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "sandbox/limits.h"
#include "sandbox/options.h"

enum kind { FLAG, NUMBER, TEXT, LIST, ASSUMPTION };

static const struct option {
	const char *name, *arg, *help;
	enum kind kind;
	size_t at;
	int64_t max;
} table[] = {
#define AT(field) offsetof(struct options, field)
	{ "port", "N", "port on 127.0.0.1; 0 takes any (default 0)",
	    NUMBER, AT(port), 65535 },
	{ "state", "FILE", "keep reservations and meetings in FILE",
	    TEXT, AT(state), 0 },
	{ "latency", "MS", "answer this much later",
	    NUMBER, AT(latency), 3600000 },
	{ "rate-second", "N", "calls a second, each endpoint; 0 is off (50)",
	    NUMBER, AT(rate_second), LIMIT_RATE },
	{ "rate-minute", "N", "calls a minute; 0 is off (1000)",
	    NUMBER, AT(rate_minute), LIMIT_RATE },
	{ "script", "FILE", "misbehave as FILE says",
	    TEXT, AT(script), 0 },
	{ "log", "FILE", "append one JSON line for each request",
	    TEXT, AT(log), 0 },
	{ "app-id", "ID", "the app's id (cli_sandbox)",
	    TEXT, AT(app_id), 0 },
	{ "app-secret", "SECRET", "the app's secret (sandbox-secret)",
	    TEXT, AT(app_secret), 0 },
	{ "directory", "FILE", "the people: lines of 'ADDRESS ID [STATUS]'",
	    TEXT, AT(directory), 0 },
	{ "user-token", "TOKEN[=ID]", "accept this user token; repeatable",
	    LIST, AT(user_tokens), 0 },
	{ "token-life", "SECONDS", "life of a tenant token (7200)",
	    NUMBER, AT(token_life), 86400 },
	{ "quota", "N", "calls until the month's quota is gone; 0 is off",
	    NUMBER, AT(quota), INT64_MAX },
	{ "missing-scope", "NAME", "a scope the app lacks; repeatable",
	    LIST, AT(missing_scopes), 0 },
	{ "assume", "NAME=VALUE", "a reading of what is undocumented",
	    ASSUMPTION, AT(assume), 0 },
	{ "help", NULL, "show this and exit", FLAG, AT(help), 0 },
	{ "version", NULL, "show the version and exit",
	    FLAG, AT(version), 0 },
#undef AT
};
#define OPTIONS (sizeof(table) / sizeof(*table))

static const struct option *
find_option(struct slice name)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		if (slice_eq(slice_str(table[i].name), name))
			return &table[i];
	}
	return NULL;
}

static int
set_option(struct options *o, const struct option *t, const char *value,
    struct err *e)
{
	void *at = (char *)o + t->at;

	switch (t->kind) {
	case FLAG:
		*(int64_t *)at = 1;
		return 0;
	case NUMBER:
		if (num_parse(slice_str(value), 0, t->max, at))
			return 0;
		return err_set(e, ERR_USAGE, "--%s %s: a number from 0 to "
		    "%lld is wanted", t->name, value, (long long)t->max);
	case TEXT:
		*(const char **)at = value;
		return 0;
	case LIST:
		*(const char **)vec_add(at) = value;
		return 0;
	case ASSUMPTION:
		return assume_set(at, value, e);
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
		.missing_scopes = VEC_OF(const char *),
		.user_tokens = VEC_OF(const char *),
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
		if (t->arg && !value && !(value = *++argv))
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
	vec_free(&o->missing_scopes);
	vec_free(&o->user_tokens);
}

void
options_help(struct str *out)
{
	struct str name = { 0 };

	str_adds(out, "usage: icsreserve-sandbox [OPTION]...\n\n"
	    "A local server that behaves like the reserve API.\n\n");
	for (size_t i = 0; i < OPTIONS; i++) {
		str_clear(&name);
		str_addf(&name, "--%s%s%s", table[i].name,
		    table[i].arg ? " " : "",
		    table[i].arg ? table[i].arg : "");
		str_addf(out, "  %-25s %s\n", str_text(&name),
		    table[i].help);
	}
	str_free(&name);
	str_adds(out, "\nPoints for --assume, the default first:\n");
	assume_help(out);
}
