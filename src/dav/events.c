/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "dav/events.h"
#include "dav/limits.h"
#include "dav/multistatus.h"

/* Members under way. */
struct event_reading {
	struct dav *dav;
	const struct dav_collection *collection;
	const struct dav_member *const *members;
	size_t n;
	bool *done;		/* of each member */
	int (*take)(void *cookie, const struct dav_event *ev, struct err *e);
	void *cookie;
	struct err *e;
};

/* Whether it is a whole VCALENDAR, blanks and a BOM aside. */
static bool
is_calendar(struct slice s)
{
	while (slice_starts(s, SLICE_BOM))
		s = slice_from(s, SLICE_BOM.n);
	s = slice_trim(s);
	return slice_istarts(s, SLICE("BEGIN:VCALENDAR")) &&
	    slice_iends(s, SLICE("END:VCALENDAR"));
}

/* A CR alone becomes a line's end in XML: GET alone gives what it was. */
static bool
has_lone_cr(struct slice s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL)
		if (++p == end || *p != '\n')
			return true;
	return false;
}

/* expat gives LF for CRLF (XML 1.0, 2.11); a CR that stayed is one. */
static void
with_crlf(struct str *out, struct slice text)
{
	size_t i;

	str_clear(out);
	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\r'))
			str_addc(out, '\r');
		str_addc(out, text.p[i]);
	}
}

/*
 * The listing's comes first: some servers give another one with the bytes,
 * and compare only this one with the next listing and with If-Match.  It is
 * older than the bytes, so that at worst a PUT with it is refused.
 */
static const char *
choose_etag(const struct dav_member *m, const char *etag)
{
	return m->etag ? m->etag : etag;
}

/* --- by multiget --------------------------------------------------------- */

static void
multiget_body(struct str *out, const struct dav_member *const *members,
    size_t n)
{
	size_t i;

	str_adds(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
	    "<C:calendar-multiget xmlns=\"DAV:\" "
	    "xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><prop><getetag/>"
	    "<C:calendar-data/></prop>");
	for (i = 0; i < n; i++) {
		str_adds(out, "<href>");
		collection_escape(out, slice_str(members[i]->href));
		str_adds(out, "</href>");
	}
	str_adds(out, "</C:calendar-multiget>");
}

/* The place of a response among the members from `from` on; n: nowhere. */
static size_t
place(const struct event_reading *r, size_t from, size_t n, const char *href)
{
	struct str name = { 0 };
	bool outside;
	size_t i = from + n;

	if (collection_member(r->collection->url, href, &name, &outside))
		for (i = from; i < from + n; i++)
			if (strcmp(r->members[i]->name, name.p) == 0)
				break;
	str_free(&name);
	return i;
}

static int
take_answer(struct event_reading *r, size_t from, size_t n,
    const struct dav_multistatus *m)
{
	const struct dav_response *x;
	struct dav_event ev = { .there = true };
	struct str bytes = { 0 };
	size_t i, at;
	int rc = 0;

	for (i = 0; rc == 0 && i < m->responses.n; i++) {
		x = &m->responses.items[i];
		at = place(r, from, n, x->href);
		if (at == from + n || r->done[at] || !x->has_data)
			continue;
		with_crlf(&bytes, x->data);
		if (!is_calendar(str_slice(&bytes)))
			continue;
		ev.member = r->members[at];
		ev.bytes = str_slice(&bytes);
		ev.etag = choose_etag(ev.member, x->etag);
		r->done[at] = true;
		rc = r->take(r->cookie, &ev, r->e);
	}
	str_free(&bytes);
	return rc;
}

/* What it does not answer with a calendar is left for GET. */
static int
take_multiget(struct event_reading *r, size_t from, size_t n,
    struct dav_request *rq)
{
	struct slice body = str_slice(&rq->reply.body);
	struct dav_multistatus m = { 0 };
	struct arena a = { 0 };
	struct err why;
	int rc = 0;

	if (rq->reply.outcome != HTTP_ANSWERED || rq->reply.status == 401 ||
	    rq->reply.status == 429 || rq->reply.status >= 500)
		rc = rq->reply.status == 501 ? 0 : dav_judge(rq, r->e);
	else if (rq->reply.status == 207 && !has_lone_cr(body) &&
	    multistatus_read(&m, body, &a, &why) == 0)
		rc = take_answer(r, from, n, &m);
	multistatus_free(&m);
	arena_free(&a);
	return rc;
}

static int
multiget(struct event_reading *r, size_t from, size_t n)
{
	struct dav_request rqs[DAV_CONNECTIONS] = { { 0 } };
	struct str bodies[DAV_CONNECTIONS] = { { 0 } };
	size_t i, k, size;
	int rc = 0;

	for (i = k = 0; i < n; i += DAV_BATCH, k++) {
		size = n - i < DAV_BATCH ? n - i : DAV_BATCH;
		multiget_body(&bodies[k], r->members + from + i, size);
		rqs[k] = (struct dav_request){ .method = "REPORT",
			.url = r->collection->url, .depth = 1,
			.body = str_slice(&bodies[k]),
			.max = DAV_EVENTS_MAX };
	}
	dav_ask(r->dav, rqs, k);
	for (i = k = 0; i < n; i += DAV_BATCH, k++) {
		size = n - i < DAV_BATCH ? n - i : DAV_BATCH;
		if (rc == 0)
			rc = take_multiget(r, from + i, size, &rqs[k]);
		dav_request_free(&rqs[k]);
		str_free(&bodies[k]);
	}
	return rc;
}

/* --- by GET -------------------------------------------------------------- */

/*
 * A note or a card in a folder that a server shows as a calendar.  A page may
 * stand for an event: that of a login, of an error.
 */
static bool
is_of_other_kind(const struct dav_request *rq, const struct dav_event *ev)
{
	struct slice type = slice_str(rq->reply.content_type);

	return rq->reply.status == 200 && type.n &&
	    !slice_iends(slice_str(ev->member->name), SLICE(".ics")) &&
	    !slice_istarts(type, SLICE("text/calendar")) &&
	    !slice_ihas(type, SLICE("html")) &&
	    !slice_ihas(type, SLICE("xml")) &&
	    !is_calendar(ev->bytes);
}

static int
take_get(struct event_reading *r, size_t at, struct dav_request *rq)
{
	struct dav_event ev = { .member = r->members[at] };
	int status = rq->reply.outcome == HTTP_ANSWERED ? rq->reply.status
	    : 0;

	ev.missing = status == 404 || status == 410;
	if (!ev.missing) {
		if (dav_judge(rq, r->e) == -1)
			return err_wrap(r->e, "%s", ev.member->href);
		ev.there = true;
		ev.bytes = str_slice(&rq->reply.body);
		ev.etag = choose_etag(ev.member,
		    multistatus_etag(rq->reply.etag));
		if (is_of_other_kind(rq, &ev))
			ev = (struct dav_event){ .member = ev.member };
		else if (status != 200 || !is_calendar(ev.bytes))
			return err_set(r->e, ERR_SOURCE, "%s: what the "
			    "server gives for it is no whole calendar",
			    ev.member->href);
	}
	r->done[at] = true;
	return r->take(r->cookie, &ev, r->e);
}

static int
get(struct event_reading *r, const size_t *at, size_t n)
{
	struct dav_request rqs[DAV_BATCH] = { { 0 } };
	struct str urls[DAV_BATCH] = { { 0 } };
	size_t i;
	int rc = 0;

	for (i = 0; i < n; i++) {
		if (collection_url(&urls[i], r->collection->url,
		    r->members[at[i]]->href) == -1)
			str_adds(&urls[i], r->collection->url);
		rqs[i] = (struct dav_request){ .method = "GET",
			.url = urls[i].p, .depth = DAV_NO_DEPTH,
			.max = DAV_EVENTS_MAX };
	}
	dav_ask(r->dav, rqs, n);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = take_get(r, at[i], &rqs[i]);
		dav_request_free(&rqs[i]);
		str_free(&urls[i]);
	}
	return rc;
}

static int
get_rest(struct event_reading *r, size_t from, size_t n)
{
	size_t at[DAV_BATCH], i, k = 0;
	int rc = 0;

	for (i = from; rc == 0 && i < from + n; i++) {
		if (!r->done[i])
			at[k++] = i;
		if (k && (k == DAV_BATCH || i + 1 == from + n)) {
			rc = get(r, at, k);
			k = 0;
		}
	}
	return rc;
}

int
events_read(struct dav *d, const struct dav_collection *c,
    const struct dav_member *const *members, size_t n,
    int (*take)(void *cookie, const struct dav_event *ev, struct err *e),
    void *cookie, struct err *e)
{
	struct event_reading r = { d, c, members, n, xcalloc(n + 1,
		sizeof(bool)), take, cookie, e };
	size_t i, size, step = DAV_BATCH * DAV_CONNECTIONS;
	int rc = 0;

	for (i = 0; rc == 0 && i < n; i += step) {
		size = n - i < step ? n - i : step;
		rc = multiget(&r, i, size);
		if (rc == 0)
			rc = get_rest(&r, i, size);
	}
	free(r.done);
	return rc;
}

/* --- PUT ----------------------------------------------------------------- */

static const struct {
	int status;
	enum dav_put put;
	const char *why;
} answers[] = {
	{ 200, PUT_TAKEN, NULL },
	{ 201, PUT_TAKEN, NULL },
	{ 204, PUT_TAKEN, NULL },
	{ 400, PUT_REFUSED, N_("the server refuses what is in it") },
	{ 401, PUT_LOGIN, N_("the server refuses the login") },
	{ 403, PUT_REFUSED, N_("the server refuses the change") },
	{ 404, PUT_GONE, N_("it is no longer there") },
	{ 405, PUT_READ_ONLY, N_("the server takes no changes") },
	{ 409, PUT_REFUSED, N_("the server finds a conflict in it") },
	{ 410, PUT_GONE, N_("it is no longer there") },
	{ 412, PUT_UNSURE, NULL },
	{ 413, PUT_REFUSED, N_("the server finds it too large") },
	{ 415, PUT_REFUSED, N_("the server refuses what is in it") },
	{ 422, PUT_REFUSED, N_("the server refuses what is in it") },
	{ 423, PUT_LATER, N_("it is locked") },
	{ 424, PUT_LATER, N_("it is locked") },
	{ 429, PUT_STOP, N_("the server wants no more requests for now") },
	{ 501, PUT_READ_ONLY, N_("the server takes no changes") },
	{ 503, PUT_UNSURE, NULL },
	{ 507, PUT_STOP, N_("there is no room on the server") },
};

/* The status that counts, and the name of the error in the body. */
static int
inner_status(const struct dav_request *rq, struct arena *a,
    const char **error)
{
	struct dav_multistatus m = { 0 };
	struct err ignored;
	int status = rq->reply.status;
	size_t i;

	*error = NULL;
	if (multistatus_read(&m, str_slice(&rq->reply.body), a, &ignored)
	    == -1)
		return status == 207 ? 412 : status;
	*error = m.error;
	if (status == 207)
		status = m.responses.n ? 204 : 412;
	for (i = 0; i < m.responses.n; i++) {
		if (m.responses.items[i].status < 300)
			continue;
		status = m.responses.items[i].status;
		*error = m.responses.items[i].error;
	}
	multistatus_free(&m);
	return status;
}

enum dav_put
events_judge_put(const struct dav_request *rq, struct arena *a,
    const char **why)
{
	const char *error;
	int status;
	size_t i;

	*why = rq->reply.error;
	if (rq->reply.outcome == HTTP_NOT_SENT)
		return PUT_NOT_SENT;
	if (rq->reply.outcome == HTTP_LOST)
		return PUT_UNSURE;
	status = inner_status(rq, a, &error);
	if (error && strcmp(error, "need-privileges") == 0) {
		*why = _("the server gives no right to write there");
		return PUT_READ_ONLY;
	}
	for (i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		if (answers[i].status != status)
			continue;
		*why = answers[i].why ? arena_printf(a, "%s (%d%s%.80s)",
		    _(answers[i].why), status, error ? ", " : "", error ? error
		    : "") : NULL;
		return answers[i].put;
	}
	*why = arena_printf(a, _("the server answers %d to PUT"), status);
	return status >= 500 || status / 100 == 2 ? PUT_UNSURE
	    : status / 100 == 3 ? PUT_STOP : PUT_REFUSED;
}

/* --- a feed -------------------------------------------------------------- */

static int
judge_feed(const struct dav_request *rq, struct err *e)
{
	struct slice body = slice_trim(str_slice(&rq->reply.body));

	if (dav_judge(rq, e) == -1)
		return -1;
	if (rq->reply.status == 304)
		return rq->if_none_match || rq->if_modified_since ? 0
		    : err_set(e, ERR_SOURCE, "the server says that nothing "
		    "changed (304), though it was not asked that");
	if (rq->reply.status != 200)
		return err_set(e, ERR_SOURCE, "the server answers %d to GET",
		    rq->reply.status);
	if (is_calendar(body))
		return 0;
	if (slice_istarts(body, SLICE("<")))
		return err_set(e, ERR_SOURCE, "the server sends a page "
		    "(%s), not a calendar; is the address still good?",
		    rq->reply.content_type);
	return err_set(e, ERR_SOURCE, "what the server sends is no whole "
	    "calendar (BEGIN:VCALENDAR to END:VCALENDAR)");
}

/* A quoted one may be none that iconv should see. */
static void
keep_charset(char to[HTTP_VALUE_MAX], struct slice type)
{
	struct slice part;
	size_t i, n = 0;

	while (slice_word(&type, ";", &part)) {
		if (!slice_istarts(part, SLICE("charset=")))
			continue;
		part = slice_from(part, 8);
		for (i = 0; i < part.n && n < HTTP_VALUE_MAX - 1; i++)
			if (part.p[i] != '"' && part.p[i] != '/')
				to[n++] = part.p[i];
		break;
	}
	to[n] = '\0';
}

int
feed_get(struct dav *d, const char *url, const char *etag,
    const char *modified, struct dav_feed *f, struct err *e)
{
	struct dav_request rq = { .method = "GET", .depth = DAV_NO_DEPTH,
		.feed = true, .max = DAV_FEED_MAX, .if_none_match = etag,
		.if_modified_since = modified };
	struct str place = { 0 };
	int rc;

	*f = (struct dav_feed){ 0 };
	str_adds(&place, url);
	dav_ask_there(d, &rq, &place);
	rc = judge_feed(&rq, e);
	f->changed = rq.reply.status != 304;
	memcpy(f->etag, rq.reply.etag, sizeof(f->etag));
	memcpy(f->modified, rq.reply.modified, sizeof(f->modified));
	keep_charset(f->charset, slice_str(rq.reply.content_type));
	if (rc == 0 && f->changed) {
		f->bytes = rq.reply.body;
		rq.reply.body = (struct str){ 0 };
	}
	dav_request_free(&rq);
	str_free(&place);
	return rc;
}
