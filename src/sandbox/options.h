/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_OPTIONS_H
#define ICSR_SANDBOX_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "sandbox/assume.h"

/* The command line.  The strings are argv's. */
struct options {
	int64_t port, latency, rate_second, rate_minute, token_life, quota;
	int64_t numbers;
	const char *state, *script, *log, *directory;
	const char *app_id, *app_secret;
	struct texts missing_scopes;
	struct texts user_scopes;	/* for users alone */
	struct texts user_tokens;	/* TOKEN[=USER] */
	struct assumptions assume;
	int64_t help, version;
};

enum option_kind { KIND_FLAG, KIND_NUMBER, KIND_TEXT, KIND_LIST,
	KIND_ASSUMPTION };

/* An option, for the parser, --help and the manual. */
struct option {
	const char *name, *arg, *help;
	enum option_kind kind;
	size_t at;		/* in struct options */
	int64_t max;		/* of a number */
	const char *more;	/* lines of mdoc for the manual; NULL */
};

extern const struct option options_table[];
extern const size_t options_n;

/* Read the command line; ERR_USAGE when it makes no sense. */
int options_read(struct options *o, char **argv, struct err *e);
void options_free(struct options *o);
void options_help(struct str *out);

#endif
