/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "doctor/check.h"
#include "sync/remote.h"

/* Servers of calendars: what they can, by a PROPFIND or two. */

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
tell_failure(struct doctor *d, struct remote *rm, struct err *e)
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
		tell_failure(d, rm, &e);
	else if (rm->row.kind == REMOTE_FEED)
		check_ok(d, "%s, %s: a feed", rm->calendar->name,
		    remote_shown(rm));
	else if (collection_find(rm->dav, rm->url, rm->calendar->name,
	    &d->arena, &c, &webdav, &e) == 0)
		tell_collection(d, rm, &c);
	else if (webdav)
		tell_failure(d, rm, &e);
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
		check_ok(d, "no calendar is on one");
}

const struct check check_servers = {
	"calendar-servers", NEED_CONF | NEED_STATE | NEED_NETWORK, run,
};
