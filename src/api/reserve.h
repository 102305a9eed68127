/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_RESERVE_H
#define ICSR_API_RESERVE_H

#include <stdbool.h>

#include "api/call.h"
#include "base/str.h"

struct json_object;

/* How each call is asked for, and what the answer to those that change
 * reservations says. */

const char *reserve_method(enum api_op op);
/* Whether it is sent with a body; the others have none to give. */
bool reserve_has_body(enum api_op op);
/* Whether the path has the id of a reservation in it. */
bool reserve_by_id(enum api_op op);

/*
 * Whether an id can stand in a URL as it is: 1 to 64 letters, digits, '-'
 * and '_'.  Real ones are 19 digits; anything else came from a broken or
 * hostile server and must not choose the path that we call.
 */
bool reserve_id_safe(const char *id);
/* open_id, union_id, user_id. */
bool reserve_user_id_type(const char *type);

/* Add the path and query of a call to url.  id: safe; NULL unless by id. */
void reserve_path(struct str *url, enum api_op op, const char *id,
    const char *user_id_type);

/*
 * Read a code-0 answer to the request with that body.  An apply must bring
 * an id, since that is lost for good otherwise; each other field is checked
 * as struct api_reserve says.  Of an update's answer with the id of another
 * reservation nothing is taken.
 * NULL when that is so, else what is wrong.
 */
struct reserve_ask {
	enum api_op op;
	const char *id;			/* of an update */
	struct slice body;
};

const char *reserve_read(struct api_reserve *r,
    const struct reserve_ask *ask, const struct json_object *root,
    struct arena *texts);

#endif
