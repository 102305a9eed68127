/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
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
