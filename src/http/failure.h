/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_FAILURE_H
#define ICSR_HTTP_FAILURE_H

#include <stdbool.h>

#include "http/pool.h"

/* What libcurl's result codes mean; rc is a CURLcode. */

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
