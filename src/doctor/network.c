/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "doctor/doctor.h"
#include "http/pool.h"
#include "http/url.h"
#include "sync/remote.h"

/*
 * A request without any secret: without a token the API refuses it, and by
 * that shows that it is there.
 */
#define PROBE_PATH "/open-apis/vc/v1/reserves/0"
/* Nobody waits longer to be told that nothing comes. */
#define PROBE_SECONDS 15

/* The end times that are sent, and tokens, go by the server's clock. */
#define CLOCK_WARN 30
#define CLOCK_FAIL 300

static const char *
proxy_shown(struct doctor *d, const char *variable)
{
	struct str text = { 0 };

	proxy_show(&text, getenv(variable));
	return str_keep(&text, &d->arena).p;
}

static void
run_proxy(struct doctor *d)
{
	const char *variable = proxy_variable(false);
	const char *no = getenv("no_proxy");

	if (!variable)
		check_ok(d, "no proxy is set");
	else if (d->conf_read &&
	    !slice_istarts(slice_str(d->conf.base_url), SLICE("https:")))
		check_ok(d, "%s is set, but not used for a server on this "
		    "machine", variable);
	else
		check_ok(d, "%s = %s%s%s", variable, proxy_shown(d, variable),
		    no && *no ? _(", no_proxy = ") : "", no ? no : "");
}

const struct check check_proxy = {
	"proxy", NEED_NETWORK, run_proxy,
};

/* --- the server --------------------------------------------------------- */

static const struct {
	const char *what, *remedy;
} failures[] = {
	[HTTP_NO_PROXY] = { N_("the name of the proxy is not known"),
	    N_("correct the proxy's variable in the environment, or unset "
	    "it") },
	[HTTP_PROXY_REFUSES] = { N_("the proxy wants a user and password"),
	    N_("write them into the proxy's variable, "
	    "http://USER:PASSWORD@HOST:PORT, or have the proxy let this "
	    "machine through") },
	[HTTP_NO_HOST] = { N_("the name of the server is not known (DNS)"),
	    N_("look whether this machine has a network and a name server "
	    "(getent hosts), and whether base_url is right") },
	[HTTP_NO_CONNECTION] = { N_("no connection can be made"),
	    N_("look whether a firewall is in the way; if only a proxy leads "
	    "out, name it by https_proxy in the environment") },
	[HTTP_TIMEOUT] = { N_("no answer comes in time"),
	    N_("look whether a firewall is in the way; if only a proxy leads "
	    "out, name it by https_proxy in the environment") },
	[HTTP_TLS] = { N_("TLS fails: the server can't be trusted"),
	    N_("apt-get install ca-certificates, look whether the clock is "
	    "right; if a proxy here breaks TLS open, add its CA by "
	    "update-ca-certificates") },
	[HTTP_BROKEN] = { N_("the connection breaks"),
	    N_("try again; -vv shows each call") },
};

static void
tell_failure(struct doctor *d, const struct http_reply *r)
{
	const char *variable = proxy_variable(false);
	enum http_failure f = r->failure == HTTP_FINE ? HTTP_BROKEN
	    : r->failure;

	check_fail(d, ERR_NETWORK,
	    variable
		? arena_printf(&d->arena, _("%s; the proxy of %s (%s) is used"),
		      _(failures[f].remedy), variable, proxy_shown(d, variable))
		: _(failures[f].remedy),
	    "%s: %s: %s", d->conf.base_url, _(failures[f].what), r->error);
}

static void
judge(struct doctor *d, const struct http_reply *r)
{
	bool api = slice_ihas(slice_str(r->content_type), SLICE("json"));

	d->reached = r->outcome == HTTP_ANSWERED && api;
	if (r->outcome != HTTP_ANSWERED)
		tell_failure(d, r);
	else if (!api)
		check_fail(d, ERR_NETWORK,
		    _("correct base_url; if it is right, a portal or proxy "
		    "answers in the API's place"),
		    "%s answers, but not as the API (HTTP %d%s%s)",
		    d->conf.base_url, r->status, *r->content_type ? ", " : "",
		    r->content_type);
	else
		check_ok(d, "%s answers", d->conf.base_url);
	if (r->outcome == HTTP_ANSWERED)
		d->date = r->date;
	d->here = d->clock->wall(d->clock);
}

static void
run_network(struct doctor *d)
{
	struct slice base = slice_str(d->conf.base_url);
	struct http_request q = { .method = "GET",
		.timeout = d->conf.timeout < PROBE_SECONDS ? d->conf.timeout
		    : PROBE_SECONDS };
	struct http_reply r = { 0 };
	struct pool *pool = NULL;
	struct err e = { 0 };

	while (base.n && base.p[base.n - 1] == '/')
		base.n--;
	q.url = arena_printf(&d->arena, "%.*s" PROBE_PATH, (int)base.n,
	    base.p);
	if (pool_open(&pool, 1, d->conf.ca_file, &e) == -1 ||
	    pool_add(pool, &q, &e) == -1)
		check_fail(d, e.code, _("correct base_url in [feishu]"), "%s",
		    e.msg);
	else if (pool_wait(pool, (q.timeout + 1) * 1000, &r))
		judge(d, &r);
	else
		tell_failure(d, &(struct http_reply){
		    .failure = HTTP_TIMEOUT, .error = "given up" });
	http_reply_free(&r);
	pool_close(pool);
}

const struct check check_network = {
	"network", NEED_CONF | NEED_NETWORK, run_network,
};

/* --- the clock ---------------------------------------------------------- */

static void
run_clock(struct doctor *d)
{
	static const char remedy[] = N_("have the clock set by NTP: "
	    "timedatectl set-ntp true");
	int64_t off = d->here - d->date, size = off < 0 ? -off : off;
	const char *text = arena_printf(&d->arena, off < 0
	    ? _("it is %jd seconds behind the server's")
	    : _("it is %jd seconds ahead of the server's"), (intmax_t)size);

	if (d->date == 0)
		check_skip(d, "not checked: no server told its time");
	else if (size > CLOCK_FAIL)
		check_fail(d, ERR_FAILED, remedy, "%s", text);
	else if (size > CLOCK_WARN)
		check_warn(d, remedy, "%s", text);
	else
		check_ok(d, P_("%jd second from the server's", "%jd seconds "
		    "from the server's", size), (intmax_t)size);
}

const struct check check_clock = {
	"clock", NEED_CONF | NEED_NETWORK, run_clock,
};

/* --- servers of calendars ------------------------------------------------- */

/* What they can, by a PROPFIND or two. */

static const struct {
	enum err_code code;
	const char *remedy;
} remedies[] = {
	{ ERR_AUTH, N_("correct username and password_command, password_file "
	    "or bearer_command of the calendar; with two factors the server "
	    "wants an app password") },
	{ ERR_USAGE, N_("set password_command or password_file of the "
	    "calendar, mode 0600") },
	{ ERR_SOURCE, N_("look whether url is right and the server is up; "
	    "until it answers nothing of the calendar is deleted") },
};

static void
tell_unusable(struct doctor *d, struct remote *rm, struct err *e)
{
	const char *remedy = remedies[2].remedy;
	size_t i;

	for (i = 0; i < sizeof(remedies) / sizeof(*remedies); i++)
		if (remedies[i].code == e->code)
			remedy = remedies[i].remedy;
	secret_mask(e->msg);
	check_fail(d, e->code == ERR_NETWORK ? ERR_SOURCE : e->code, remedy,
	    "%s, %s: %s", rm->calendar->name, remote_shown(rm), e->msg);
}

/* A server that schedules has copies of what others organize. */
static void
tell_own(struct doctor *d, struct remote *rm,
    const struct dav_collection *c)
{
	struct str known = { 0 };

	if (!c->schedules || rm->calendar->output || c->read_only ||
	    rm->calendar->settings.own.n)
		return;
	collection_addresses(rm->dav, c, &d->arena, &known);
	check_warn(d, N_("set `own` to the addresses of your people"),
	    "%s: `own` is not set, so that copies of what others organize "
	    "are written to as well%s%s", rm->calendar->name, known.n
	    ? _("; the server knows you as ") : "", str_text(&known));
	str_free(&known);
}

static void
tell_collection(struct doctor *d, struct remote *rm,
    const struct dav_collection *c)
{
	const char *name = rm->calendar->name;

	if (c->read_only && !rm->calendar->output &&
	    rm->calendar->settings.write_back)
		check_warn(d, N_("get the right to write, or set `output` in "
		    "the calendar"), "%s: the server lets it only be read, "
		    "so that no event gets a link", name);
	if (c->schedules && !rm->calendar->output && !c->read_only)
		check_warn(d, N_("ask for a calendar without scheduling, or "
		    "set `output`, if attendees must not get mail"),
		    "%s: the server mails attendees (RFC 6638): it may do so "
		    "for the link, too", name);
	tell_own(d, rm, c);
	if (!c->sync)
		check_ok(d, "%s: the server has no sync-collection (RFC "
		    "6578): each run lists the whole calendar", name);
	check_ok(d, "%s, %s: a CalDAV calendar%s", name, remote_shown(rm),
	    c->read_only ? _(", read-only") : "");
}

static void
look(struct doctor *d, struct remote *rm)
{
	struct dav_collection c;
	struct err e = { 0 };
	bool webdav;

	if (remote_open(rm, &e) == -1)
		tell_unusable(d, rm, &e);
	else if (rm->row.kind == REMOTE_FEED)
		check_ok(d, "%s, %s: a feed", rm->calendar->name,
		    remote_shown(rm));
	else if (collection_find(rm->dav, rm->url, rm->calendar->name,
	    &d->arena, &c, &webdav, &e) == 0)
		tell_collection(d, rm, &c);
	else if (webdav)
		tell_unusable(d, rm, &e);
	else
		check_ok(d, "%s, %s: not CalDAV; sync tries it as a feed",
		    rm->calendar->name, remote_shown(rm));
}

static void
run(struct doctor *d)
{
	struct remote *rm;
	struct err e = { 0 };
	size_t i, n = 0;

	for (i = 0; i < d->conf.calendars.n; i++) {
		if (remote_of(&d->run, &d->conf.calendars.items[i], &rm, &e)
		    == -1)
			check_fail(d, e.code, N_("see the check 'state'"),
			    "%s", e.msg);
		else if (rm && ++n)
			look(d, rm);
	}
	if (n == 0)
		check_ok(d, "no calendar has a url");
}

const struct check check_servers = {
	"calendar-servers", NEED_CONF | NEED_STATE | NEED_NETWORK, run,
};
