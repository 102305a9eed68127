/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/slice.h"
#include "http/proxy.h"
#include "http/url.h"

/* In the order in which libcurl asks for them, for https:// URLs. */
static const char *const variables[] = { "https_proxy", "HTTPS_PROXY",
	"all_proxy", "ALL_PROXY" };
#define VARIABLES (sizeof(variables) / sizeof(*variables))

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char *
value_of(size_t i)
{
	const char *value = getenv(variables[i]);

	return value && *value ? value : NULL;
}

const char *
proxy_variable(void)
{
	size_t i;

	for (i = 0; i < VARIABLES; i++)
		if (value_of(i))
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

/* HOST, HOST:PORT or [ADDRESS]:PORT, perhaps with a slash behind. */
static bool
is_host(const char *text)
{
	if (*text == '[') {
		text += 1 + strspn(text + 1, DIGITS "abcdefABCDEF:.");
		if (*text++ != ']')
			return false;
	} else if (!strchr(LETTERS DIGITS, *text) || !*text) {
		return false;
	}
	text += strspn(text, LETTERS DIGITS "-._");
	if (*text == ':')
		text += 1 + strspn(text + 1, DIGITS);
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

/* As in "Proxy-Authorization: Basic" (RFC 4648, 4). */
static void
base64(struct str *out, struct slice s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned v;
	size_t i, k;

	for (i = 0; i < s.n; i += 3) {
		v = (unsigned)p[i] << 16;
		v |= i + 1 < s.n ? (unsigned)p[i + 1] << 8 : 0;
		v |= i + 2 < s.n ? p[i + 2] : 0;
		for (k = 0; k < 4; k++)
			str_addc(out, i + k > s.n ? '=' :
			    digits[v >> (18 - 6 * k) & 63]);
	}
}

/* What stands before the last '@', and its part behind the first ':'. */
static void
keep_login(struct secret *secrets, size_t *n, struct slice login)
{
	struct str plain = { .secret = true }, coded = { .secret = true };
	const char *colon = memchr(login.p, ':', login.n);

	if (*n + 3 > PROXY_SECRETS || !login.n)
		return;
	url_decode(&plain, login);
	base64(&coded, str_slice(&plain));
	secret_set(&secrets[(*n)++], login);
	secret_set(&secrets[(*n)++], str_slice(&coded));
	if (colon) {
		str_clear(&plain);
		login = slice_from(login, (size_t)(colon + 1 - login.p));
		url_decode(&plain, login);
		secret_set(&secrets[(*n)++], str_slice(&plain));
	}
	str_free(&plain);
	str_free(&coded);
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
