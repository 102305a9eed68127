/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_POOL_H
#define ICSR_HTTP_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/slice.h"
#include "base/str.h"
#include "http/failure.h"
#include "http/limits.h"

/*
 * Requests over curl_multi: the only folder that knows libcurl.  TLS is
 * verified, redirects are not followed, bodies are capped (http/limits.h),
 * http:// goes to loopback only and past any proxy, a body is never sent
 * twice by the library (it comes from a read callback that can't be
 * rewound).  A DELETE has no body: the library may send it again on a
 * fresh connection when a kept one turns out dead.
 */
struct pool;

struct http_request {
	const char *method;		/* "GET", "POST", "PUT", "DELETE" */
	const char *url;
	const struct secret *bearer;	/* NULL: no Authorization */
	struct slice body;		/* empty: none; lives until the reply */
	int64_t timeout;		/* seconds in all */
	void *cookie;
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
	int64_t date;		/* Date (RFC 9110, 6.6.1), Unix seconds; 0:
				 * none */
	char error[HTTP_ERROR_MAX];	/* why, when not answered */
	void *cookie;
};

/*
 * connections: at most so many requests at once, 1 to HTTP_CONNECTIONS_MAX.
 * ca_file: certificates that are trusted instead of the system's; NULL: the
 * ones that CURL_CA_BUNDLE, else SSL_CERT_FILE (and the folder that
 * SSL_CERT_DIR) names, as curl(1) has it, else the system's.  ERR_USAGE when
 * connections or ca_file is wrong, else ERR_NETWORK.
 */
int pool_open(struct pool **p, int connections, const char *ca_file,
    struct err *e);
/* Requests under way are cut.  NULL is allowed. */
void pool_close(struct pool *p);
/*
 * Start a request.  The caller keeps at most `connections` under way.
 * Nothing was sent when this fails (ERR_USAGE: the URL; ERR_NETWORK).
 */
int pool_add(struct pool *p, const struct http_request *r, struct err *e);
/*
 * Wait at most ms milliseconds for a request to end; true with its reply,
 * which the caller frees with http_reply_free.
 */
bool pool_wait(struct pool *p, int64_t ms, struct http_reply *reply);
size_t pool_busy(const struct pool *p);
/* Wipes the body, which may hold a token. */
void http_reply_free(struct http_reply *r);

#endif
