/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "plan/links.h"
#include "plan/providers.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* As much of a link as decides. */
#define PATH_BYTES 512
/* A wrapped link may be wrapped again, by each mail server on its way. */
#define WRAPS_MAX 4

/* Mail filters that put a link into one of theirs. */
enum wrap {
	WRAP_QUERY,		/* percent-encoded, in a parameter */
	WRAP_V2,		/* so, with '-' for '%' and '_' for '/' */
	WRAP_V3,		/* in the path, between "__" and "__;" */
};
static const struct {
	const char *host, *path, *param;
	enum wrap how;
} wrappers[] = {
	{ ".safelinks.protection.outlook.com", "/*", "url", WRAP_QUERY },
	{ ".safelinks.protection.office365.us", "/*", "url", WRAP_QUERY },
	{ ".safelinks.protection.partner.outlook.cn", "/*", "url",
	    WRAP_QUERY },
	{ "statics.teams.cdn.office.net", "/*safelinks*", "url",
	    WRAP_QUERY },
	{ "urldefense.proofpoint.com", "/v1/url*", "u", WRAP_QUERY },
	{ "urldefense.proofpoint.com", "/v2/url*", "u", WRAP_V2 },
	{ "urldefense.com", "/v3/__*", NULL, WRAP_V3 },
	{ "urldefense.us", "/v3/__*", NULL, WRAP_V3 },
	{ "linkprotect.cudasvc.com", "/url*", "a", WRAP_QUERY },
	{ "www.google.*", "/url*", "q", WRAP_QUERY },
	{ "www.google.*", "/url*", "url", WRAP_QUERY },
	{ "google.*", "/url*", "q", WRAP_QUERY },
	{ "security.feishu.cn", "/link/*", "target", WRAP_QUERY },
	{ "security.larksuite.com", "/link/*", "target", WRAP_QUERY },
	{ "mail.qq.com", "/*", "url", WRAP_QUERY },
	{ "*.mail.qq.com", "/*", "url", WRAP_QUERY },
	{ "slack-redir.net", "/link*", "url", WRAP_QUERY },
};

/* Properties that hold a meeting link in other products' calendars. */
static const struct {
	const char *name, *provider;
} properties[] = {
	{ "X-GOOGLE-CONFERENCE", "Google Meet" },
	{ "X-MICROSOFT-SKYPETEAMSMEETINGURL", "Microsoft Teams" },
	{ "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "Skype for Business" },
	{ "X-MICROSOFT-ONLINEMEETINGCONFLINK", "Skype for Business" },
	{ "X-MICROSOFT-ONLINEMEETINGINFORMATION", "Microsoft Teams" },
	{ "X-OPENPAAS-VIDEOCONFERENCE", "OpenPaaS" },
	{ "CONFERENCE", N_("another program") },
};

struct link {
	struct slice host;	/* without user, port and last dot */
	struct slice path;	/* and query and fragment, the start of it */
};

/* What a URL can hold (RFC 3986), but for ' which closes an HREF. */
static bool
in_url(char c)
{
	return c > 0x20 && c < 0x7f && !strchr("\"'<>\\^`{|}", c);
}

/*
 * "http://" or "https://" in front; 0 when neither is.  One slash will do:
 * those who tidy up the path of a wrapper leave one.
 */
static size_t
scheme_length(struct slice s)
{
	size_t n;

	if (slice_istarts(s, SLICE("https:/")))
		n = 7;
	else if (slice_istarts(s, SLICE("http:/")))
		n = 6;
	else
		return 0;
	return n < s.n && s.p[n] == '/' ? n + 1 : n;
}

/* What stands between the scheme and the path: user@host:port. */
static struct slice
host_of(struct slice authority)
{
	const char *at = memrchr(authority.p, '@', authority.n);
	size_t n;

	if (at)
		authority = slice_from(authority,
		    (size_t)(at + 1 - authority.p));
	n = authority.n;
	while (n && authority.p[n - 1] >= '0' && authority.p[n - 1] <= '9')
		n--;
	if (n && authority.p[n - 1] == ':')
		authority.n = n - 1;
	if (authority.n && authority.p[authority.n - 1] == '.')
		authority.n--;
	return authority;
}

/*
 * Read the URL at the start of a text; its length, 0 when there is none.
 */
static size_t
read_link(struct slice text, struct link *l)
{
	size_t start = scheme_length(text), n = start, slash;

	if (!start)
		return 0;
	while (n < text.n && in_url(text.p[n]) && !strchr("/?#", text.p[n]))
		n++;
	slash = n;
	l->host = host_of(slice_of(text.p + start, n - start));
	while (n < text.n && in_url(text.p[n]))
		n++;
	l->path = slice_of(text.p + slash, n - slash);
	if (l->path.n > PATH_BYTES)
		l->path.n = PATH_BYTES;
	return n;
}

/*
 * Whether a link is one of a server of our own: its url, or the live_link
 * and app_link beside it ("vc.", "meetings." and "applink." in one domain).
 */
static bool
is_own(const struct link *l, const char *host)
{
	const struct slice vc = SLICE("vc."), own = slice_str(host);
	struct slice domain = slice_from(own, vc.n - 1);

	if (slice_ieq(l->host, own))
		return provider_path_is(l->path, "/j/@");
	if (!slice_istarts(own, vc) || l->host.n <= domain.n ||
	    !slice_ieq(slice_from(l->host, l->host.n - domain.n), domain))
		return false;
	return (slice_istarts(l->host, SLICE("meetings.")) &&
	    provider_path_is(l->path, "/s/@")) ||
	    (slice_istarts(l->host, SLICE("applink.")) &&
	    provider_path_is(l->path, "/client/videochat/open?*"));
}

static const char *
own_host(const struct link *l, const struct text_list *hosts)
{
	size_t i;

	for (i = 0; hosts && i < hosts->n; i++)
		if (is_own(l, hosts->items[i]))
			return hosts->items[i];
	return NULL;
}

/*
 * The row that fits first decides, but rows for anybody's server (their
 * hosts end with '*') stand back behind our own.
 */
static const char *
provider_of(const struct link *l, const struct text_list *hosts)
{
	const char *own = own_host(l, hosts);
	const struct provider *p;
	size_t i;

	for (i = 0; i < providers_n; i++) {
		p = &providers[i];
		if (!provider_host_is(l->host, p->host) ||
		    !provider_path_is(l->path, p->path))
			continue;
		if (own && p->host[strlen(p->host) - 1] == '*')
			break;
		return p->name;
	}
	return own;
}

/* %XX → byte, in place; escape is what stands for '%'. */
static size_t
decode(char *p, size_t n, char escape)
{
	size_t i, to = 0;
	int code;

	for (i = 0; i < n; i++) {
		code = i + 2 < n && p[i] == escape ? num_hex(p + i + 1, 2)
		    : -1;
		p[to++] = code >= 0 ? (char)code
		    : escape == '-' && p[i] == '_' ? '/' : p[i];
		i += code < 0 ? 0 : 2;
	}
	return to;
}

/* The parameter of a query; of HTML too, where "&" may be "&amp;". */
static struct slice
parameter(struct slice path, const char *name)
{
	const struct slice amp = SLICE("amp;");
	struct slice one, want = slice_str(name);

	while (slice_word(&path, "?&", &one)) {
		if (slice_istarts(one, amp))
			one = slice_from(one, amp.n);
		if (one.n > want.n && one.p[want.n] == '=' &&
		    slice_istarts(one, want))
			return slice_from(one, want.n + 1);
	}
	return slice_of("", 0);
}

/* What stands in "/v3/__ ... __;". */
static struct slice
between(struct slice path)
{
	struct slice inner = slice_from(path, strlen("/v3/__"));
	const char *end = memmem(inner.p, inner.n, "__;", 3);

	return end ? slice_of(inner.p, (size_t)(end - inner.p)) : inner;
}

/*
 * Put what a link wraps into buf; its length, 0 when it wraps nothing.  The
 * link may stand in buf itself.
 */
static size_t
unwrap(const struct link *l, char buf[PATH_BYTES])
{
	struct slice inner;
	size_t i;

	for (i = 0; i < COUNT(wrappers); i++) {
		if (!provider_host_is(l->host, wrappers[i].host) ||
		    !slice_glob(l->path, slice_str(wrappers[i].path)))
			continue;
		inner = wrappers[i].how == WRAP_V3 ? between(l->path) :
		    parameter(l->path, wrappers[i].param);
		if (!inner.n)
			continue;
		memmove(buf, inner.p, inner.n);
		return decode(buf, inner.n,
		    wrappers[i].how == WRAP_V2 ? '-' : '%');
	}
	return 0;
}

/* Go on to the link that one wraps; its text stands in buf. */
static bool
follow(struct link *l, char buf[PATH_BYTES])
{
	size_t n = unwrap(l, buf);

	return n && read_link(slice_of(buf, n), l);
}

static const char *
judge(struct link l, const struct text_list *hosts)
{
	char buf[PATH_BYTES];
	const char *found = provider_of(&l, hosts);
	int i;

	for (i = 0; !found && i < WRAPS_MAX && follow(&l, buf); i++)
		found = provider_of(&l, hosts);
	return found;
}

/*
 * The next URL of a text, cut off with what stands before it.  What is
 * within a URL is part of it and not looked at again.
 */
static bool
next_link(struct slice *text, struct slice *whole, struct link *l)
{
	const char *colon;
	size_t at, n, k;

	for (at = 0; at < text->n; at = (size_t)(colon + 1 - text->p)) {
		colon = memchr(text->p + at, ':', text->n - at);
		if (!colon)
			break;
		for (k = 5; k >= 4; k--) {
			n = (size_t)(colon - text->p);
			if (n < at + k)
				continue;
			n = read_link(slice_from(*text, n - k), l);
			if (!n)
				continue;
			*whole = slice_of(colon - k, n);
			*text = slice_from(*text,
			    (size_t)(colon - text->p) - k + n);
			return true;
		}
	}
	*text = slice_from(*text, text->n);
	return false;
}

bool
links_next(struct slice *text, struct slice *at, struct str *target,
    bool *wrapped)
{
	char buf[PATH_BYTES];
	struct link l;
	int i = 0;

	if (!next_link(text, at, &l))
		return false;
	while (i < WRAPS_MAX && follow(&l, buf))
		i++;
	*wrapped = i > 0;
	str_clear(target);
	str_adds(target, "https://");
	str_add(target, l.host);
	str_add(target, l.path);
	return true;
}

/* Links that open a program, as some invitations have them alone. */
static const struct {
	const char *start, *provider;
} programs[] = {
	{ "zoommtg://", "Zoom" }, { "zoomus://", "Zoom" },
	{ "msteams:/l/meetup-join/", "Microsoft Teams" },
	{ "msteams://teams.microsoft.com/l/meetup-join/", "Microsoft Teams" },
	{ "wemeet://page/inmeeting", "Tencent Meeting" },
};

const char *
links_provider(struct slice text, const struct text_list *hosts)
{
	const char *found = NULL;
	struct slice rest = text, at;
	struct link l;
	size_t i;

	while (!found && next_link(&rest, &at, &l))
		found = judge(l, hosts);
	for (i = 0; !found && i < COUNT(programs); i++)
		if (slice_ihas(text, slice_str(programs[i].start)))
			found = programs[i].provider;
	return found;
}

/* Any link; also in JSON, where a slash may be "\/". */
static bool
has_url(struct slice value)
{
	return slice_ihas(value, SLICE("http://")) ||
	    slice_ihas(value, SLICE("https://")) ||
	    slice_ihas(value, SLICE("http:\\/\\/")) ||
	    slice_ihas(value, SLICE("https:\\/\\/"));
}

static const char *
find_in_properties(const struct event *ev, const struct text_list *hosts,
    const char **property)
{
	struct slice value;
	const char *found;
	size_t i, k;

	for (i = 0; i < COUNT(properties); i++) {
		for (k = 0; k < ev->n_props; k++) {
			value = slice_str(ev->props[k].value);
			if (strcmp(ev->props[k].name,
			    properties[i].name) != 0 || !has_url(value))
				continue;
			*property = properties[i].name;
			found = links_provider(value, hosts);
			return found ? found : properties[i].provider;
		}
	}
	return NULL;
}

const char *
links_find(const struct event *ev, const struct text_list *hosts,
    const char **property)
{
	const struct {
		const char *name, *text;
	} texts[] = {
		{ "URL", ev->url },
		{ "LOCATION", ev->location },
		{ "DESCRIPTION", ev->description },
		{ "X-ALT-DESC", event_prop(ev, "X-ALT-DESC") },
	};
	const char *found = find_in_properties(ev, hosts, property);
	size_t i;

	for (i = 0; !found && i < COUNT(texts); i++) {
		found = links_provider(slice_str(texts[i].text), hosts);
		if (found)
			*property = texts[i].name;
	}
	return found;
}
