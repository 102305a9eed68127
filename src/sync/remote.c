/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/view.h"
#include "conf/credentials.h"
#include "conf/path.h"
#include "http/url.h"
#include "ics/likeness.h"
#include "sync/remote.h"

/* With a large calendar a server may be silent for this many API timeouts. */
#define IDLE_TIMES 4
/* So often all is asked for, whatever the server says of changes: some lose
 * them, some have answered 304 for ever. */
#define ANEW_SECONDS 86400
/* A longer name of a feed may be a token, whatever is in it. */
#define NAME_MAX_PLAIN 24

/* --- opening ------------------------------------------------------------- */

static struct remote *
find(const struct run *r, const char *calendar)
{
	size_t i;

	for (i = 0; i < r->remotes.n; i++)
		if (strcmp(r->remotes.items[i]->calendar->name,
		    calendar) == 0)
			return r->remotes.items[i];
	return NULL;
}

/* Whether an http:// URL leads to this machine. */
static bool
is_here(const char *url)
{
	struct err ignored;
	bool plain;

	return url_check(url, &plain, &ignored) == 0 && plain;
}

/* webcal:// is a feed over TLS; on this machine there is none. */
static const char *
plain_url(struct run *r, const char *url)
{
	const char *rest = strstr(url, "://"), *plain;

	if (!slice_istarts(slice_str(url), SLICE("webcal")))
		return url;
	plain = arena_printf(&r->arena_run, "http%s", rest);
	return is_here(plain) ? plain : arena_printf(&r->arena_run,
	    "https%s", rest);
}

/* What can be nothing but a feed. */
static bool
is_feed(const struct calendar *cal, const char *url)
{
	struct slice path = url_path(url);

	return cal->imported ||
	    slice_istarts(slice_str(cal->url), SLICE("webcal")) ||
	    slice_iends(path, SLICE(".ics")) ||
	    memchr(path.p, '?', path.n) || (url_is_plain(url) &&
	    !is_here(url));
}

/* What was known by another URL or login says nothing of this one. */
static void
begin_anew(struct remote *rm)
{
	rm->row = (struct remote_row){ .calendar = rm->calendar->name,
		.kind = is_feed(rm->calendar, rm->url) ? REMOTE_FEED
		: REMOTE_CALDAV, .url_key = rm->calendar->url_key };
	rm->stale = rm->known;
	rm->items.n = 0;
	rm->known = false;
}

/* "/holidays.ics" tells nobody anything; "/x8Fh2kQ9.ics" may. */
static bool
is_plain_name(struct slice path)
{
	size_t i, n = path.n - 4;
	bool digit = false;
	char c;

	if (!slice_iends(path, SLICE(".ics")) || n > NAME_MAX_PLAIN)
		return false;
	for (i = 1; i < n; i++) {
		c = path.p[i];
		if ((c | 32) >= 'a' && (c | 32) <= 'z') {
			if (digit)
				return false;
		} else if (c != '-' && c != '_' && (c < '0' || c > '9')) {
			return false;
		}
		digit = c >= '0' && c <= '9';
	}
	return true;
}

/* The folder that a glob begins with; else the path itself. */
static void
spare(struct run *r, const char *path)
{
	size_t n = strcspn(path, "*?[");

	while (n && path[n] && path[n] != '/')
		n--;
	secret_spare(arena_dup(&r->arena_run, path, n));
}

static void
spare_calendar(struct run *r, const struct calendar *cal)
{
	spare(r, cal->path);
	if (cal->output)
		spare(r, cal->output);
}

void
remote_is_feed(struct remote *rm)
{
	const struct conf *c = rm->run->conf;
	struct slice path = url_path(rm->url);
	size_t i;

	rm->row.kind = REMOTE_FEED;
	if (is_plain_name(path))
		return;
	secret_set_path(&rm->secret_url, path);
	for (i = 0; i < c->calendars.n; i++)
		spare_calendar(rm->run, &c->calendars.items[i]);
	for (i = 0; i < c->extra.n; i++)
		spare_calendar(rm->run, c->extra.items[i]);
}

int
remote_of(struct run *r, const struct calendar *cal, struct remote **out,
    struct err *e)
{
	struct remote *rm = find(r, cal->name);

	*out = rm;
	if (rm || !cal->url)
		return 0;
	rm = ARENA_NEW(&r->arena_run, struct remote);
	*VEC_ADD(&r->remotes) = rm;
	rm->run = r;
	rm->calendar = cal;
	rm->url = plain_url(r, cal->url);
	*out = rm;
	if (remotes_get(r->store, cal->name, &r->arena_run, &rm->row,
	    &rm->known, e) == -1 || remotes_items(r->store, cal->name,
	    &r->arena_run, &rm->items, e) == -1)
		return -1;
	if (!rm->known || rm->row.url_key != cal->url_key)
		begin_anew(rm);
	remote_sort(rm);
	if (rm->row.kind == REMOTE_FEED)
		remote_is_feed(rm);
	rm->collection = (struct dav_collection){
		.url = rm->row.collection, .read_only = rm->row.read_only,
		.sync = rm->row.sync, .schedules = rm->row.schedules };
	return 0;
}

int
remote_open(struct remote *rm, struct err *e)
{
	const struct conf *c = rm->run->conf;
	const struct calendar *cal = rm->calendar;

	if (rm->dav)
		return 0;
	if (credentials_login(cal, &rm->password, &rm->bearer, e) == -1)
		return -1;
	rm->account = (struct dav_account){
		.user = cal->username,
		.password = cal->username ? &rm->password : NULL,
		.bearer = cal->bearer_command ? &rm->bearer : NULL,
		.ca_file = c->ca_file,
		.idle = IDLE_TIMES * c->timeout,
		.clock = rm->run->clock,
	};
	return dav_open(&rm->dav, &rm->account, e);
}

void
remote_free(struct run *r)
{
	struct remote *rm;
	size_t i;

	for (i = 0; i < r->remotes.n; i++) {
		rm = r->remotes.items[i];
		dav_close(rm->dav);
		secret_free(&rm->password);
		secret_free(&rm->bearer);
		secret_free(&rm->secret_url);
		VEC_FREE(&rm->items);
		VEC_FREE(&rm->places);
	}
	VEC_FREE(&r->remotes);
}

const char *
remote_shown(struct remote *rm)
{
	struct str text = { 0 };
	const char *shown;

	url_origin(&text, rm->url);
	str_adds(&text, "/\xe2\x80\xa6");
	shown = arena_str(&rm->run->arena_run, text.p);
	str_free(&text);
	return shown;
}

bool
remote_doubtful(const struct run *r, const struct calendar *cal)
{
	const struct remote *rm = cal->url ? find(r, cal->name) : NULL;

	return rm && rm->asked && !rm->whole;
}

const char *
remote_fixed(struct run *r, const struct calendar *cal)
{
	struct remote *rm = cal->url ? find(r, cal->name) : NULL;

	if (!rm || cal->output)
		return NULL;
	if (rm->row.kind == REMOTE_FEED)
		return arena_printf(&r->arena, _("%s is a feed, which can only "
		    "be read (set `output` in the calendar)"),
		    remote_shown(rm));
	return rm->row.read_only ? arena_printf(&r->arena, _("%s lets this "
	    "calendar only be read (get the right to write, or set `output` "
	    "in the calendar)"), remote_shown(rm)) : NULL;
}

bool
remote_due_anew(const struct remote *rm)
{
	int64_t now = rm->run->now;

	return rm->row.listed > now || now - rm->row.listed >= ANEW_SECONDS;
}

/* --- items --------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct remote_item *)a)->name,
	    ((const struct remote_item *)b)->name);
}

struct remote_item *
remote_item(const struct remote *rm, const char *name)
{
	const struct remote_item key = { .name = name };

	return VEC_FIND(&rm->items, &key, by_name);
}

struct remote_item *
remote_add(struct remote *rm, const char *name)
{
	struct remote_item *item = VEC_ADD(&rm->items);

	*item = (struct remote_item){ .calendar = rm->calendar->name,
		.name = arena_str(&rm->run->arena_run, name), .href = "" };
	return item;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct remote_place *)a)->path,
	    ((const struct remote_place *)b)->path);
}

struct remote_item *
remote_item_at(const struct remote *rm, const char *path)
{
	const struct remote_place key = { .path = path };
	const struct remote_place *p = VEC_FIND(&rm->places, &key, by_path);

	return p ? &rm->items.items[p->item] : NULL;
}

void
remote_sort(struct remote *rm)
{
	size_t i;

	VEC_SORT(&rm->items, by_name);
	rm->places.n = 0;
	for (i = 0; i < rm->items.n; i++)
		*VEC_ADD(&rm->places) = (struct remote_place){
			remote_path(rm, rm->items.items[i].name), i };
	VEC_SORT(&rm->places, by_path);
}

const char *
remote_path(struct remote *rm, const char *name)
{
	struct arena *a = &rm->run->arena_run;
	const char *file = path_segment(slice_str(name), ".@+~ ", a);

	/* No hidden file, and no two names for one. */
	if (file[0] == '.')
		file = arena_printf(a, "=2E%s", file + 1);
	if (!slice_iends(slice_str(file), SLICE(".ics")))
		file = arena_printf(a, "%s=.ics", file);
	return arena_printf(a, "%s/%s", rm->calendar->path, file);
}

/* The meaning of a file with these bytes; 0: it has others. */
static uint64_t
meaning_of(const char *path, uint64_t digest)
{
	struct view view;
	struct err ignored;
	uint64_t meaning = 0;

	if (view_open(&view, path, &ignored) == -1)
		return 0;
	if (hash_bytes(view.bytes) == digest)
		meaning = meaning_digest(view.bytes, true);
	if (!view_intact(&view))
		meaning = 0;
	view_close(&view);
	return meaning;
}

const char *
remote_strong_etag(const char *etag)
{
	return strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
}

bool
remote_same_etag(const char *a, const char *b)
{
	return a && b && strcmp(remote_strong_etag(a),
	    remote_strong_etag(b)) == 0;
}

int
remote_note(struct run *r, const struct calendar *cal, const char *path,
    uint64_t digest, struct err *e)
{
	struct remote *rm = cal->url && !cal->output ? find(r, cal->name)
	    : NULL;
	struct remote_item *item = rm ? remote_item_at(rm, path) : NULL;

	if (!item)
		return 0;
	if (!item->meant)
		item->meant = meaning_of(path, item->base);
	item->wrote = digest;
	return remotes_put_item(r->store, item, e);
}

int
remote_begin(struct remote *rm, struct err *e)
{
	struct store *s = rm->run->store;

	if (store_begin(s, e) == -1)
		return -1;
	if ((!rm->stale || remotes_delete_items(s, rm->calendar->name,
	    e) == 0) && remotes_put(s, &rm->row, e) == 0) {
		rm->stale = false;
		return 0;
	}
	store_rollback(s);
	return -1;
}

int
remote_record(struct remote *rm, struct remote_item *const *items, size_t n,
    const char *commit, struct err *e)
{
	size_t i;
	int rc = remote_begin(rm, e);

	for (i = 0; rc == 0 && i < n; i++)
		rc = remotes_put_item(rm->run->store, items[i], e);
	return store_end(rm->run->store, rc, commit, e);
}
