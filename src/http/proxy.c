/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/slice.h"
#include "http/proxy.h"
#include "http/url.h"

/* In the order in which libcurl asks for them: for http:// URLs without those
 * of https, for https:// URLs without the first. */
static const char *const variables[] = { "http_proxy", "https_proxy",
	"HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
#define VARIABLES (sizeof(variables) / sizeof(*variables))
#define OF_HTTP 1	/* before this one */
#define OF_HTTPS 3	/* before this one */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *
value_of(size_t i)
{
	const char *value = getenv(variables[i]);

	return value && *value ? value : NULL;
}

const char *
proxy_variable(bool http)
{
	size_t i;

	for (i = 0; i < VARIABLES; i++)
		if (value_of(i) && (i >= OF_HTTPS || http == (i < OF_HTTP)))
			return variables[i];
	return NULL;
}

/* Bytes of "http://" at the start; a password may hold "://" too. */
static size_t
scheme_length(const char *value)
{
	size_t n = strspn(value, LETTERS DIGITS);

	return n && strncmp(value + n, "://", 3) == 0 ? n + 3 : 0;
}

/* 1 to 65535; a password of digits may be no port. */
static bool
is_port(const char *text, size_t n)
{
	long port = 0;
	size_t i;

	for (i = 0; i < n && n <= 5; i++)
		port = port * 10 + (text[i] - '0');
	return port >= 1 && port <= 65535;
}

/* HOST, HOST:PORT or [ADDRESS]:PORT, perhaps with a slash behind. */
static bool
is_host(const char *text)
{
	size_t n;

	if (*text == '[') {
		text += 1 + strspn(text + 1, DIGITS "abcdefABCDEF:.");
		if (*text++ != ']')
			return false;
	} else if (!strchr(LETTERS DIGITS, *text) || !*text) {
		return false;
	}
	text += strspn(text, LETTERS DIGITS "-._");
	if (*text == ':') {
		n = strspn(++text, DIGITS);
		if (!is_port(text, n))
			return false;
		text += n;
	}
	return strcmp(text, "") == 0 || strcmp(text, "/") == 0;
}

void
proxy_show(struct str *out, const char *value)
{
	size_t scheme = scheme_length(value);
	/* libcurl too takes the last one, whatever a password holds. */
	const char *at = strrchr(value, '@');
	const char *host = at ? at + 1 : value + scheme;

	str_add(out, slice_of(value, scheme));
	if (at)
		str_adds(out, "***@");
	str_adds(out, is_host(host) ? host : _("(not HOST:PORT)"));
}

/* --- secrets ------------------------------------------------------------- */

/* What stands before the last '@', and its part behind the first ':'. */
static void
keep_login(struct secret *secrets, size_t *n, struct slice login)
{
	struct str plain = { .secret = true };
	const char *colon = memchr(login.p, ':', login.n);

	if (*n + 2 > PROXY_SECRETS || !login.n)
		return;
	url_decode(&plain, login);
	secret_set(&secrets[(*n)++], str_slice(&plain));
	if (colon) {
		str_clear(&plain);
		url_decode(&plain, slice_from(login,
		    (size_t)(colon + 1 - login.p)));
		secret_set(&secrets[(*n)++], str_slice(&plain));
	}
	str_free(&plain);
}

void
proxy_secrets(struct secret secrets[PROXY_SECRETS])
{
	const char *value, *at;
	size_t i, scheme, n = 0;

	for (i = 0; i < VARIABLES; i++) {
		value = value_of(i);
		at = value ? strrchr(value, '@') : NULL;
		scheme = value ? scheme_length(value) : 0;
		if (at && at > value + scheme)
			keep_login(secrets, &n, slice_of(value + scheme,
			    (size_t)(at - value) - scheme));
	}
}
