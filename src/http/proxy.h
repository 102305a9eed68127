/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_PROXY_H
#define ICSR_HTTP_PROXY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/secret.h"
#include "base/str.h"

/*
 * The proxy that the environment names, and what may be printed of it: its
 * variable may hold a user and password, in any form and also in one that
 * libcurl does not understand.
 */

/* The variable that libcurl takes for http:// or https:// URLs; NULL: none
 * is set. */
const char *proxy_variable(bool http);

/*
 * Append the value of a variable as it may be shown: with "***" for all
 * before the last '@', and nothing of one that is not [SCHEME://]HOST[:PORT]
 * behind that.
 */
void proxy_show(struct str *out, const char *value);

/*
 * Secrets that stand in the variables, decoded: user and password together,
 * and the password.  From then on secret_mask hides them.  At most
 * PROXY_SECRETS; the rest stays empty.
 */
#define PROXY_SECRETS 10
void proxy_secrets(struct secret secrets[PROXY_SECRETS]);

#endif
