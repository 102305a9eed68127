/* SPDX-License-Identifier: MIT */
#ifndef ICSR_DAV_CLIENT_H
#define ICSR_DAV_CLIENT_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/secret.h"
#include "http/pool.h"

/*
 * Requests to one server of calendars, a few side by side.  On the wire is
 * GET, PROPFIND, REPORT and PUT, nothing else.
 */
struct dav;

struct dav_account {
	const char *user;		/* NULL: no login */
	const struct secret *password;	/* with a user */
	const struct secret *bearer;	/* NULL: none */
	const char *ca_file;		/* as of pool_open */
	int64_t idle;			/* seconds without a byte */
	const struct clock *clock;
};

/*
 * *a, and what it points to, must outlive *d.  Nothing is sent.  -1 with
 * ERR_USAGE when ca_file can't be read, ERR_NETWORK when libcurl can't be
 * started; *d is then as it was.
 */
int dav_open(struct dav **d, const struct dav_account *a, struct err *e);
/* NULL is allowed. */
void dav_close(struct dav *d);

/* For `depth` of a request: no such header. */
#define DAV_NO_DEPTH (-1)

struct dav_request {
	const char *method, *url;
	int depth;
	bool feed;		/* http:// is fine, and gzip */
	struct slice body;
	size_t max;		/* bytes of the answer; 0: DAV_LIST_MAX */
	const char *if_match, *if_none_match, *if_modified_since; /* NULL */
	struct http_reply reply;	/* dav_request_free frees it */
	/* dav_ask's own: */
	bool done;
	int tries;
	int64_t at;		/* mono; not before */
};

/*
 * Send n requests and wait for all answers.  What changes nothing is asked
 * DAV_TRIES times when an answer is lost, 502, 503 or 504; a 429 or 503 with
 * a short Retry-After is waited for, whatever the method.  Where the server
 * wants Digest in place of Basic it gets that from then on.  Else a PUT goes
 * out once.  With a 401, or when the user stops the run, the others stay
 * unanswered (outcome HTTP_NOT_SENT).
 */
void dav_ask(struct dav *d, struct dav_request *requests, size_t n);
/*
 * Send one request and follow redirects within its host and port, for a feed
 * without a login to other hosts, too; never from https:// to http://.  *url
 * (of the caller) becomes the URL that answered.
 */
void dav_ask_there(struct dav *d, struct dav_request *rq, struct str *url);
/* Whether the answer is a redirect to where that would go: *to (as url_join has
 * it), which is not to be used else. */
bool dav_leads(const struct dav *d, const struct dav_request *rq,
    struct str *to);

/*
 * 0 when it was answered by 2xx, or 304; else the error: ERR_AUTH for a login
 * that the server refuses, ERR_SOURCE for everything else.
 */
int dav_judge(const struct dav_request *rq, struct err *e);
void dav_request_free(struct dav_request *rq);

#endif
