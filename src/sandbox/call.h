/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_CALL_H
#define ICSR_SANDBOX_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"
#include "sandbox/people.h"
#include "sandbox/reply.h"

struct box;
struct call;
struct fault;
struct json_object;

/* The endpoints, by the names that the script and the log use. */
enum call_name {
	CALL_TOKEN,
	CALL_APPLY,
	CALL_UPDATE,
	CALL_DELETE,
	CALL_GET,
	CALL_ACTIVE,
	CALL_BATCH_GET_ID,
	CALL_SCOPES,
	CALL_NAMES,
	CALL_N
};

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

struct call_arg {
	char *name, *value;
};

/*
 * One request, from its first line to its answer.  The server fills in what
 * came over the wire; the endpoints see only this.
 */
struct call {
	char *method, *path;
	char *auth;			/* Authorization, or NULL */
	struct VEC(struct call_arg) query;	/* decoded */
	struct str body;
	size_t body_seen;		/* its bytes, dropped ones included */
	int64_t connection;
	unsigned port;
	int64_t seq, arrived_us;

	const struct endpoint *endpoint;	/* NULL: no such one */
	int64_t count;			/* which call of this endpoint */
	const struct fault *fault;	/* NULL: behave */
	char id[32];			/* reserve_id of the path, or "" */
	struct json_object *json;	/* the body, owned; NULL: is none */
	bool by_user;			/* else by the app */
	const char *actor;		/* id of the app or the user */
	char log_id[48];
	struct reply reply;
	bool deed;			/* the state was changed */
	char made[24];			/* id of the reservation applied for */
};

/* The name of an endpoint in the script and the log. */
const char *call_name(enum call_name name);
/* By name, the API's or the short one.  False when there is none. */
bool call_by_name(struct slice text, enum call_name *name);

struct call *call_new(const char *method, const char *path);
void call_free(struct call *c);
/* Add an argument of the query; those above the limit are dropped. */
void call_arg_add(struct call *c, const char *name, const char *value);
/* Value of an argument, or NULL. */
const char *call_arg(const struct call *c, const char *name);
/* The kind of ids that the query names; -1 when it is none: refused. */
int call_id_type(struct call *c, enum id_type *type);
/* Answer with a code and an explanation.  Returns -1. */
int call_refuse(struct call *c, int64_t code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for a field that the gateway finds wrong (99992402 and such). */
int call_refuse_field(struct call *c, int64_t code, const char *field,
    const char *value);

#endif
