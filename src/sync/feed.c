/* SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "base/view.h"
#include "charset/codec.h"
#include "charset/detect.h"
#include "dav/events.h"
#include "ics/line.h"
#include "sync/emptied.h"
#include "sync/feed.h"
#include "sync/mirror.h"

static struct remote_item *
item_of(struct remote *rm)
{
	if (rm->items.n == 0) {
		remote_add(rm, arena_printf(&rm->run->arena_run, "%s.ics",
		    rm->calendar->name));
		remote_sort(rm);
	}
	return &rm->items.items[0];
}

/* --- what is left -------------------------------------------------------- */

/* What was there, and what is.  Some feeds give other UIDs each time. */
struct turnover {
	struct digests before, now;	/* keys (sync/emptied) */
	size_t n, there;	/* their number */
	bool broken;		/* what is there */
};

static void
add_known(struct remote *rm, const struct remote_item *item,
    struct turnover *c)
{
	struct err ignored;
	struct view view;
	bool any;

	if (!item->base || view_open(&view, remote_path(rm, item->name),
	    &ignored) == -1)
		return;
	c->n = emptied_keys(view.bytes, &c->before, &any);
	view_close(&view);
}

static bool
is_left(struct turnover *c)
{
	VEC_SORT(&c->before, hash_cmp);
	return emptied_has(&c->before, &c->now) || (c->there && c->n < 2);
}

/*
 * A feed with nothing in it that was there says nothing about what was; one
 * event may have become another.  What is broken is the scan's word, and an
 * import ends nothing for what is absent.
 */
static int
judge(struct remote *rm, const struct remote_item *item, struct slice bytes,
    struct err *e)
{
	struct turnover c = { 0 };
	size_t booked;
	int rc = emptied_booked(rm->run, rm->calendar->name, &c.before,
	    &booked, e);

	add_known(rm, item, &c);
	c.n = c.n ? c.n : booked;
	c.there = emptied_keys(bytes, &c.now, &c.broken);
	if (rc == 0 && booked && !c.broken && !rm->calendar->imported &&
	    !is_left(&c))
		rc = emptied_judge(rm, c.n, c.there, e);
	VEC_FREE(&c.before);
	VEC_FREE(&c.now);
	return rc;
}

/* --- fetching ------------------------------------------------------------ */

/* False: there are bytes that the encoding does not have. */
static bool
decode(const char *charset, struct slice bytes, struct str *out)
{
	struct codec codec = { 0 };
	struct err ignored;
	bool fine = codec_open(&codec, charset, &ignored) == 0;

	str_clear(out);
	fine = fine && codec_decode(&codec, bytes, out) == 0;
	codec_close(&codec);
	return fine;
}

/*
 * A file has no Content-Type: it is in UTF-8.  Folds may stand within a
 * character.  What is in UTF-8 in truth, or in nothing that the server names,
 * stays as it came, and so does what the user names the encoding of.
 */
static void
to_utf8(const struct remote *rm, struct dav_feed *f)
{
	struct slice bytes = str_slice(&f->bytes), raw;
	struct str text = { 0 }, plain = { 0 };
	bool fine;

	if (rm->calendar->encoding || !*f->charset || detect_mark(bytes) ||
	    detect_all_utf8(bytes))
		return;
	fine = decode(f->charset, bytes, &text);
	while (!fine && line_next(&bytes, &raw)) {
		line_unfold(&plain, raw);
		str_adds(&plain, line_eol(raw));
	}
	if (fine || decode(f->charset, str_slice(&plain), &text)) {
		str_clear(&f->bytes);
		str_add(&f->bytes, str_slice(&text));
	}
	str_free(&text);
	str_free(&plain);
}

static int
take(struct remote *rm, struct remote_item *item, struct dav_feed *f,
    struct err *e)
{
	struct arena *a = &rm->run->arena_run;
	struct slice bytes;

	to_utf8(rm, f);
	bytes = str_slice(&f->bytes);
	if (judge(rm, item, bytes, e) == -1)
		return -1;
	rm->row.etag = *f->etag ? arena_str(a, f->etag) : NULL;
	rm->row.modified = *f->modified ? arena_str(a, f->modified) : NULL;
	if (mirror_says(rm, item, bytes, false))
		return 0;
	return mirror_put(rm, item, bytes, e);
}

int
feed_pull(struct remote *rm, struct err *e)
{
	struct remote_item *item = item_of(rm);
	bool anew = !item->base || !mirror_has(rm, item) || remote_due_anew(rm);
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
		rm->row.listed = rm->run->now;
	rm->row.pulled = rm->run->now;
	if (rc == -1)
		return -1;
	mirror_sweep(rm);
	return remote_record(rm, &item, 1, "pulled", e);
}
