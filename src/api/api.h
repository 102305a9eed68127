/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_API_H
#define ICSR_API_API_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/slice.h"
#include "model/booking.h"
#include "model/reservation.h"

/*
 * The reserve API and the look-up of people.  Calls are
 * submitted, run side by side within the limits of each endpoint, and come
 * back one by one in the order in which they end:
 *
 *	while (api_next(api, &call))
 *		record(call);
 *
 * The token is fetched with the first call and kept for its life; one
 * refresh serves all calls that wait for it.
 */
struct api;

struct api_conf {
	const char *base_url;		/* "https://open.feishu.cn" */
	const char *app_id;		/* NULL with a token command */
	const struct secret *app_secret;
	const char *token_command;	/* prints a user_access_token; NULL */
	const char *user_id_type;	/* open_id, union_id, user_id */
	const char *ca_file;		/* of pool_open; NULL */
	int connections;		/* at most so many calls at once */
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
 * check (api/check.h): texts are one line of printable ASCII.  What is
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

/* A person to be looked up by address; id NULL: nobody has it. */
struct api_person {
	const char *address, *id;
};
/* So many can be asked for in one call. */
#define API_PEOPLE_MAX 50

struct api_call {
	enum api_op op;
	const char *reserve_id;		/* of the calls for one reservation */
	struct slice body;		/* JSON; for apply, update, people */
	struct reservation *reservation;	/* filled in by a get */
	struct active_meeting *meeting;	/* filled in by an active */
	bool participants;		/* of it, too */
	struct api_person *people;	/* asked for; their ids are filled
					 * in by an answer */
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

/*
 * conf and clock must outlive the api.  Nothing is sent yet.  ERR_USAGE on
 * a base_url that is neither https:// nor http:// to a loopback address, an
 * unknown user_id_type, or when neither app_id nor token_command is given.
 * The program should ignore SIGPIPE.
 */
int api_open(struct api **api, const struct api_conf *conf,
    const struct clock *clock, struct err *e);
void api_close(struct api *api);

/* "apply", "get", …; of API_OPS: "token". */
const char *api_op_name(int op);

/* Queue a call.  The struct and what it points to stay the caller's and
 * must live until api_next hands it back. */
void api_submit(struct api *api, struct api_call *call);

/*
 * Wait for the next call to end.  False when none is under way.  Texts of
 * the answer belong to the arena `texts`; those of the server are cut,
 * control characters made visible, secrets and the call's own meeting
 * password masked.
 *
 * Once something stops the run (api_stopped; also a signal, base/stop.h)
 * all calls not yet sent come
 * back as API_NOT_DONE, error.message saying why; those on the wire are
 * waited for.  A call submitted afterwards comes back the same way.
 */
bool api_next(struct api *api, struct arena *texts, struct api_call **call);

/*
 * Why nothing more can be done in this run: ERR_NONE, ERR_AUTH (credentials
 * or permission), ERR_NETWORK (unreachable, rate, quota) or ERR_FAILED (a
 * signal), with the sentence for the user in *why (may be NULL).
 */
enum err_code api_stopped(const struct api *api, struct err *why);

#endif
