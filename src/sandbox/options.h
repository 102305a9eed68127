/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_OPTIONS_H
#define ICSR_SANDBOX_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

/* How the sandbox is started, and which readings of the API it takes. */

/*
 * What the API's documentation leaves open.  Each point has a few readings
 * and one of them is on; the first is the default.
 */
enum assume {
	ASSUME_EXPIRED,
	ASSUME_EXPIRED_UPDATE,
	ASSUME_UPDATE_LINK,
	ASSUME_UPDATE_PASSWORD,
	ASSUME_DEFAULT_PASSWORD,
	ASSUME_INVALID_HOSTS,
	ASSUME_UNKNOWN_OWNER,
	ASSUME_UNKNOWN_FIELDS,
	ASSUME_LONG_TOPIC,
	ASSUME_CHECK_INFO,
	ASSUME_EXPIRE_STATUS,
	ASSUME_GET_DEFAULTS,
	ASSUME_GET_SCOPE,
	ASSUME_TENANT_OWN,
	ASSUME_NO_MEETING,
	ASSUME_DELETE_DATA,
	ASSUME_UNKNOWN_USER,
	ASSUME_USER_ORDER,
	ASSUME_RATE_STATUS,
	ASSUME_TOKEN_STATUS,
	ASSUME_AUTH_STATUS,
	ASSUME_BRAND,
	ASSUME_EMPTY,
	ASSUME_END_NUMBER,
	ASSUME_TOKEN_FORM,
	ASSUME_SCOPE_LIST,
	ASSUME_N
};

struct assumptions {
	int value[ASSUME_N];	/* index of the reading that is on */
};

/* Whether this reading of a point is on; value is one of the table's. */
bool assume_is(const struct assumptions *a, enum assume point,
    const char *value);
/* The table as lines for --help, and for what completes words. */
void assume_help(struct str *out);

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
