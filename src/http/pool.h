/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_POOL_H
#define ICSR_HTTP_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/slice.h"
#include "http/limits.h"
#include "http/reply.h"

/*
 * Requests over curl_multi: the only folder that knows libcurl.  TLS is
 * verified, redirects are not followed, bodies are capped (http/limits.h),
 * http:// goes to loopback past any proxy, a body is never sent
 * twice by the library (it comes from a read callback that can't be
 * rewound).  A DELETE has no body: the library may send it again on a
 * fresh connection when a kept one turns out dead.
 */
struct pool;

/* Who asks: Basic, or Digest (RFC 7616), which takes a request more. */
struct http_login {
	const char *user;
	const struct secret *password;
	bool digest;
};

struct http_request {
	const char *method;		/* "GET", "PROPFIND", ... */
	const char *url;
	bool any_http;			/* http:// to any host; without a
					 * login or bearer */
	const struct secret *bearer;	/* NULL: no Authorization */
	const struct http_login *login;	/* NULL: none */
	const char *const *headers;	/* lines in place of JSON's Accept and
					 * Content-Type, up to a NULL; NULL:
					 * those two */
	bool unpack;			/* gzip and the like are welcome */
	size_t body_max;		/* of the answer, unpacked; 0:
					 * HTTP_BODY_MAX */
	struct slice body;		/* empty: none; lives until the reply */
	int64_t timeout;		/* seconds in all */
	int64_t idle;			/* seconds with next to nothing coming
					 * or going; 0: as long as it takes */
	void *cookie;			/* handed back with the reply */
};

/*
 * connections: requests at the same time, at most; 1 to HTTP_CONNECTIONS_MAX.
 * ca_file: certificates that are trusted instead of the system's; NULL: the
 * ones that CURL_CA_BUNDLE, else SSL_CERT_FILE (and the folder that
 * SSL_CERT_DIR) names, as curl(1) has it, else the system's; the text stays
 * until pool_close.  ERR_USAGE when
 * connections or ca_file is wrong, else ERR_NETWORK.
 */
int pool_open(struct pool **p, int connections, const char *ca_file,
    struct err *e);
/* Requests under way are cut.  NULL is allowed. */
void pool_close(struct pool *p);
/*
 * Start a request; all of it but the body is copied.  At most `connections`
 * may be under way.  Nothing was sent when this fails (ERR_USAGE: the URL;
 * ERR_NETWORK: too many, or libcurl can't).
 */
int pool_add(struct pool *p, const struct http_request *r, struct err *e);
/*
 * Wait at most ms milliseconds for a request to end; true with its reply,
 * which the caller frees with http_reply_free.  False: *reply is as it was.
 */
bool pool_wait(struct pool *p, int64_t ms, struct http_reply *reply);
size_t pool_busy(const struct pool *p);
#endif
