/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_REPLY_H
#define ICSR_HTTP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"
#include "http/limits.h"

/*
 * What came of a request: why there is no answer, or what the header lines of
 * the answer say.
 */

/* What stood in the way of an answer, as far as the remedies differ. */
enum http_failure {
	HTTP_FINE,
	HTTP_NO_PROXY,		/* the proxy's name is not known */
	HTTP_PROXY_REFUSES,	/* it wants a user and password */
	HTTP_NO_HOST,		/* the server's name is not known */
	HTTP_NO_CONNECTION,	/* refused, or no way there */
	HTTP_TIMEOUT,
	HTTP_TLS,		/* no TLS, or a certificate not trusted */
	HTTP_BROKEN,		/* anything else */
};

enum http_outcome {
	HTTP_ANSWERED,	/* a whole answer, of any status */
	HTTP_NOT_SENT,	/* certain: the server never got the request */
	HTTP_LOST,	/* sent, at least in part; no whole answer */
};

struct http_reply {
	enum http_outcome outcome;
	enum http_failure failure;	/* HTTP_FINE when answered */
	int status;
	struct str body;
	char content_type[HTTP_VALUE_MAX];	/* "" when absent */
	char log_id[HTTP_VALUE_MAX];	/* X-Tt-Logid, else X-Request-Id */
	int64_t reset;		/* x-ogw-ratelimit-reset, seconds; -1 none */
	int64_t retry_after;	/* Retry-After (RFC 9110, 10.2.3), seconds from
				 * its Date; -1 none */
	int64_t date;		/* Date (RFC 9110, 6.6.1), Unix seconds; 0:
				 * none */
	/* As they came; "" when absent, longer, or with control characters: */
	char etag[HTTP_TEXT_MAX];
	char modified[HTTP_VALUE_MAX];		/* Last-Modified */
	char location[HTTP_LOCATION_MAX];
	char dav[HTTP_TEXT_MAX];		/* DAV (RFC 4918, 10.1) */
	bool wants_digest, wants_basic;		/* of WWW-Authenticate */
	char error[HTTP_ERROR_MAX];	/* why, when not answered */
	void *cookie;
};

/* Take a header line, or the status line of an answer to come. */
void reply_header(struct http_reply *r, struct slice line);
/* Wipes the body, which may hold a token. */
void http_reply_free(struct http_reply *r);

/* What libcurl's result codes mean; rc is a CURLcode. */
enum http_failure failure_of(int rc);
/* Whether it can end a request before a byte of it has gone out. */
bool failure_is_early(int rc);
/*
 * Whether libcurl's text for it is about an established connection.  Other
 * texts may quote any part of the proxy's variable, with a password that
 * libcurl did not recognise as one.
 */
bool failure_is_late(int rc);

#endif
