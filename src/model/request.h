/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_REQUEST_H
#define ICSR_MODEL_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"

/*
 * The reservation that the API should hold for an event: one JSON fragment
 * for each field of the apply call ("Reserve a meeting"), NULL where the
 * field is not sent.  Canonical: the same wish gives the same text, so two
 * requests are compared field by field with strcmp.
 *
 * end_time is not among them, because it is clamped to what the API allows
 * at the time of the call: `until` is what the event wants.
 */
enum request_field {
	REQUEST_OWNER,		/* owner_id: not in an update */
	REQUEST_TOPIC,
	REQUEST_PERMISSIONS,	/* action_permissions */
	REQUEST_INITIAL_TYPE,	/* meeting_initial_type */
	REQUEST_CONNECT,	/* meeting_connect: never in an update */
	REQUEST_CALL,		/* call_setting */
	REQUEST_AUTO_RECORD,
	REQUEST_HOSTS,		/* assign_host_list */
	REQUEST_PASSWORD,
	REQUEST_FIELDS,
};

/* In what is held, of a field that was sent without an answer since: it differs
 * from all that can be wanted. */
#define REQUEST_IN_DOUBT ""

struct request {
	const char *field[REQUEST_FIELDS];
	int64_t until;		/* Unix seconds: event's end and grace */
};

/* The API's name of a field: "topic", "owner_id", … */
const char *request_name(enum request_field f);

/* Its JSON when nothing is asked for; NULL: the API has no such value. */
const char *request_empty(enum request_field f);

/*
 * The fields that differ and can be sent in an update, as a bit set
 * (1u << field).  A field that is wanted no more counts when the API has an
 * empty value for it ([] or false, see request.c); otherwise it is the
 * server's to keep.
 */
unsigned request_diff(const struct request *have, const struct request *want);

/*
 * The fields of an update that it clears by an empty text or list.  The
 * Chinese page of the API says that such a value clears the field, the
 * English one that it changes nothing: after an update that clears, the
 * reservation is to be read back (drift_stayed).
 */
unsigned request_clears(const struct request *want, unsigned fields);

/*
 * The body of an apply call: every field that is set, and end_time (Unix
 * seconds).
 */
void request_apply_body(struct str *body, const struct request *r,
    int64_t end_time);
/*
 * The body of an update: the fields of the set, and end_time unless 0.
 */
void request_update_body(struct str *body, const struct request *r,
    unsigned fields, int64_t end_time);

/*
 * As text for the state, a line "name=json" for each field, and back.  The
 * meeting password is not in it, only a digest of it: no secret is stored.
 * request_read fails (ERR_STATE) on a text that request_write did not
 * make; its strings belong to the arena.
 */
void request_write(struct str *text, const struct request *r);
int request_read(struct request *r, struct slice text, struct arena *a,
    struct err *e);

#endif
