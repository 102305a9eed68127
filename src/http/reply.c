/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/num.h"
#include "http/reply.h"

static bool
is_named(struct slice line, const char *name, struct slice *value)
{
	size_t n = strlen(name);

	if (line.n <= n || line.p[n] != ':' ||
	    strncasecmp(line.p, name, n) != 0)
		return false;
	*value = slice_trim(slice_from(line, n + 1));
	return true;
}

/* A date of HTTP; 0 when it is none. */
static int64_t
read_date(struct slice value)
{
	char text[HTTP_VALUE_MAX];
	time_t t;

	snprintf(text, sizeof(text), "%.*s", (int)(value.n < sizeof(text)
	    ? value.n : 0), value.p);
	t = curl_getdate(text, NULL);
	return t == -1 ? 0 : (int64_t)t;
}

/* Header values go into messages: nothing but printable ASCII. */
static void
keep_word(char to[HTTP_VALUE_MAX], struct slice value)
{
	size_t i, n = 0;

	for (i = 0; i < value.n && n < HTTP_VALUE_MAX - 1; i++)
		if (value.p[i] > ' ' && value.p[i] < 0x7f)
			to[n++] = value.p[i];
	to[n] = '\0';
}

/* What goes back to the server: all of it, or nothing. */
static void
keep_text(char *to, size_t size, struct slice value)
{
	size_t i;

	to[0] = '\0';
	for (i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7f)
			return;
	if (value.n < size)
		snprintf(to, size, "%.*s", (int)value.n, value.p);
}

static void
read_retry_after(struct http_reply *r, struct slice value)
{
	int64_t at;

	if (num_parse(value, 0, INT32_MAX, &r->retry_after))
		return;
	at = read_date(value);
	if (at)
		r->retry_after = at > r->date && r->date ? at - r->date : 0;
}

/* Those of any server that speaks HTTP. */
static bool
read_common(struct http_reply *r, struct slice line)
{
	struct slice value;

	if (is_named(line, "date", &value))
		r->date = read_date(value);
	else if (is_named(line, "content-type", &value))
		keep_word(r->content_type, value);
	else if (is_named(line, "etag", &value))
		keep_text(r->etag, sizeof(r->etag), value);
	else if (is_named(line, "last-modified", &value))
		keep_text(r->modified, sizeof(r->modified), value);
	else if (is_named(line, "location", &value))
		keep_text(r->location, sizeof(r->location), value);
	else if (is_named(line, "dav", &value))
		keep_text(r->dav, sizeof(r->dav), value);
	else if (is_named(line, "retry-after", &value))
		read_retry_after(r, value);
	else
		return false;
	return true;
}

void
reply_header(struct http_reply *r, struct slice line)
{
	struct slice value;

	/* A new status line: what came with a "100 Continue" is void. */
	if (slice_istarts(line, SLICE("HTTP/"))) {
		r->content_type[0] = r->log_id[0] = r->etag[0] =
		    r->modified[0] = r->location[0] = r->dav[0] = '\0';
		r->reset = r->retry_after = -1;
		r->date = 0;
		r->wants_digest = r->wants_basic = false;
	} else if (read_common(r, line)) {
		return;
	} else if (is_named(line, "www-authenticate", &value)) {
		r->wants_digest |= slice_ihas(value, SLICE("digest"));
		r->wants_basic |= slice_ihas(value, SLICE("basic"));
	} else if (is_named(line, "x-tt-logid", &value)) {
		keep_word(r->log_id, value);
	} else if (is_named(line, "x-request-id", &value)) {
		if (!r->log_id[0])
			keep_word(r->log_id, value);
	} else if (is_named(line, "x-ogw-ratelimit-reset", &value)) {
		if (!num_parse(value, 0, INT32_MAX, &r->reset))
			r->reset = -1;
	}
}

void
http_reply_free(struct http_reply *r)
{
	str_free(&r->body);
}

enum http_failure
failure_of(int rc)
{
	switch (rc) {
	case CURLE_OK:
		return HTTP_FINE;
	case CURLE_COULDNT_RESOLVE_PROXY:
		return HTTP_NO_PROXY;
	case CURLE_COULDNT_RESOLVE_HOST:
		return HTTP_NO_HOST;
	case CURLE_COULDNT_CONNECT:
		return HTTP_NO_CONNECTION;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return HTTP_TLS;
	default:
		return HTTP_BROKEN;
	}
}

bool
failure_is_early(int rc)
{
	static const CURLcode early[] = {
		CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
		CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST,
		CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
		CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
		CURLE_OPERATION_TIMEDOUT,
	};
	size_t i;

	for (i = 0; i < sizeof(early) / sizeof(*early); i++)
		if (rc == (int)early[i])
			return true;
	return false;
}

bool
failure_is_late(int rc)
{
	switch (rc) {
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
		return true;
	default:
		return failure_of(rc) == HTTP_TLS;
	}
}
