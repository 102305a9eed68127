/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/step.h"
#include "base/stop.h"
#include "base/trust.h"
#include "dav/events.h"
#include "sync/emptied.h"
#include "sync/feed.h"
#include "sync/mirror.h"
#include "sync/pull.h"

/* Fetched events share a commit. */
#define BATCH 500

/* A pull under way. */
struct pull {
	struct remote *rm;
	struct arena arena;		/* of the listing */
	struct dav_listing listing;
	struct wanted VEC(const struct dav_member *) wanted;
	struct batch VEC(struct remote_item *) batch; /* to be recorded */
	struct texts touched;		/* names; the same */
};

/* --- which events -------------------------------------------------------- */

/* Whether the file is as recorded; a new stamp of it is to be recorded. */
static bool
has(struct pull *p, struct remote_item *item)
{
	const struct file_stamp before = item->stamp;

	if (!mirror_has(p->rm, item))
		return false;
	if (!file_stamp_eq(&before, &item->stamp))
		*VEC_ADD(&p->touched) = item->name;
	return true;
}

/* What is listed and is not in the folder, or is there in another version. */
static void
want_listed(struct pull *p)
{
	const struct dav_member *m;
	struct remote_item *item;
	size_t i;

	for (i = 0; i < p->listing.members.n; i++) {
		m = &p->listing.members.items[i];
		item = remote_item(p->rm, m->name);
		if (item && !m->gone && strcmp(item->href, m->href) != 0) {
			item->href = arena_str(&p->rm->run->arena_run,
			    m->href);
			*VEC_ADD(&p->touched) = item->name;
		}
		if (!m->gone && (!item || !remote_same_etag(item->etag,
		    m->etag) || !has(p, item)))
			*VEC_ADD(&p->wanted) = m;
	}
}

/* What has not changed on the server, and is not in the folder as it was. */
static void
want_lost(struct pull *p)
{
	struct remote_item *item;
	struct dav_member *m;
	size_t i;

	for (i = 0; !p->listing.whole && i < p->rm->items.n; i++) {
		item = &p->rm->items.items[i];
		if (listing_find(&p->listing, item->name) ||
		    (item->etag && has(p, item)))
			continue;
		m = ARENA_NEW(&p->arena, struct dav_member);
		*m = (struct dav_member){ .name = item->name,
			.href = item->href };
		*VEC_ADD(&p->wanted) = m;
	}
}

/* --- doubt --------------------------------------------------------------- */

/* Whether an item is still there by the listing. */
static bool
stays(const struct pull *p, const struct remote_item *item)
{
	const struct dav_member *m = listing_find(&p->listing, item->name);

	return m ? !m->gone : !p->listing.whole;
}

/* An empty collection, or one with nothing in it that was booked, says nothing
 * about what was there. */
static int
judge(struct pull *p, struct err *e)
{
	size_t i, n = p->rm->items.n, left = 0, there = 0, booked;
	struct digests keys = { 0 };
	bool found = false;
	int rc;

	for (i = 0; i < n; i++)
		left += stays(p, &p->rm->items.items[i]);
	for (i = 0; i < p->listing.members.n; i++)
		there += !p->listing.members.items[i].gone;
	/* Of one event that is another now nothing is said. */
	if (n == 0 || left || (there && (n == 1 || !p->listing.whole)))
		return 0;
	rc = emptied_booked(p->rm->run, p->rm->calendar->name, &keys,
	    &booked, e);
	/* The same events may have other names. */
	if (rc == 0 && booked)
		rc = emptied_search(p->rm, p->wanted.items, p->wanted.n, &keys,
		    &found, e);
	if (rc == 0 && booked && !found)
		rc = emptied_judge(p->rm, n, there, e);
	VEC_FREE(&keys);
	return rc;
}

/* --- fetching ------------------------------------------------------------ */

static int
record_batch(struct pull *p, struct err *e)
{
	int rc = p->batch.n ? remote_record(p->rm, p->batch.items,
	    p->batch.n, "pulled-events", e) : 0;

	p->batch.n = 0;
	return rc;
}

/* Some servers write names so that they don't know them again. */
static void
tell_missing(struct pull *p, const struct dav_member *m)
{
	struct run *r = p->rm->run;
	struct problem problem = { .kind = "not-there",
		.calendar = p->rm->calendar->name,
		.message = arena_printf(&r->arena_run, _("the server lists "
		    "%.200s and has nothing there; it is left out. If it is "
		    "an event, give it another name on the server"),
		    m->href) };

	run_problem(r, &problem);
}

static int
take(void *cookie, const struct dav_event *ev, struct err *e)
{
	struct pull *p = cookie;
	struct remote *rm = p->rm;
	struct remote_item *item = remote_item(rm, ev->member->name);

	/* The next listing says what became of it. */
	if (!ev->there) {
		if (ev->missing && !item->base)
			tell_missing(p, ev->member);
		return 0;
	}
	/* Only its ETag is another, or its stamps: the file stays, and what we
	 * wrote of the same bytes. */
	if ((hash_bytes(ev->bytes) != item->base || !mirror_has(rm, item)) &&
	    !mirror_says(rm, item, ev->bytes, true))
		if (mirror_put(rm, item, ev->bytes, e) == -1)
			return -1;
	item->href = arena_str(&rm->run->arena_run, ev->member->href);
	item->etag = arena_str(&rm->run->arena_run, ev->etag);
	*VEC_ADD(&p->batch) = item;
	return p->batch.n < BATCH ? 0 : record_batch(p, e);
}

/* Long names are digests in the folder; no file may stand for two events. */
static int
check_places(const struct remote *rm, struct err *e)
{
	const struct remote_place *x = rm->places.items;
	size_t i;

	for (i = 1; i < rm->places.n; i++)
		if (strcmp(x[i - 1].path, x[i].path) == 0)
			return err_set(e, ERR_SOURCE, "two events would have "
			    "one file, %s; rename one of them on the server",
			    x[i].path);
	return 0;
}

/* An item is found by its name only while the items are sorted, so none is
 * added before all have been looked for. */
static void
add_new(struct pull *p)
{
	struct remote *rm = p->rm;
	struct texts names = { 0 };
	size_t i;

	for (i = 0; i < p->wanted.n; i++)
		if (!remote_item(rm, p->wanted.items[i]->name))
			*VEC_ADD(&names) = p->wanted.items[i]->name;
	for (i = 0; i < names.n; i++)
		remote_add(rm, names.items[i]);
	VEC_FREE(&names);
	remote_sort(rm);
}

static int
fetch(struct pull *p, struct err *e)
{
	struct remote *rm = p->rm;
	struct err ignored;
	size_t i;
	int rc;

	add_new(p);
	if (check_places(rm, e) == -1)
		return -1;
	for (i = 0; i < p->touched.n; i++)
		*VEC_ADD(&p->batch) = remote_item(rm, p->touched.items[i]);
	rc = events_read(rm->dav, &rm->collection, p->wanted.items,
	    p->wanted.n, take, p, e);
	/* What came is known, whatever became of the rest. */
	if (record_batch(p, rc == 0 ? e : &ignored) == -1)
		rc = -1;
	return rc;
}

/* --- the end ------------------------------------------------------------- */

/*
 * The files of what is gone go before their rows: a run that is stopped
 * between finds the rows, and takes them for gone again.  A row without bytes
 * is of an event that could not be read.
 */
static int
remove_gone(struct pull *p, struct err *e)
{
	struct remote *rm = p->rm;
	struct remote_item *item;
	size_t i, n = 0;

	for (i = 0; i < rm->items.n; i++) {
		item = &rm->items.items[i];
		if (item->base && stays(p, item)) {
			rm->items.items[n++] = *item;
			continue;
		}
		if (step("mirror-remove") == 0)
			unlink(remote_path(rm, item->name));
		if (remotes_delete_item(rm->run->store, item, e) == -1)
			return -1;
	}
	rm->items.n = n;
	remote_sort(rm);
	return 0;
}

static int
finish(struct pull *p, struct err *e)
{
	struct remote *rm = p->rm;

	rm->row.token = arena_str(&rm->run->arena_run, p->listing.token);
	rm->row.pulled = rm->run->now;
	if (p->listing.whole)
		rm->row.listed = rm->run->now;
	if (remote_begin(rm, e) == -1)
		return -1;
	return store_end(rm->run->store, remove_gone(p, e), "pulled", e);
}

/* --- a collection -------------------------------------------------------- */

/* What was refused once, or not allowed then, may be taken now. */
static bool
asks_rights(const struct remote *rm)
{
	return rm->row.read_only && !rm->calendar->output;
}

/* Look where the collection is, from a URL on, and what it can. */
static int
look_from(struct remote *rm, const char *url, bool *webdav, struct err *e)
{
	if (collection_find(rm->dav, url, rm->calendar->name,
	    &rm->run->arena_run, &rm->collection, webdav, e) == -1)
		return -1;
	rm->row.collection = rm->collection.url;
	rm->row.sync = rm->collection.sync;
	rm->tries |= rm->row.read_only && !rm->collection.read_only;
	rm->row.read_only = rm->collection.read_only;
	rm->row.schedules = rm->collection.schedules;
	return 0;
}

/* *webdav false: a feed? */
static int
look(struct remote *rm, bool *webdav, struct err *e)
{
	const char *known = rm->row.collection;

	*webdav = true;
	return known && !remote_due_anew(rm) && !asks_rights(rm) ? 0
	    : look_from(rm, known ? known : rm->url, webdav, e);
}

/* A collection that has moved on its server is gone after, once. */
static int
list(struct pull *p, struct err *e)
{
	struct remote *rm = p->rm;
	const char *token = remote_due_anew(rm) ? NULL : rm->row.token;
	bool any;

	if (listing_get(rm->dav, &rm->collection, token, &p->arena,
	    &p->listing, e) == 0)
		return 0;
	if (!p->listing.moved || look_from(rm, p->listing.moved, &any,
	    e) == -1)
		return -1;
	listing_free(&p->listing);
	return listing_get(rm->dav, &rm->collection, token, &p->arena,
	    &p->listing, e);
}

static int
pull_listed(struct pull *p, struct err *e)
{
	if (list(p, e) == -1)
		return -1;
	want_listed(p);
	if (judge(p, e) == -1)
		return -1;
	want_lost(p);
	if (fetch(p, e) == -1)
		return -1;
	return finish(p, e);
}

static int
pull_collection(struct remote *rm, struct err *e)
{
	struct pull p = { .rm = rm };
	int rc = pull_listed(&p, e);

	if (rc == 0)
		mirror_sweep(rm);
	listing_free(&p.listing);
	VEC_FREE(&p.wanted);
	VEC_FREE(&p.batch);
	VEC_FREE(&p.touched);
	arena_free(&p.arena);
	return rc;
}

/* --- a calendar ---------------------------------------------------------- */

static int
pull(struct remote *rm, struct err *e)
{
	bool webdav = false;
	struct err why = { 0 };

	if (file_mkdirs(rm->calendar->path, e) == -1) {
		e->code = ERR_SOURCE;
		return -1;
	}
	if (remote_open(rm, e) == -1)
		return -1;
	if (rm->row.kind == REMOTE_FEED)
		return feed_pull(rm, e);
	if (look(rm, &webdav, &why) == 0)
		return pull_collection(rm, e);
	if (webdav || rm->known) {
		*e = why;
		return -1;
	}
	remote_is_feed(rm);
	if (feed_pull(rm, e) == 0)
		return 0;
	rm->row.kind = REMOTE_CALDAV;
	return err_wrap(e, "%s; as a feed", why.msg);
}

/* What keeps one calendar from being pulled keeps no other one. */
static bool
is_of_calendar(enum err_code code)
{
	return code == ERR_SOURCE || code == ERR_AUTH ||
	    code == ERR_NETWORK;
}

static void
tell_dry(struct remote *rm)
{
	struct run *r = rm->run;
	struct problem p = { .kind = "not-pulled",
		.calendar = rm->calendar->name };
	char when[CLOCK_TEXT];

	rm->asked = true;
	rm->whole = rm->known;
	if (rm->known)
		p.message = arena_printf(&r->arena_run, _("a dry run asks no "
		    "server: this is by what it had at %s"),
		    clock_rfc3339(rm->row.pulled, when));
	else
		p = (struct problem){ .kind = p.kind, .calendar = p.calendar,
			.message = _("a dry run asks no server, and nothing "
			    "was fetched from it yet"), .exit = ERR_SOURCE };
	run_problem(r, &p);
}

/* It may have moved: the next run looks for it from the beginning. */
static int
forget_place(struct remote *rm, struct err *e)
{
	if (!rm->row.collection)
		return 0;
	rm->row.collection = rm->row.token = NULL;
	return remote_record(rm, NULL, 0, "not-pulled", e);
}

/* Whoever writes there has what he likes booked and sent to the server. */
static int
check_folder(const struct calendar *cal, struct err *e)
{
	struct str inside = { 0 };
	int rc;

	str_addf(&inside, "%s/.", cal->path);
	rc = trust_folders(str_text(&inside),
	    _("a folder above the copy of a calendar"), false, e);
	str_free(&inside);
	return rc;
}

int
pull_calendar(struct run *r, const struct calendar *cal, struct err *e)
{
	struct problem p = { .kind = "not-pulled", .calendar = cal->name };
	struct remote *rm;
	struct err why = { 0 };

	if (remote_of(r, cal, &rm, e) == -1)
		return -1;
	if (!rm || rm->asked)
		return 0;
	if (check_folder(cal, e) == -1)
		return -1;
	if (r->dry_run) {
		tell_dry(rm);
		return 0;
	}
	rm->asked = true;
	rm->whole = pull(rm, &why) == 0;
	if (rm->whole)
		return 0;
	if (!is_of_calendar(why.code)) {
		*e = why;
		return err_wrap(e, "calendar %s", cal->name);
	}
	if (forget_place(rm, e) == -1)
		return -1;
	secret_mask(why.msg);
	p.message = arena_printf(&r->arena_run, "%s: %s", remote_shown(rm),
	    why.msg);
	p.exit = why.code == ERR_AUTH ? ERR_AUTH : ERR_SOURCE;
	run_problem(r, &p);
	return 0;
}

int
pull_calendars(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e)
{
	size_t i;
	int rc = 0;

	stop_catch();
	for (i = 0; rc == 0 && i < n; i++)
		rc = pull_calendar(r, cals[i], e);
	stop_release();
	return rc;
}
