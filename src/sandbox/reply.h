/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_REPLY_H
#define ICSR_SANDBOX_REPLY_H

#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"

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

#endif
