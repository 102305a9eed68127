/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_CALL_H
#define ICSR_SANDBOX_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"
#include "sandbox/people.h"

/* A call: its names, what it asks for, and how it is answered. */

struct box;
struct call;
struct fault;
struct json_object;

/* The codes of the API, as far as the sandbox answers with them. */
enum reply_code {
	CODE_OK = 0,
	CODE_BAD_REQUEST = 9499,
	CODE_TOKEN_PARAM = 10003,
	CODE_TOKEN_APP = 10014,
	CODE_TOKEN_SECRET = 10015,
	CODE_INTERNAL = 121001,
	CODE_NOT_SUPPORT = 121002,
	CODE_PARAM = 121003,
	CODE_NOT_EXIST = 121004,
	CODE_NO_PERMISSION = 121005,
	CODE_RECORD = 123002,
	CODE_HOSTS_MAX = 123003,
	CODE_HOST = 123004,
	CODE_PASSWORD = 123006,
	CODE_RATE = 99991400,
	CODE_QUOTA = 99991403,
	CODE_NO_TOKEN = 99991661,
	CODE_TENANT_TOKEN = 99991663,
	CODE_USER_TOKEN = 99991668,
	CODE_TOKEN_FORM = 99991671,
	CODE_SCOPE = 99991672,
	CODE_OPEN_ID = 99992351,
	CODE_FIELD = 99992402,
};

/* How an answer ends on the wire. */
enum reply_end {
	REPLY_WHOLE,
	REPLY_HALF,		/* half the body, then the line is cut */
	REPLY_CUT,		/* the line is cut, nothing is sent */
	REPLY_HUGE,		/* `huge` bytes that never become JSON */
};

struct reply_header {
	char *name, *value;
};

/*
 * An answer being made: first as JSON (owned), then as bytes.  A zeroed
 * struct is an empty one; reply_free leaves it so.
 */
struct reply {
	int status;
	int64_t code;
	const char *type;	/* a literal */
	struct json_object *json;
	struct str body;
	struct VEC(struct reply_header) headers;
	enum reply_end end;
	int64_t huge;
};

/* The message of a code; "error" for an unknown one. */
const char *reply_text_of(int64_t code);

/* Success with data (taken over; NULL leaves data out). */
void reply_data(struct reply *r, struct json_object *data);
/* Failure in the usual envelope; message explains it, may be NULL. */
void reply_error(struct reply *r, int64_t code, const char *message);
/*
 * The object `error` of a failure, to add to; NULL when there is none.
 * Owned by the reply.
 */
struct json_object *reply_error_part(struct reply *r);
/* Failure of the token endpoint: flat, HTTP 200. */
void reply_flat(struct reply *r, int64_t code);
void reply_text(struct reply *r, int status, const char *type,
    const char *text);
/* Add a header; both are copied, a value with control bytes is left out. */
void reply_add_header(struct reply *r, const char *name, const char *value);
/* Turn the JSON, when there is some, into the body. */
void reply_finish(struct reply *r, const char *log_id);
void reply_free(struct reply *r);

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
