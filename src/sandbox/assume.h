/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_ASSUME_H
#define ICSR_SANDBOX_ASSUME_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

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

/* Take NAME=VALUE.  ERR_USAGE names what there is to choose from. */
int assume_set(struct assumptions *a, const char *text, struct err *e);
/* Whether this reading of a point is on; value is one of the table's. */
bool assume_is(const struct assumptions *a, enum assume point,
    const char *value);
/* The table as lines for --help. */
void assume_help(struct str *out);

#endif
