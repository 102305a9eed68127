/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "http/pool.h"
#include "http/url.h"

#ifndef ICSR_VERSION
#define ICSR_VERSION "0"
#endif

/* One request under way.  Slots stay, and so do their easy handles. */
struct pool_slot {
	CURL *easy;
	bool busy;
	struct curl_slist *headers;
	struct slice body;		/* what is left to send */
	bool body_asked;		/* the library took from it */
	size_t header_bytes, body_max;
	bool too_large;
	bool http;			/* http://, not https:// */
	bool plain;			/* http://, past any proxy */
	struct http_reply reply;
	char error[CURL_ERROR_SIZE];
};

struct pool {
	CURLM *multi;
	struct secret proxy[PROXY_SECRETS];
	const char *ca_file, *ca_folder;	/* NULL: libcurl's own */
	struct pool_slot *slots;
	size_t n_slots, busy;
};

/* --- what the library calls ----------------------------------------- */

/*
 * There is no seek function beside it on purpose: when a kept connection
 * turns out dead, the library would send a POST again, and it could be
 * done twice.  Without a way to rewind it gives up instead, once any of
 * the body has gone out (CURLE_SEND_FAIL_REWIND).
 */
static size_t
give_body(char *to, size_t size, size_t n, void *arg)
{
	struct pool_slot *s = arg;
	size_t take = size * n;

	s->body_asked = true;
	if (take > s->body.n)
		take = s->body.n;
	if (take)
		memcpy(to, s->body.p, take);
	s->body = slice_from(s->body, take);
	return take;
}

static size_t
take_body(char *from, size_t size, size_t n, void *arg)
{
	struct pool_slot *s = arg;

	if (size * n > s->body_max - s->reply.body.n) {
		s->too_large = true;
		return 0;
	}
	str_add(&s->reply.body, slice_of(from, size * n));
	return size * n;
}

static size_t
take_header(char *from, size_t size, size_t n, void *arg)
{
	struct pool_slot *s = arg;

	s->header_bytes += size * n;
	if (s->header_bytes > HTTP_HEADERS_MAX) {
		s->too_large = true;
		return 0;
	}
	reply_header(&s->reply, slice_of(from, size * n));
	return size * n;
}

/* --- starting -------------------------------------------------------- */

/* The list holds the token: wiped before it is freed. */
static void
free_headers(struct pool_slot *s)
{
	struct curl_slist *h;

	for (h = s->headers; h; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(s->headers);
	s->headers = NULL;
}

static void
add_header(struct pool_slot *s, const char *line)
{
	struct curl_slist *more = curl_slist_append(s->headers, line);

	if (!more)
		abort();	/* out of memory, as xmalloc does */
	s->headers = more;
}

static void
set_headers(struct pool_slot *s, const struct http_request *r)
{
	static const char *const json[] = { "Accept: application/json", NULL,
		"Content-Type: application/json; charset=utf-8", NULL };
	const char *const *line = r->headers ? r->headers : json;
	struct str bearer = { .secret = true };

	/* No "Expect: 100-continue": bodies are small, and the wait for an
	 * answer to it would cost a second with servers that ignore it. */
	add_header(s, "Expect:");
	for (; *line; line++)
		add_header(s, *line);
	if (!r->headers && r->body.n)
		add_header(s, json[2]);
	if (r->bearer) {
		str_adds(&bearer, "Authorization: Bearer ");
		str_adds(&bearer, secret_reveal(r->bearer));
		add_header(s, bearer.p);
	}
	str_free(&bearer);
	curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, s->headers);
}

static void
set_login(struct pool_slot *s, const struct http_login *login)
{
	if (!login)
		return;
	curl_easy_setopt(s->easy, CURLOPT_HTTPAUTH, login->digest
	    ? (long)CURLAUTH_DIGEST : (long)CURLAUTH_BASIC);
	curl_easy_setopt(s->easy, CURLOPT_USERNAME, login->user);
	curl_easy_setopt(s->easy, CURLOPT_PASSWORD,
	    secret_reveal(login->password));
}

static void
set_body(struct pool_slot *s, const struct http_request *r)
{
	CURL *c = s->easy;

	s->body = r->body;
	if (r->body.n || strcmp(r->method, "POST") == 0 ||
	    strcmp(r->method, "PUT") == 0) {
		curl_easy_setopt(c, CURLOPT_POST, 1L);
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)r->body.n);
		curl_easy_setopt(c, CURLOPT_READFUNCTION, give_body);
		curl_easy_setopt(c, CURLOPT_READDATA, s);
	}
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
}

static void
set_limits(struct pool_slot *s, const struct http_request *r)
{
	CURL *c = s->easy;

	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, s->plain ? "http"
	    : r->any_http ? "http,https" : "https");
	if (s->plain)
		curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	/* With HTTP/2 all calls would share one connection, and its end
	 * would lose the answers of them all. */
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(r->timeout * 1000));
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
	    (long)HTTP_CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_MAXAGE_CONN, (long)HTTP_IDLE_SECONDS);
	if (r->idle) {
		curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT,
		    (long)HTTP_IDLE_BYTES);
		curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)r->idle);
	}
	if (r->unpack)
		curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
}

static void
set_callbacks(struct pool_slot *s)
{
	CURL *c = s->easy;

	curl_easy_setopt(c, CURLOPT_PRIVATE, s);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->error);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, s);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "icsreserve/" ICSR_VERSION);
}

static struct pool_slot *
free_slot(struct pool *p)
{
	size_t i;

	for (i = 0; i < p->n_slots; i++)
		if (!p->slots[i].busy)
			return &p->slots[i];
	return NULL;
}

static void
begin(struct pool_slot *s, const struct http_request *r)
{
	s->body_asked = s->too_large = false;
	s->body_max = r->body_max ? r->body_max : HTTP_BODY_MAX;
	s->header_bytes = 0;
	s->error[0] = '\0';
	s->reply = (struct http_reply){ .reset = -1, .retry_after = -1,
		.cookie = r->cookie, .body.secret = true };
	curl_easy_reset(s->easy);
	set_callbacks(s);
}

int
pool_add(struct pool *p, const struct http_request *r, struct err *e)
{
	struct pool_slot *s = free_slot(p);

	if (!s)
		return err_set(e, ERR_NETWORK, "too many requests at once");
	s->plain = false;
	s->http = url_is_plain(r->url);
	if ((!r->any_http || !s->http || r->bearer || r->login) &&
	    url_check(r->url, &s->plain, e) == -1)
		return -1;
	begin(s, r);
	if (p->ca_file && *p->ca_file)
		curl_easy_setopt(s->easy, CURLOPT_CAINFO, p->ca_file);
	if (p->ca_folder && *p->ca_folder)
		curl_easy_setopt(s->easy, CURLOPT_CAPATH, p->ca_folder);
	set_limits(s, r);
	set_body(s, r);
	set_headers(s, r);
	set_login(s, r->login);
	if (curl_easy_setopt(s->easy, CURLOPT_URL, r->url) != CURLE_OK ||
	    curl_multi_add_handle(p->multi, s->easy) != CURLM_OK) {
		free_headers(s);
		return err_set(e, ERR_NETWORK, "libcurl takes no request");
	}
	s->busy = true;
	p->busy++;
	return 0;
}

/* --- ending ---------------------------------------------------------- */

/*
 * Certainly not sent: it ended while connecting and not a byte of the
 * request went out.  Anything else may have reached the server.
 */
static bool
was_not_sent(struct pool_slot *s, CURLcode rc)
{
	curl_off_t body = 0;
	long bytes = 0;

	curl_easy_getinfo(s->easy, CURLINFO_REQUEST_SIZE, &bytes);
	curl_easy_getinfo(s->easy, CURLINFO_SIZE_UPLOAD_T, &body);
	if (bytes || body || s->body_asked || s->header_bytes)
		return false;
	return failure_is_early((int)rc);
}

static void
say_error(struct pool_slot *s, CURLcode rc)
{
	struct http_reply *r = &s->reply;

	if (s->too_large)
		snprintf(r->error, sizeof(r->error), _("the answer is larger "
		    "than %zu KiB"), s->body_max / 1024);
	else if (rc == CURLE_OUT_OF_MEMORY)
		/* So libcurl calls a header line above its limit. */
		snprintf(r->error, sizeof(r->error), _("the answer can't be "
		    "taken: it has a header line without end, or there is no "
		    "memory"));
	else if (rc == CURLE_SEND_FAIL_REWIND)
		snprintf(r->error, sizeof(r->error), _("the kept connection "
		    "was closed"));
	else
		snprintf(r->error, sizeof(r->error), "%.*s",
		    (int)sizeof(r->error) - 1,
		    s->error[0] && (s->plain || !proxy_variable(s->http) ||
		    failure_is_late((int)rc)) ? s->error
		    : curl_easy_strerror(rc));
	secret_mask(r->error);
}

static void
finish(struct pool *p, struct pool_slot *s, CURLcode rc)
{
	long status = 0;

	curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
	s->reply.status = (int)status;
	s->reply.outcome = rc == CURLE_OK ? HTTP_ANSWERED
	    : was_not_sent(s, rc) ? HTTP_NOT_SENT : HTTP_LOST;
	s->reply.failure = failure_of((int)rc);
	curl_easy_getinfo(s->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	if (rc != CURLE_OK && status == 407)
		s->reply.failure = HTTP_PROXY_REFUSES;
	if (rc != CURLE_OK)
		say_error(s, rc);
	curl_multi_remove_handle(p->multi, s->easy);
	free_headers(s);
	s->busy = false;
	p->busy--;
}

static bool
take_ended(struct pool *p, struct http_reply *reply)
{
	CURLMsg *m;
	int left;
	char *private = NULL;
	struct pool_slot *s;

	do {
		m = curl_multi_info_read(p->multi, &left);
		if (!m)
			return false;
	} while (m->msg != CURLMSG_DONE);
	curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &private);
	s = (void *)private;
	finish(p, s, m->data.result);
	*reply = s->reply;
	s->reply = (struct http_reply){ 0 };
	return true;
}

bool
pool_wait(struct pool *p, int64_t ms, struct http_reply *reply)
{
	int64_t end = clock_ms() + ms, left;
	int running;

	for (;;) {
		curl_multi_perform(p->multi, &running);
		if (take_ended(p, reply))
			return true;
		left = end - clock_ms();
		if (left <= 0)
			return false;
		if (left > 60000)
			left = 60000;
		curl_multi_poll(p->multi, NULL, 0, (int)left, NULL);
	}
}

size_t
pool_busy(const struct pool *p)
{
	return p->busy;
}

/* --- the pool -------------------------------------------------------- */

static int
open_slots(struct pool *p, size_t n)
{
	p->slots = xcalloc(n, sizeof(*p->slots));
	for (p->n_slots = 0; p->n_slots < n; p->n_slots++) {
		p->slots[p->n_slots].easy = curl_easy_init();
		if (!p->slots[p->n_slots].easy)
			return -1;
	}
	curl_multi_setopt(p->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)n);
	curl_multi_setopt(p->multi, CURLMOPT_MAXCONNECTS, (long)n);
	return 0;
}

/* As curl(1) does: the library itself does not look at them. */
static void
choose_ca(struct pool *p, const char *ca_file)
{
	p->ca_file = ca_file ? ca_file : getenv("CURL_CA_BUNDLE");
	if (p->ca_file)
		return;
	p->ca_folder = getenv("SSL_CERT_DIR");
	p->ca_file = getenv("SSL_CERT_FILE");
}

/* libcurl keeps copies of what it sends, the secret and the token among them:
 * all that it gives back is wiped. */
static void
wipe_and_free(void *p)
{
	if (p)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

static void *
wipe_and_realloc(void *p, size_t n)
{
	size_t old = p ? malloc_usable_size(p) : 0;
	void *moved = xmalloc(n);

	if (p)
		memcpy(moved, p, old < n ? old : n);
	wipe_and_free(p);
	return moved;
}

int
pool_open(struct pool **out, int connections, const char *ca_file,
    struct err *e)
{
	struct pool *p;

	if (connections < 1 || connections > HTTP_CONNECTIONS_MAX)
		return err_set(e, ERR_USAGE, "connections: 1 to %d",
		    HTTP_CONNECTIONS_MAX);
	if (ca_file && access(ca_file, R_OK) == -1)
		return err_errno(e, ERR_USAGE, "ca_file: %s", ca_file);
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_and_free,
	    wipe_and_realloc, strdup, calloc) != CURLE_OK)
		return err_set(e, ERR_NETWORK, "libcurl can't be started");
	p = xcalloc(1, sizeof(*p));
	proxy_secrets(p->proxy);
	choose_ca(p, ca_file);
	p->multi = curl_multi_init();
	if (!p->multi || open_slots(p, (size_t)connections) == -1) {
		pool_close(p);
		return err_set(e, ERR_NETWORK, "libcurl can't be started");
	}
	*out = p;
	return 0;
}

void
pool_close(struct pool *p)
{
	struct pool_slot *s;
	size_t i;

	if (!p)
		return;
	for (s = p->slots; s < p->slots + p->n_slots; s++) {
		if (s->busy)
			curl_multi_remove_handle(p->multi, s->easy);
		free_headers(s);
		http_reply_free(&s->reply);
		curl_easy_cleanup(s->easy);
	}
	curl_multi_cleanup(p->multi);
	for (i = 0; i < PROXY_SECRETS; i++)
		secret_free(&p->proxy[i]);
	free(p->slots);
	free(p);
	curl_global_cleanup();
}
