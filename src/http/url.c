/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <string.h>
#include <strings.h>

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
