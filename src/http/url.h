/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_URL_H
#define ICSR_HTTP_URL_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Whether a URL may be called: https://, or http:// to 127.0.0.1, ::1 or
 * localhost (*plain is set then), without user and password.  ERR_USAGE
 * says why not.
 */
int url_check(const char *url, bool *plain, struct err *e);
/* The same for one that paths are added to: no query and no fragment. */
int url_check_base(const char *url, struct err *e);

#endif
