/* SPDX-License-Identifier: MIT */
#ifndef ICSR_HTTP_URL_H
#define ICSR_HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/*
 * Whether a URL may be called: https://, or http:// to 127.0.0.1, ::1 or
 * localhost (*plain is set then), without user and password.  ERR_USAGE
 * says why not.
 */
int url_check(const char *url, bool *plain, struct err *e);
/* The same for one that paths are added to: no query and no fragment. */
int url_check_base(const char *url, struct err *e);
/* Whether it is an http:// URL, of any host. */
bool url_is_plain(const char *url);

/*
 * Append what ref means where it stands in what came from base (RFC 3986,
 * 5.2), dot segments taken out, without its fragment, blanks and control
 * characters as "%XX".  -1 with nothing appended when it is no URL of http or
 * https, or holds a user or password.
 */
int url_join(struct str *out, const char *base, struct slice ref);

/* Append "https://host" or "https://host:8443", in lower case; the port that
 * goes without saying is left out. */
void url_origin(struct str *out, const char *url);
/* The path of a URL that url_join gave, with its query; borrows. */
struct slice url_path(const char *url);
/* Append text with its %XX decoded. */
void url_decode(struct str *out, struct slice text);

/*
 * The proxy that the environment names, and what may be printed of it.  The
 * variable may hold a user and a password, and may have a form that libcurl
 * does not understand.
 */

/* The variable that libcurl takes for http:// or https:// URLs; NULL: none
 * is set. */
const char *proxy_variable(bool http);

/*
 * Append the value of a variable as it may be shown: "***" stands for all that
 * precedes the last '@'.  If the rest is not [SCHEME://]HOST[:PORT], nothing
 * of it is shown.
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
