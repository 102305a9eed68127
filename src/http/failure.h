/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_FAILURE_H
#define ICSR_HTTP_FAILURE_H

#include <stdbool.h>

/* What libcurl's result codes mean; rc is a CURLcode. */

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

enum http_failure failure_of(int rc);
/* Whether it can end a request before a byte of it has gone out. */
bool failure_is_early(int rc);
/*
 * Whether the library's words for it are about a connection that stood.
 * Other words may be about the proxy, and then hold any part of its
 * variable, which has a password in it when libcurl could not make sense of
 * the rest.
 */
bool failure_is_late(int rc);

#endif
