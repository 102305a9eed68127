/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/slice.h"
#include "http/url.h"

static bool
part_is(CURLU *u, CURLUPart part, const char *const *names)
{
	char *text = NULL;
	bool found = false;

	if (curl_url_get(u, part, &text, 0) == CURLUE_OK)
		for (; *names && !found; names++)
			found = strcasecmp(text, *names) == 0;
	curl_free(text);
	return found;
}

static bool
has_part(CURLU *u, CURLUPart part)
{
	char *text = NULL;
	bool has = curl_url_get(u, part, &text, 0) == CURLUE_OK;

	curl_free(text);
	return has;
}

static int
judge(CURLU *u, const char *url, bool *plain, struct err *e)
{
	static const char *const http[] = { "http", NULL };
	static const char *const https[] = { "https", NULL };
	static const char *const loopback[] = { "127.0.0.1", "[::1]",
		"localhost", NULL };

	if (!u || curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK)
		return err_set(e, ERR_USAGE, "'%s' is not a URL", url);
	if (has_part(u, CURLUPART_USER) || has_part(u, CURLUPART_PASSWORD))
		return err_set(e, ERR_USAGE, "the URL holds a user or "
		    "password");
	*plain = part_is(u, CURLUPART_SCHEME, http);
	if (!*plain && !part_is(u, CURLUPART_SCHEME, https))
		return err_set(e, ERR_USAGE, "'%s' is not an https:// URL",
		    url);
	if (*plain && !part_is(u, CURLUPART_HOST, loopback))
		return err_set(e, ERR_USAGE, "'%s': http:// is for loopback "
		    "addresses only, use https://", url);
	return 0;
}

int
url_check(const char *url, bool *plain, struct err *e)
{
	CURLU *u = curl_url();
	int rc = judge(u, url, plain, e);

	curl_url_cleanup(u);
	return rc;
}

int
url_check_base(const char *url, struct err *e)
{
	CURLU *u = curl_url();
	bool plain;
	int rc = judge(u, url, &plain, e);

	if (rc == 0 && (has_part(u, CURLUPART_QUERY) ||
	    has_part(u, CURLUPART_FRAGMENT)))
		rc = err_set(e, ERR_USAGE, "'%s': a query or fragment can't "
		    "be part of it", url);
	curl_url_cleanup(u);
	return rc;
}

bool
url_is_plain(const char *url)
{
	return slice_istarts(slice_str(url), SLICE("http://"));
}

static int
join(CURLU *u, const char *base, const char *ref)
{
	static const char *const schemes[] = { "http", "https", NULL };

	if (curl_url_set(u, CURLUPART_URL, base, 0) != CURLUE_OK ||
	    curl_url_set(u, CURLUPART_URL, ref, CURLU_URLENCODE) !=
	    CURLUE_OK || !part_is(u, CURLUPART_SCHEME, schemes) ||
	    has_part(u, CURLUPART_USER) || has_part(u, CURLUPART_PASSWORD))
		return -1;
	curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	return 0;
}

/* libcurl takes no URL with a control character in it. */
static void
add_escaped(struct str *out, struct slice ref)
{
	size_t i;

	for (i = 0; i < ref.n; i++)
		if (ref.p[i] && ((unsigned char)ref.p[i] < ' ' ||
		    ref.p[i] == 0x7f))
			str_addf(out, "%%%02X", (unsigned char)ref.p[i]);
		else
			str_addc(out, ref.p[i]);
}

int
url_join(struct str *out, const char *base, struct slice ref)
{
	CURLU *u = curl_url();
	struct str copy = { 0 };
	char *url = NULL;
	int rc;

	add_escaped(&copy, ref);
	rc = memchr(str_text(&copy), '\0', ref.n) || !u ? -1
	    : join(u, base, str_text(&copy));
	if (rc == 0 && curl_url_get(u, CURLUPART_URL, &url, 0) != CURLUE_OK)
		rc = -1;
	if (rc == 0)
		str_adds(out, url);
	curl_free(url);
	curl_url_cleanup(u);
	str_free(&copy);
	return rc;
}

/* Where the path of a URL begins. */
static size_t
origin_length(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return (size_t)(host - url) + strcspn(host, "/?#");
}

void
url_origin(struct str *out, const char *url)
{
	struct slice s = slice_of(url, origin_length(url));
	struct slice port = url_is_plain(url) ? SLICE(":80")
	    : SLICE(":443");
	size_t i;

	/* iCloud names the port that goes without saying. */
	if (slice_iends(s, port))
		s.n -= port.n;
	for (i = 0; i < s.n; i++)
		str_addc(out, s.p[i] >= 'A' && s.p[i] <= 'Z'
		    ? (char)(s.p[i] | 0x20) : s.p[i]);
}

struct slice
url_path(const char *url)
{
	return slice_from(slice_str(url), origin_length(url));
}

void
url_decode(struct str *out, struct slice s)
{
	size_t i;
	int code;

	for (i = 0; i < s.n; i++) {
		code = s.p[i] == '%' && i + 2 < s.n ? num_hex(s.p + i + 1, 2)
		    : -1;
		str_addc(out, code < 0 ? s.p[i] : (char)code);
		i += code < 0 ? 0 : 2;
	}
}

/* --- the proxy ------------------------------------------------------------ */

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
