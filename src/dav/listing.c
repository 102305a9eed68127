/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "dav/limits.h"
#include "dav/listing.h"
#include "dav/multistatus.h"

static const char ask_members[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
    "<propfind xmlns=\"DAV:\"><prop><getetag/><resourcetype/></prop>"
    "</propfind>";

/* A listing under way. */
struct lister {
	struct dav *dav;
	const struct dav_collection *collection;
	struct arena *arena;
	struct dav_listing *listing;
	bool more;		/* there is a further page */
	bool hopeless;		/* no other way of asking helps */
	struct err *e;
};

static int
by_name(const void *x, const void *y)
{
	return strcmp(((const struct dav_member *)x)->name,
	    ((const struct dav_member *)y)->name);
}

static int
by_name_and_order(const void *x, const void *y)
{
	const struct dav_member *a = x, *b = y;
	int order = by_name(a, b);

	return order ? order : a->order < b->order ? -1
	    : a->order > b->order;
}

static int
outside(struct lister *l, const struct dav_response *r)
{
	l->hopeless = true;
	return err_set(l->e, ERR_SOURCE, "the server lists '%.100s', which "
	    "is not in the calendar", r->href);
}

/* 404 by RFC 6578; Nextcloud has used 418. */
static bool
is_gone(const struct dav_response *r)
{
	return !r->etag && (r->status == 404 || r->status == 410 ||
	    r->status == 418);
}

static int
take(struct lister *l, const struct dav_response *r)
{
	struct dav_member *m;
	struct str name = { 0 };
	bool is_outside, is;

	is = collection_member(l->collection->url, r->href, &name,
	    &is_outside);
	if (!is && !is_outside && r->status == 507)
		l->more = true;
	if (is && !r->collection) {
		m = VEC_ADD(&l->listing->members);
		*m = (struct dav_member){
			.name = arena_str(l->arena, name.p),
			.href = r->href, .etag = r->etag,
			.gone = is_gone(r),
			.order = l->listing->members.n };
	}
	str_free(&name);
	if (is_outside)
		return outside(l, r);
	if (is && !is_gone(r) && r->status / 100 > 2)
		return err_set(l->e, ERR_SOURCE, "the server answers %d for "
		    "%s", r->status, r->href);
	return 0;
}

/* Send a request whose answer is a part of the listing. */
static int
ask(struct lister *l, struct dav_request *rq, const char **token)
{
	struct dav_multistatus m = { 0 };
	struct str to = { 0 };
	size_t i;
	int rc;

	rq->url = l->collection->url;
	dav_ask(l->dav, rq, 1);
	rc = dav_judge(rq, l->e);
	if (dav_leads(l->dav, rq, &to))
		l->listing->moved = arena_str(l->arena, to.p);
	l->hopeless = rq->reply.outcome != HTTP_ANSWERED ||
	    rq->reply.status == 401 || l->listing->moved;
	if (rc == 0 && rq->reply.status != 207)
		rc = err_set(l->e, ERR_SOURCE, "the server answers %d to %s",
		    rq->reply.status, rq->method);
	if (rc == 0)
		rc = multistatus_read(&m, str_slice(&rq->reply.body),
		    l->arena, l->e);
	l->more = false;
	for (i = 0; rc == 0 && i < m.responses.n; i++)
		rc = take(l, &m.responses.items[i]);
	if (rc == 0)
		*token = m.token;
	multistatus_free(&m);
	dav_request_free(rq);
	str_free(&to);
	return rc;
}

/* Each page but the last says by a 507 that there are more (RFC 6578, 3.6). */
static int
ask_changes(struct lister *l, const char *token)
{
	struct dav_request rq = { .method = "REPORT", .depth = 0 };
	struct str body = { 0 };
	const char *next = NULL;
	int page, rc = 0;

	for (page = 0; rc == 0; page++) {
		str_clear(&body);
		str_adds(&body, "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
		    "<sync-collection xmlns=\"DAV:\"><sync-token>");
		collection_escape(&body, slice_str(token));
		str_adds(&body, "</sync-token><sync-level>1</sync-level>"
		    "<prop><getetag/><resourcetype/></prop>"
		    "</sync-collection>");
		rq.body = str_slice(&body);
		rc = ask(l, &rq, &next);
		if (rc == 0 && l->more && (!next || page == DAV_PAGES_MAX ||
		    (token && strcmp(next, token) == 0)))
			rc = err_set(l->e, ERR_SOURCE, "the server has no "
			    "end of changes");
		token = next;
		if (!l->more)
			break;
	}
	l->listing->token = rc == 0 && token && *token ? token : NULL;
	str_free(&body);
	return rc;
}

static int
ask_all(struct lister *l)
{
	struct dav_request rq = { .method = "PROPFIND", .depth = 1,
		.body = slice_of(ask_members, sizeof(ask_members) - 1) };
	const char *none;

	l->listing->token = NULL;
	if (ask(l, &rq, &none) == -1)
		return -1;
	return l->more ? err_set(l->e, ERR_SOURCE, "the server leaves out a "
	    "part of the calendar (507)") : 0;
}

/* A name that came twice is what it was last: a page may tell of changes
 * since the one before. */
static void
sort(struct dav_listing *l)
{
	size_t i, n = 0;

	VEC_SORT(&l->members, by_name_and_order);
	for (i = 0; i < l->members.n; i++) {
		if (n && by_name(&l->members.items[n - 1],
		    &l->members.items[i]) == 0)
			n--;
		l->members.items[n++] = l->members.items[i];
	}
	l->members.n = n;
}

static void
forget(struct dav_listing *l)
{
	l->members.n = 0;
}

int
listing_get(struct dav *d, const struct dav_collection *c, const char *token,
    struct arena *a, struct dav_listing *l, struct err *e)
{
	struct lister x = { .dav = d, .collection = c, .arena = a,
		.listing = l, .e = e };
	int rc = -1;

	*l = (struct dav_listing){ 0 };
	if (token)
		rc = ask_changes(&x, token);
	if (rc == -1 && !x.hopeless) {
		l->whole = true;
		forget(l);
		if (c->sync)
			rc = ask_changes(&x, "");
	}
	if (rc == -1 && !x.hopeless) {
		forget(l);
		rc = ask_all(&x);
	}
	sort(l);
	return rc;
}

void
listing_free(struct dav_listing *l)
{
	VEC_FREE(&l->members);
}

const struct dav_member *
listing_find(const struct dav_listing *l, const char *name)
{
	const struct dav_member key = { .name = name };

	return VEC_FIND(&l->members, &key, by_name);
}
