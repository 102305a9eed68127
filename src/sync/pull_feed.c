/* SPDX-License-Identifier: MIT */
#include "base/view.h"
#include "dav/feed.h"
#include "ics/meaning.h"
#include "sync/mirror.h"
#include "sync/pull_feed.h"

/* Servers have answered 304 for ever: once a day it is fetched in any case. */
#define ANEW_SECONDS 86400

static struct remote_item *
the_item(struct remote *rm)
{
	if (rm->items.n == 0) {
		remote_add(rm, arena_printf(&rm->run->arena_run, "%s.ics",
		    rm->calendar->name));
		remote_sort(rm);
	}
	return &rm->items.items[0];
}

static const char *
text_or_null(struct remote *rm, const char *text)
{
	return *text ? arena_str(&rm->run->arena_run, text) : NULL;
}

/* Whether the file says the same, UIDs and stamps aside. */
static bool
says_the_same(const char *path, struct slice bytes)
{
	struct view view;
	struct err ignored;
	bool same;

	if (view_open(&view, path, &ignored) == -1)
		return false;
	same = meaning_digest(view.bytes, false) ==
	    meaning_digest(bytes, false);
	same = view_intact(&view) && same;
	view_close(&view);
	return same;
}

static int
take(struct remote *rm, struct remote_item *item, struct dav_feed *f,
    struct err *e)
{
	const char *path = remote_path(rm, item->name);

	rm->row.etag = text_or_null(rm, f->etag);
	rm->row.modified = text_or_null(rm, f->modified);
	if (item->base && mirror_has(rm, item) &&
	    says_the_same(path, str_slice(&f->bytes)))
		return 0;
	return mirror_put(rm, item, str_slice(&f->bytes), e);
}

int
pull_feed(struct remote *rm, struct err *e)
{
	struct remote_item *item = the_item(rm);
	int64_t now = rm->run->now;
	bool anew = !item->base || !mirror_has(rm, item) ||
	    rm->row.listed > now || now - rm->row.listed >= ANEW_SECONDS;
	struct dav_feed f;
	int rc;

	if (feed_get(rm->dav, rm->url, anew ? NULL : rm->row.etag, anew
	    ? NULL : rm->row.modified, &f, e) == -1) {
		str_free(&f.bytes);
		return -1;
	}
	rc = f.changed ? take(rm, item, &f, e) : 0;
	str_free(&f.bytes);
	if (anew)
		rm->row.listed = now;
	rm->row.pulled = now;
	if (rc == 0)
		mirror_sweep(rm);
	return rc == 0 ? remote_record(rm, &item, 1, "pulled", e) : -1;
}
