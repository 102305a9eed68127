/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_CALL_H
#define ICSR_API_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/slice.h"
#include "base/str.h"
#include "model/booking.h"
#include "model/reservation.h"

struct json_object;

/*
 * What the API is asked with, and what a call is and comes to: plain data; how
 * each call is asked for, and what the answers to those that change
 * reservations or look for people say.
 */

struct api_conf {
	const char *base_url;		/* "https://open.feishu.cn" */
	const char *app_id;		/* NULL with a token command */
	const struct secret *app_secret;
	const char *token_command;	/* prints a user_access_token; NULL */
	const char *user_id_type;	/* open_id, union_id, user_id */
	const char *ca_file;		/* of pool_open; NULL */
	int connections;		/* calls at the same time, at most */
	int rate_per_second, rate_per_minute;	/* for each endpoint */
	int64_t timeout;		/* seconds for one call */
	int retries;
	struct api_count *counts;	/* API_OPS of them and one for the
					 * token; added to; NULL: nobody's */
};

/* What one endpoint was asked for: for the metrics. */
struct api_count {
	int64_t calls;		/* sent, those that were sent again too */
	int64_t retries;	/* of them: sent again */
	int64_t waited_ms;	/* nothing could go out because of it */
};

enum api_op {
	API_APPLY,
	API_UPDATE,
	API_DELETE,
	API_GET,
	API_ACTIVE,	/* get_active_meeting */
	API_PEOPLE,	/* batch_get_id, a read */
	API_SCOPES,	/* application/v6/scopes, a read; tenant token only */
	API_NAMES,	/* contact/v3/users/batch, a read; a lack of scopes
			 * refuses it and does not stop the run */
	API_OPS,
};

enum api_outcome {
	API_OK,
	API_GONE,	/* the reservation does not exist (404, 121004) */
	API_REFUSED,	/* the server said no: this call, not the run */
	API_UNKNOWN,	/* sent, no answer to be believed: it may have
			 * happened.  Only an apply ends so; the others are
			 * retried and fail as API_NOT_DONE */
	API_NOT_DONE,	/* it did not happen, or need not be assumed to:
			 * never sent, or given up; a later run repeats it */
};

/*
 * data.reserve of an apply or update answer.  Each field has passed its
 * check (api/read.h): texts are one line of printable ASCII.  What is
 * absent is NULL or 0, and so is what fails its check; then keep what was
 * asked for or known before, and tell the user what `odd` says.
 */
struct api_reserve {
	const char *id, *meeting_no, *url, *app_link, *live_link;
	int64_t end_time;		/* 0: not told */
	const char *odd;		/* the fields that failed, "url,
					 * end_time"; NULL: none */
	const char *password;		/* "" or NULL: none.  Never shown. */
	const char *invalid_hosts;	/* ids, comma-separated; NULL: none */
};

/*
 * A person to be looked up by address; id NULL: nobody has it.  In a call for
 * names, by id: name NULL: not known, or not this app's to know.
 */
struct api_person {
	const char *address, *id, *name;
};
/* People whom one call can ask for. */
#define API_PEOPLE_MAX 50

struct api_call {
	enum api_op op;
	const char *reserve_id;		/* of the calls for one reservation */
	struct slice body;		/* JSON; for apply, update, people */
	struct reservation *reservation;	/* filled in by a get */
	struct active_meeting *meeting;	/* filled in by an active */
	bool participants;		/* of it, too */
	struct api_person *people;	/* asked for; their ids, or names,
					 * are filled in by an answer */
	size_t n_people;
	struct app_scope *scopes;	/* likewise; what an answer does not
					 * name is not granted */
	size_t n_scopes;
	void *cookie;			/* the caller's */

	/* filled in when the call ends: */
	enum api_outcome outcome;
	struct api_reserve reserve;
	struct api_error error;		/* what the server or network said */
	const char *log_id;		/* of the last answer; NULL: none */

	struct api_work *work;		/* the api's own, NULL to start with */
};

/* GET, POST, ... */
const char *call_method(enum api_op op);
/* Whether it is sent with a body; the others have none to give. */
bool call_has_body(enum api_op op);
/* Whether the path has the id of a reservation in it. */
bool call_by_id(enum api_op op);

/*
 * Whether an id can stand in a URL as it is: 1 to 64 letters, digits, '-'
 * and '_'.  Real ones are 19 digits; anything else came from a broken or
 * hostile server and must not choose the path that we call.
 */
bool call_id_safe(const char *id);
/* open_id, union_id, user_id. */
bool call_user_id_type(const char *type);

/* Add the path and query of a call to url.  id: safe; NULL unless by id. */
void call_path(struct str *url, enum api_op op, const char *id,
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
	int64_t now;
};

const char *reserve_read(struct api_reserve *r,
    const struct reserve_ask *ask, const struct json_object *root,
    struct arena *texts);

struct json_object;

/* The look-up of people by address ("Obtain user ID via email or mobile
 * number"). */

/* Add the body that asks for n people, at most API_PEOPLE_MAX. */
void people_body(struct str *body, const struct api_person *people,
    size_t n);

/*
 * Read a code-0 answer: set the id of each person that it has one for.
 * Entries are matched by the address that they echo, whatever its case.  An
 * echo with asterisks in it, as the documentation's examples have, counts
 * when it fits one of the people alone; the order of the entries is never
 * relied on, since a wrong owner is worse than none.  A person counts as not
 * found if no entry echoes the address, if the entry has no valid id, or if
 * two entries have different ids.
 *
 * NULL when that is so, else what is wrong.
 */
const char *people_read(struct api_person *people, size_t n,
    const struct json_object *root, struct arena *texts);

/*
 * The names of people by id ("Obtain user information in batches").  Add the
 * part of the query that asks for n people, at most API_PEOPLE_MAX; an id that
 * can't stand in a URL is left out.
 */
void people_query(struct str *url, const struct api_person *people, size_t n);

/*
 * Read a code-0 answer: set the name of each person that it has one for.  An
 * answer without a list knows nobody.  NULL, or what is wrong.
 */
const char *people_read_names(struct api_person *people, size_t n,
    const struct json_object *root, struct arena *texts);

#endif
