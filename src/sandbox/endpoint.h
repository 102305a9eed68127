/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_ENDPOINT_H
#define ICSR_SANDBOX_ENDPOINT_H

#include <stdbool.h>

#include "base/slice.h"
#include "sandbox/call.h"

struct box;

/* One row of the API: how a call looks and who answers it. */
struct endpoint {
	enum call_name name;
	const char *method;
	const char *prefix, *suffix;	/* around the id, or one path */
	const char *scope;		/* NULL: needs no token */
	int (*run)(struct box *b, struct call *c);
	bool has_id, has_body;
	bool tenant_only;
	bool unlimited, no_quota;
};

/* The name of an endpoint in the script and the log. */
const char *endpoint_name(enum call_name name);
/* By name, the API's or the short one.  False when there is none. */
bool endpoint_by_name(struct slice text, enum call_name *name);
/*
 * Find the endpoint of c by method and path and copy out the id within the
 * path (a longer one than any real id is cut).  NULL when there is none.
 */
const struct endpoint *endpoint_find(struct call *c);

#endif
