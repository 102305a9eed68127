/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "dav/collection.h"
#include "dav/multistatus.h"
#include "http/url.h"

static const char ask_all[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
    "<propfind xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
    "<prop><resourcetype/><displayname/><current-user-principal/>"
    "<current-user-privilege-set/><supported-report-set/>"
    "<C:calendar-home-set/><C:supported-calendar-component-set/>"
    "<C:schedule-outbox-URL/><C:calendar-user-address-set/>"
    "</prop></propfind>";

/* A search: what it works with, and what it found so far. */
struct search {
	struct dav *dav;
	const char *name;
	struct arena *arena;
	struct str url;		/* what was asked last, redirects followed */
	struct dav_multistatus answer;	/* to that */
	int status;			/* of that */
	bool schedules;
	struct dav_collections VEC(struct dav_collection) found;
	struct err *e;
};

static const char *
with_slash(struct arena *a, const char *url)
{
	size_t n = strlen(url);

	return n && url[n - 1] == '/' ? arena_str(a, url)
	    : arena_printf(a, "%s/", url);
}

/*
 * Whether a login for one URL may be sent to the other: one host and port, or
 * two hosts of iCloud, which has each account on one of its own.
 */
static bool
is_same_server(const char *a, const char *b)
{
	static const char *const families[] = { ".icloud.com",
		".icloud.com.cn" };
	struct str x = { 0 }, y = { 0 };
	bool same;
	size_t i;

	url_origin(&x, a);
	url_origin(&y, b);
	same = slice_eq(str_slice(&x), str_slice(&y));
	for (i = 0; i < sizeof(families) / sizeof(*families); i++)
		same |= !url_is_plain(b) && slice_iends(str_slice(&x),
		    slice_str(families[i])) && slice_iends(str_slice(&y),
		    slice_str(families[i]));
	str_free(&x);
	str_free(&y);
	return same;
}

/* Ask what stands at a place.  -1 when there is no answer of WebDAV. */
static int
look(struct search *s, const char *base, struct slice href, int depth)
{
	struct dav_request rq = { .method = "PROPFIND", .depth = depth,
		.body = slice_of(ask_all, sizeof(ask_all) - 1) };
	struct str url = { 0 };
	int rc;

	multistatus_free(&s->answer);
	s->status = 0;
	if (url_join(&url, base, href) == -1 ||
	    !is_same_server(base, url.p)) {
		str_free(&url);
		return err_set(s->e, ERR_SOURCE, "the server names a place "
		    "that is not on it");
	}
	str_free(&s->url);
	s->url = url;
	dav_ask_there(s->dav, &rq, &s->url);
	s->schedules |= strstr(rq.reply.dav, "calendar-auto-schedule") != NULL;
	s->status = rq.reply.outcome == HTTP_ANSWERED ? rq.reply.status : 0;
	rc = dav_judge(&rq, s->e);
	if (rc == 0 && s->status != 207)
		rc = err_set(s->e, ERR_SOURCE, "the server does not speak "
		    "WebDAV there: %d to PROPFIND", s->status);
	if (rc == 0)
		rc = multistatus_read(&s->answer, str_slice(&rq.reply.body),
		    s->arena, s->e);
	dav_request_free(&rq);
	return rc;
}

static bool
same_place(const char *a, const char *b)
{
	struct str x = { 0 }, y = { 0 };
	bool same;

	url_decode(&x, slice_str(a));
	url_decode(&y, slice_str(b));
	while (x.n && x.p[x.n - 1] == '/')
		x.n--;
	while (y.n && y.p[y.n - 1] == '/')
		y.n--;
	same = slice_eq(str_slice(&x), str_slice(&y));
	str_free(&x);
	str_free(&y);
	return same;
}

/* The answer about the place itself; NULL when there is none. */
static const struct dav_response *
itself(const struct search *s)
{
	const struct dav_response *r;
	struct str url = { 0 };
	size_t i;

	for (i = 0; i < s->answer.responses.n; i++) {
		r = &s->answer.responses.items[i];
		str_clear(&url);
		if (url_join(&url, s->url.p, slice_str(r->href)) == 0 &&
		    same_place(url.p, s->url.p))
			break;
	}
	str_free(&url);
	if (i == s->answer.responses.n)
		i = 0;
	return s->answer.responses.n ? &s->answer.responses.items[i] : NULL;
}

/* False when it is no calendar of events. */
static bool
take(struct search *s, const struct dav_response *r,
    struct dav_collection *c)
{
	struct str url = { 0 };

	if (!r->calendar || r->inbox || (r->components_given && !r->events))
		return false;
	if (url_join(&url, s->url.p, slice_str(*r->href ? r->href
	    : s->url.p)) == -1)
		return false;
	*c = (struct dav_collection){
		.url = with_slash(s->arena, url.p),
		.name = r->name,
		.read_only = r->privileges_given && !r->write,
		.sync = !r->reports_given || r->sync,
		.schedules = s->schedules || r->schedules,
	};
	str_free(&url);
	return true;
}

/* --- by principal and home set ------------------------------------------- */

static int
look_home(struct search *s, const char *base, const char *home)
{
	struct dav_collection c;
	size_t i;
	int rc = look(s, base, slice_str(with_slash(s->arena, home)), 1);

	for (i = 0; rc == 0 && i < s->answer.responses.n; i++)
		if (take(s, &s->answer.responses.items[i], &c) &&
		    is_same_server(s->url.p, c.url))
			*VEC_ADD(&s->found) = c;
	return rc;
}

/* The principal, from what was just asked, the well-known place or the root
 * (RFC 6764, 6; RFC 5397); NULL. */
static const char *
principal(struct search *s, const char *url)
{
	static const char *const places[] = { "/.well-known/caldav", "/" };
	const struct dav_response *r = s->status == 207 ? itself(s) : NULL;
	size_t i;

	for (i = 0; (!r || (!r->principal && !r->homes.n)) && i < 2; i++)
		r = look(s, url, slice_str(places[i]), 0) == 0 ? itself(s)
		    : NULL;
	if (!r || (!r->principal && !r->homes.n))
		return NULL;
	return r->homes.n ? s->url.p : r->principal;
}

static int
look_homes(struct search *s, const char *url)
{
	const char *who = principal(s, url), *base;
	const struct dav_response *r;
	struct texts homes = { 0 };
	size_t i;
	int rc;

	if (!who)
		return err_set(s->e, s->e->code == ERR_AUTH ? ERR_AUTH
		    : ERR_SOURCE, "it is no calendar, and its server names "
		    "no principal whose calendars could be looked for (%s); "
		    "if another host has them, set url to that one: dig SRV "
		    "_caldavs._tcp.DOMAIN names it",
		    s->e->code ? s->e->msg : "RFC 6764");
	rc = look(s, s->url.p, slice_str(arena_str(s->arena, who)), 0);
	r = rc == 0 ? itself(s) : NULL;
	for (i = 0; r && i < r->homes.n; i++)
		*VEC_ADD(&homes) = r->homes.items[i];
	if (rc == 0 && !homes.n)
		rc = err_set(s->e, ERR_SOURCE, "its principal has no "
		    "calendar-home-set");
	base = arena_str(s->arena, str_text(&s->url));
	for (i = 0; rc == 0 && i < homes.n; i++)
		rc = look_home(s, base, homes.items[i]);
	VEC_FREE(&homes);
	return rc;
}

/* --- choosing ------------------------------------------------------------ */

static bool
is_called(const struct dav_collection *c, const char *name)
{
	struct str last = { 0 };
	size_t n = strlen(c->url) - 1, from = n;
	bool is = c->name && strcmp(c->name, name) == 0;

	while (from && c->url[from - 1] != '/')
		from--;
	url_decode(&last, slice_of(c->url + from, n - from));
	is |= slice_eq(str_slice(&last), slice_str(name));
	str_free(&last);
	return is;
}

static int
choose(struct search *s, struct dav_collection *c)
{
	struct str names = { 0 };
	size_t i, n = 0;
	int rc = 0;

	for (i = 0; i < s->found.n; i++)
		if (is_called(&s->found.items[i], s->name)) {
			*c = s->found.items[i];
			n++;
		}
	if (n == 0 && s->found.n == 1) {
		*c = s->found.items[0];
		n = 1;
	}
	for (i = 0; i < s->found.n; i++)
		str_addf(&names, "%s%s (%.*s)", i ? ", " : "",
		    s->found.items[i].name ? s->found.items[i].name : "",
		    (int)url_path(s->found.items[i].url).n,
		    url_path(s->found.items[i].url).p);
	if (s->found.n == 0)
		rc = err_set(s->e, ERR_SOURCE, "the server has no calendar "
		    "'%s', and no other with events", s->name);
	else if (n == 0)
		rc = err_set(s->e, ERR_SOURCE, "the server has no calendar "
		    "'%s'; it has: %s. Set url to one of them, or name the "
		    "section after it", s->name, str_text(&names));
	else if (n > 1)
		rc = err_set(s->e, ERR_SOURCE, "the server has more than one "
		    "calendar '%s'; it has: %s. Set url to one of them",
		    s->name, str_text(&names));
	str_free(&names);
	return rc;
}

int
collection_find(struct dav *d, const char *url, const char *name,
    struct arena *a, struct dav_collection *c, bool *webdav, struct err *e)
{
	struct search s = { .dav = d, .name = name, .arena = a, .e = e };
	const struct dav_response *r;
	const char *with = with_slash(a, url);
	int rc = look(&s, with, slice_str(with), 0);

	r = rc == 0 ? itself(&s) : NULL;
	/* What refuses or fails is no feed; what knows no PROPFIND may be. */
	*webdav = s.status == 207 || s.status == 0 || s.status == 401 ||
	    s.status >= 500;
	if (r && take(&s, r, c)) {
		rc = 0;
	} else if (rc == 0 || (*webdav == false &&
	    slice_eq(url_path(with), SLICE("/")))) {
		e->code = ERR_NONE;
		rc = look_homes(&s, with);
		*webdav |= rc == 0;
		if (rc == 0)
			rc = choose(&s, c);
	}
	multistatus_free(&s.answer);
	VEC_FREE(&s.found);
	str_free(&s.url);
	return rc;
}

void
collection_addresses(struct dav *d, const struct dav_collection *c,
    struct arena *a, struct str *out)
{
	static const struct slice mailto = { "mailto:", 7 };
	struct err ignored = { 0 };
	struct search s = { .dav = d, .arena = a, .e = &ignored };
	const struct dav_response *r;
	struct slice address;
	size_t i;

	r = look(&s, c->url, slice_str(c->url), 0) == 0 ? itself(&s) : NULL;
	r = r && r->principal && look(&s, c->url, slice_str(r->principal),
	    0) == 0 ? itself(&s) : NULL;
	for (i = 0; r && i < r->addresses.n; i++) {
		address = slice_str(r->addresses.items[i]);
		if (!slice_istarts(address, mailto))
			continue;
		str_adds(out, out->n ? ", " : "");
		str_add(out, slice_from(address, mailto.n));
	}
	multistatus_free(&s.answer);
	str_free(&s.url);
}

/* --- members ------------------------------------------------------------- */

/*
 * A path in the one form that tells resources apart (RFC 3986, 6.2.2): what
 * may stand as it is is decoded; a '/' that is none between parts, a '%' and
 * what can't be in a text are "%XX".
 */
static void
add_canonical(struct str *out, struct slice path)
{
	struct str c = { 0 };
	unsigned char byte;
	size_t i, n;

	for (i = 0; i < path.n; i += n) {
		n = path.n - i < 3 || path.p[i] != '%' ? 1 : 3;
		str_clear(&c);
		url_decode(&c, slice_of(path.p + i, n));
		n = c.n == 1 ? n : 1;
		byte = (unsigned char)(c.n == 1 ? c.p[0] : path.p[i]);
		if (byte < ' ' || byte == 0x7f || byte == '%' ||
		    (byte == '/' && n == 3))
			str_addf(out, "%%%02X", byte);
		else
			str_addc(out, (char)byte);
	}
	str_free(&c);
}

/* Whether a part of it leads up, for a server that takes %2F for '/'. */
static bool
leads_up(struct slice name)
{
	struct slice part;

	while (slice_word(&name, "/", &part))
		if (slice_eq(part, SLICE(".")) || slice_eq(part, SLICE("..")))
			return true;
	return false;
}

/* The name of a member from its part of the canonical path; false: none. */
static bool
add_name(struct str *name, struct slice part)
{
	struct str text = { 0 };
	size_t i;
	bool odd = false, fine;

	url_decode(&text, part);
	for (i = 0; i < text.n; i++)
		odd |= (unsigned char)text.p[i] < ' ' ||
		    text.p[i] == '/' || text.p[i] == 0x7f;
	fine = !memchr(part.p, '/', part.n) && !leads_up(str_slice(&text));
	if (fine && odd)
		str_addc(name, '/');
	if (fine)
		str_add(name, odd ? part : str_slice(&text));
	str_free(&text);
	return fine;
}

int
collection_url(struct str *out, const char *collection, const char *href)
{
	bool query = strchr(collection, '?') != NULL;
	struct str ref = { 0 };
	int rc;

	for (; *href; href++)
		if (*href == '#' || (*href == '?' && !query))
			str_addf(&ref, "%%%02X", *href);
		else
			str_addc(&ref, *href);
	rc = url_join(out, collection, str_slice(&ref));
	str_free(&ref);
	return rc;
}

bool
collection_member(const char *collection, const char *href,
    struct str *name, bool *outside)
{
	struct str url = { 0 }, here = { 0 }, there = { 0 };
	struct slice rest;
	size_t n;

	str_clear(name);
	*outside = true;
	if (!*href || collection_url(&url, collection, href) == -1)
		return false;
	url_origin(&here, collection);
	url_origin(&there, url.p);
	add_canonical(&here, url_path(collection));
	add_canonical(&there, url_path(url.p));
	n = here.n;
	rest = str_slice(&there);
	*outside = !slice_starts(rest, str_slice(&here)) &&
	    !(rest.n + 1 == n && slice_starts(str_slice(&here), rest));
	rest = slice_from(rest, n);
	/* A folder below it is no event, whatever is in it. */
	if (!*outside && rest.n && rest.p[rest.n - 1] != '/')
		*outside = !add_name(name, rest);
	str_free(&url);
	str_free(&here);
	str_free(&there);
	return name->n && !*outside;
}

void
collection_escape(struct str *out, struct slice text)
{
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '&')
			str_adds(out, "&amp;");
		else if (text.p[i] == '<')
			str_adds(out, "&lt;");
		else if (text.p[i] == '>')
			str_adds(out, "&gt;");
		else if ((unsigned char)text.p[i] < ' ')
			str_addf(out, "&#%d;", text.p[i]);
		else
			str_addc(out, text.p[i]);
	}
}
