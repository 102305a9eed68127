/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/view.h"
#include "dav/events.h"
#include "dav/limits.h"
#include "ics/likeness.h"
#include "sync/mirror.h"
#include "sync/push.h"

/* An event on its way. */
struct parcel {
	struct remote_item *item;
	struct view view;		/* of what is sent */
	bool open;
	uint64_t meaning;		/* of that */
	struct str url;
	bool due, again;		/* to be sent; a second time */
	struct dav_request rq;
	enum dav_put put;
	struct dav_member member;	/* to read it again */
	bool read;
};

struct push {
	struct remote *rm;
	struct parcel *parcels;		/* of a batch */
	size_t n;
	bool stop;			/* nothing more for this calendar */
};

static void
tell_as(struct push *p, const struct remote_item *item, const char *kind,
    int exit, const char *why)
{
	struct run *r = p->rm->run;
	struct problem problem = { .kind = kind,
		.calendar = p->rm->calendar->name,
		.file = remote_path(p->rm, item->name), .message = why,
		.exit = exit };

	run_problem(r, &problem);
}

static void
tell(struct push *p, const struct parcel *x, const char *kind,
    const char *why)
{
	tell_as(p, x->item, kind, ERR_FAILED, why);
}

static bool
has_text(struct slice s, const char *text)
{
	return memmem(s.p, s.n, text, strlen(text)) != NULL;
}

/* What the server has in place of what is sent. */
static const char *
left(const struct parcel *x)
{
	return has_text(x->view.bytes, "X-ICSRESERVE-ID")
	    ? _("its link is not on the server")
	    : _("the lines that are to go still stand on the server");
}

/* --- what goes out ------------------------------------------------------- */

static void
close_parcel(struct parcel *x)
{
	if (x->open)
		view_close(&x->view);
	dav_request_free(&x->rq);
	str_free(&x->url);
	*x = (struct parcel){ 0 };
}

/*
 * Whether the event is to be sent: its file has what a run wrote, and the
 * server has not refused just that.  What stays unsent is reported in each run.
 */
static bool
pack(struct push *p, struct remote_item *item, struct parcel *x)
{
	const char *unsent = NULL;
	struct err ignored;

	*x = (struct parcel){ .item = item, .due = true };
	if (!item->wrote || item->wrote == item->base ||
	    view_open(&x->view, remote_path(p->rm, item->name),
	    &ignored) == -1)
		return false;
	x->open = true;
	x->meaning = meaning_digest(x->view.bytes, true);
	if (hash_bytes(x->view.bytes) == item->wrote) {
		if (item->held == x->meaning)
			unsent = _("the server refused or dropped this "
			    "change before, so it is not sent again; the "
			    "event there is as it was");
		else if (!item->etag)
			unsent = _("the server gives no ETag for it, so the "
			    "change is not sent; the event there is as it "
			    "was");
		else if (collection_url(&x->url, p->rm->collection.url,
		    item->href) == 0)
			return true;
	}
	if (unsent)
		tell_as(p, item, "not-sent", 0, unsent);
	close_parcel(x);
	return false;
}

/* Send those that are due; how many. */
static size_t
send(struct push *p)
{
	struct dav_request rqs[DAV_BATCH];
	struct parcel *sent[DAV_BATCH], *x;
	size_t i, n = 0;

	for (i = 0; i < p->n; i++) {
		x = &p->parcels[i];
		if (!x->due)
			continue;
		rqs[n] = (struct dav_request){ .method = "PUT",
			.url = x->url.p, .depth = DAV_NO_DEPTH,
			.body = x->view.bytes,
			.if_match = remote_strong_etag(x->item->etag) };
		sent[n++] = x;
	}
	if (n)
		dav_ask(p->rm->dav, rqs, n);
	for (i = 0; i < n; i++) {
		dav_request_free(&sent[i]->rq);
		sent[i]->rq = rqs[i];
	}
	return n;
}

/* --- answers ------------------------------------------------------------- */

static void
judge(struct push *p, struct parcel *x)
{
	struct run *r = p->rm->run;
	const char *why;

	x->due = x->read = false;
	x->put = events_judge_put(&x->rq, &r->arena_run, &why);
	switch (x->put) {
	case PUT_TAKEN:
		p->rm->tries = false;
		/* fall through */
	case PUT_UNSURE:
		/* It was waited for, as often as is decent. */
		p->stop |= x->rq.reply.status == 503 &&
		    x->rq.reply.retry_after >= 0;
		x->member = (struct dav_member){ .name = x->item->name,
			.href = x->item->href };
		return;
	case PUT_GONE:
		/* The next pull decides. */
		break;
	case PUT_REFUSED:
		x->item->held = x->meaning;
		break;
	case PUT_READ_ONLY:
		p->rm->row.read_only = true;
		p->stop = true;
		break;
	case PUT_LATER:
		break;
	case PUT_LOGIN:
		run_exit(r, ERR_AUTH);
		p->stop = true;
		break;
	case PUT_STOP:
	case PUT_NOT_SENT:
		p->stop = true;
		break;
	}
	why = arena_printf(&r->arena_run, "%s; %s", why, left(x));
	if (x->put == PUT_READ_ONLY)
		why = arena_printf(&r->arena_run, _("%s: %s; the next run "
		    "tries again. If it stays so, get the right to write, or "
		    "set `output` in the calendar"), remote_shown(p->rm), why);
	tell(p, x, "not-sent", why);
}

/* --- reading again ------------------------------------------------------- */

/* Whether a line of ours was sent, and none stands there. */
static bool
is_dropped(const struct push *p, const struct parcel *x, struct slice bytes)
{
	const struct text_list *hosts =
	    &p->rm->calendar->settings.link_hosts;
	size_t i;

	if (!has_text(x->view.bytes, "X-ICSRESERVE-ID") ||
	    has_text(bytes, "X-ICSRESERVE-ID"))
		return false;
	for (i = 0; i < hosts->n; i++)
		if (has_text(bytes, hosts->items[i]))
			return false;
	return true;
}

/* Whether it is what was there before, its ETag and stamps aside. */
static bool
is_untouched(const struct remote_item *item, const struct dav_event *ev,
    uint64_t meaning)
{
	return hash_bytes(ev->bytes) == item->base ||
	    meaning == item->meant || remote_same_etag(ev->etag, item->etag);
}

/*
 * The server did not take it, and nobody changed it there.  Where the ETag is
 * another one all the same, that of this read is of the bytes that were
 * edited, too: the event is sent once more with it.
 */
static void
keep_back(struct push *p, struct parcel *x, const struct dav_event *ev)
{
	struct remote_item *item = x->item;
	bool refused = x->rq.reply.outcome == HTTP_ANSWERED &&
	    x->rq.reply.status < 500;
	bool moved = ev->etag && !remote_same_etag(ev->etag, item->etag);

	if (moved)
		item->etag = arena_str(&p->rm->run->arena_run, ev->etag);
	if (refused && moved && !x->again && !p->stop) {
		x->due = x->again = true;
		return;
	}
	if (refused)
		item->held = x->meaning;
	tell(p, x, "not-sent", arena_printf(&p->rm->run->arena_run, "%s; %s",
	    !refused ? _("the server did not take the change, and the next "
	    "run tries again") : moved ? _("the server gives the event another "
	    "ETag with each answer and accepts none") : _("the server "
	    "refuses the change"), left(x)));
}

/*
 * What the server has after a PUT: what was sent, in whatever form; what was
 * there before; or what somebody else made of it.
 */
static int
settle(struct push *p, struct parcel *x, const struct dav_event *ev,
    struct err *e)
{
	struct remote_item *item = x->item;
	uint64_t meaning = meaning_digest(ev->bytes, true);
	bool same = meaning == x->meaning;

	if (!same && x->put == PUT_UNSURE && is_untouched(item, ev,
	    meaning)) {
		keep_back(p, x, ev);
		return 0;
	}
	if (same || x->put == PUT_TAKEN)
		item->held = 0;
	item->etag = arena_str(&p->rm->run->arena_run, ev->etag);
	if (!same && x->put == PUT_UNSURE)
		tell(p, x, "changed-meanwhile", _("somebody else changed it "
		    "on the server; that stays, and the next run takes it "
		    "up"));
	if (mirror_put(p->rm, item, ev->bytes, e) == -1)
		return -1;
	/* By the server, or by somebody else: theirs is what stands there. */
	if (!same && x->put == PUT_TAKEN && is_dropped(p, x, ev->bytes)) {
		item->held = x->meaning;
		tell(p, x, "not-kept", _("the server took the event and left "
		    "out the lines with its link; it is not sent again"));
	}
	return 0;
}

static int
take(void *cookie, const struct dav_event *ev, struct err *e)
{
	struct push *p = cookie;
	struct parcel *x;
	size_t i;

	for (i = 0; i < p->n; i++) {
		x = &p->parcels[i];
		if (strcmp(x->item->name, ev->member->name) != 0)
			continue;
		x->read = true;
		/* Gone: the next pull says so. */
		return ev->there ? settle(p, x, ev, e) : 0;
	}
	return 0;
}

static void
read_again(struct push *p)
{
	const struct dav_member *members[DAV_BATCH];
	struct run *r = p->rm->run;
	struct err why = { 0 };
	struct parcel *x;
	size_t i, n = 0;
	bool sent;

	for (i = 0; i < p->n; i++)
		if (p->parcels[i].member.name)
			members[n++] = &p->parcels[i].member;
	if (n && events_read(p->rm->dav, &p->rm->collection, members, n,
	    take, p, &why) == -1)
		p->stop = true;
	for (i = 0; i < p->n; i++) {
		x = &p->parcels[i];
		sent = x->member.name != NULL;
		x->member.name = NULL;
		if (!sent || x->read)
			continue;
		/* Written, perhaps, and unread: the next pull reads it. */
		x->item->etag = NULL;
		tell(p, x, "not-sent", arena_printf(&r->arena_run, _("it was "
		    "sent, but can't be read again: %s; the next run looks"),
		    why.msg));
	}
}

static int
push_batch(struct push *p, struct err *e)
{
	struct remote_item *items[DAV_BATCH];
	size_t i;

	while (send(p)) {
		for (i = 0; i < p->n; i++)
			if (p->parcels[i].due)
				judge(p, &p->parcels[i]);
		read_again(p);
	}
	for (i = 0; i < p->n; i++) {
		items[i] = p->parcels[i].item;
		out_say(OUT_DEBUG, "%s: sent", items[i]->name);
	}
	return remote_record(p->rm, items, p->n, "pushed", e);
}

/* Name what waits, and is not sent in this run; its place is `at` or later. */
static void
tell_rest(struct push *p, size_t at, int exit, const char *why)
{
	struct arena *a = &p->rm->run->arena_run;
	struct parcel x;

	for (; at < p->rm->items.n; at++) {
		if (!pack(p, &p->rm->items.items[at], &x))
			continue;
		tell_as(p, x.item, "not-sent", exit, arena_printf(a, "%s; %s",
		    why, left(&x)));
		close_parcel(&x);
	}
}

static int
push(struct push *p, struct err *e)
{
	struct parcel parcels[DAV_BATCH] = { { 0 } };
	struct remote *rm = p->rm;
	size_t at = 0, most, i;
	int rc = 0;

	p->parcels = parcels;
	while (rc == 0 && !p->stop && at < rm->items.n) {
		most = rm->tries ? 1 : DAV_BATCH;
		for (p->n = 0; at < rm->items.n && p->n < most; at++)
			p->n += pack(p, &rm->items.items[at],
			    &parcels[p->n]);
		if (p->n)
			rc = push_batch(p, e);
		for (i = 0; i < p->n; i++)
			close_parcel(&parcels[i]);
	}
	p->parcels = NULL;
	if (rc == 0 && p->stop)
		tell_rest(p, at, ERR_FAILED, _("not sent, because of what the "
		    "server answered before; the next run tries again"));
	return rc;
}

int
push_calendars(struct run *r, struct err *e)
{
	const char *fixed;
	struct remote *rm;
	struct push p;
	size_t i;

	for (i = 0; i < r->remotes.n && r->write_back; i++) {
		rm = r->remotes.items[i];
		p = (struct push){ .rm = rm };
		if (!rm->whole || rm->row.kind != REMOTE_CALDAV ||
		    rm->calendar->output)
			continue;
		fixed = remote_fixed(r, rm->calendar);
		if (fixed)
			tell_rest(&p, 0, 0, fixed);
		else if (push(&p, e) == -1)
			return -1;
	}
	return 0;
}
