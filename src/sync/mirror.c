/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/step.h"
#include "base/temp.h"
#include "base/view.h"
#include "conf/calendar.h"
#include "ics/likeness.h"
#include "sync/mirror.h"
#include "sync/source.h"

/* Digest of the file's bytes; 0: it can't be read. */
static uint64_t
digest_of(const char *path, struct file_stamp *stamp)
{
	struct view view;
	struct err ignored;
	uint64_t digest;

	if (view_open(&view, path, &ignored) == -1)
		return 0;
	digest = hash_bytes(view.bytes);
	*stamp = view.stamp;
	if (!view_intact(&view))
		digest = 0;
	view_close(&view);
	return digest;
}

bool
mirror_has(struct remote *rm, struct remote_item *item)
{
	const char *path = remote_path(rm, item->name);
	struct file_stamp stamp;
	uint64_t digest;

	if (!file_stat(path, &stamp))
		return false;
	if (file_stamp_eq(&stamp, &item->stamp))
		return true;
	digest = digest_of(path, &stamp);
	if (!digest || (digest != item->base && digest != item->wrote))
		return false;
	item->stamp = stamp;
	return true;
}

bool
mirror_says(struct remote *rm, const struct remote_item *item,
    struct slice bytes, bool uids)
{
	struct view view;
	struct err ignored;
	bool same;

	if (!item->base || view_open(&view, remote_path(rm, item->name),
	    &ignored) == -1)
		return false;
	same = hash_bytes(view.bytes) == item->base &&
	    meaning_digest(view.bytes, uids) == meaning_digest(bytes, uids);
	same = view_intact(&view) && same;
	view_close(&view);
	return same;
}

/*
 * Nothing is synced: after a power cut the file has another stamp or other
 * bytes than recorded, and is fetched again.
 */
static int
write_file(const char *path, const char *temp, struct slice bytes)
{
	int fd = step("mirror-write") == 0 ? temp_create(temp) : -1;

	if (fd == -1)
		return -1;
	if (file_write(fd, bytes) == -1 || step("mirror-rename") == -1 ||
	    rename(temp, path) == -1) {
		unlink(temp);
		close(fd);
		return -1;
	}
	step("mirror-renamed");
	close(fd);
	return 0;
}

static int
replace(struct remote *rm, const char *path, struct slice bytes,
    struct err *e)
{
	struct str begin = { 0 }, temp = { 0 };
	int rc;

	str_addf(&begin, "%s/" FILE_TEMP_BEGIN, rm->calendar->path);
	temp_name(&temp, begin.p, FILE_TEMP_END);
	rc = write_file(path, temp.p, bytes);
	if (rc == -1)
		err_errno(e, ERR_SOURCE, "%s: write", path);
	str_free(&begin);
	str_free(&temp);
	return rc;
}

int
mirror_put(struct remote *rm, struct remote_item *item,
    struct slice bytes, struct err *e)
{
	const char *path = remote_path(rm, item->name);
	uint64_t digest = hash_bytes(bytes);
	struct file_stamp stamp;

	if (digest_of(path, &stamp) != digest) {
		if (replace(rm, path, bytes, e) == -1)
			return -1;
		if (!file_stat(path, &stamp))
			return err_errno(e, ERR_SOURCE, "%s", path);
	}
	item->base = digest;
	item->wrote = item->meant = 0;
	item->stamp = stamp;
	return 0;
}

void
mirror_sweep(struct remote *rm)
{
	struct texts paths = { 0 };
	struct str begin = { 0 };
	struct arena a = { 0 };
	struct err ignored;
	const char *path;
	size_t i;

	str_addf(&begin, "%s/" FILE_TEMP_BEGIN, rm->calendar->path);
	temp_sweep(begin.p, FILE_TEMP_END);
	source_list(rm->calendar->path, &a, &paths, &ignored);
	for (i = 0; i < paths.n; i++) {
		path = paths.items[i];
		if (!remote_item_at(rm, path) && step("mirror-remove") == 0)
			unlink(path);
	}
	VEC_FREE(&paths);
	str_free(&begin);
	arena_free(&a);
}

/* --- copies that are not configured any more ------------------------------ */

/* A calendar as it was when it was pulled last; false: it still is. */
static bool
is_departed(struct run *r, const struct remote_row *row,
    struct calendar *was, bool *moved)
{
	const struct calendar *now = conf_named(r->conf, row->calendar);

	*moved = now && now->url;
	*was = (struct calendar){ .name = row->calendar,
		.url_key = row->url_key };
	was->path = calendar_folder(was, r->conf->state, &r->arena_run);
	return was->path && (!*moved || now->url_key != row->url_key);
}

static size_t
count_unsent(struct remote *rm)
{
	const struct remote_item *item;
	struct file_stamp stamp;
	size_t i, n = 0;

	for (i = 0; i < rm->items.n; i++) {
		item = &rm->items.items[i];
		n += item->wrote && item->wrote != item->base &&
		    digest_of(remote_path(rm, item->name), &stamp) ==
		    item->wrote;
	}
	return n;
}

/* What has become of a copy that is to go. */
enum copy { COPY_GONE, COPY_OTHERS, COPY_STUCK };

/* Remove the files that are ours, and the folder. */
static enum copy
remove_copy(struct remote *rm)
{
	const struct remote_item *item;
	const char *path, *parent;
	struct file_stamp stamp;
	uint64_t digest;
	size_t i;
	bool gone, stuck = false;

	for (i = 0; i < rm->items.n; i++) {
		item = &rm->items.items[i];
		path = remote_path(rm, item->name);
		digest = digest_of(path, &stamp);
		if (digest && (digest == item->base ||
		    digest == item->wrote))
			stuck |= step("mirror-remove") == -1 ||
			    unlink(path) == -1;
	}
	if (stuck)
		return COPY_STUCK;
	gone = rmdir(rm->calendar->path) == 0 || errno == ENOENT;
	parent = arena_dup(&rm->run->arena_run, rm->calendar->path,
	    (size_t)(strrchr(rm->calendar->path, '/') - rm->calendar->path));
	/* Other states have theirs beside it. */
	rmdir(parent);
	return gone ? COPY_GONE : COPY_OTHERS;
}

static int
forget(struct run *r, const char *calendar, struct err *e)
{
	int rc = store_begin(r->store, e);

	if (rc == 0)
		rc = remotes_delete_items(r->store, calendar, e);
	if (rc == 0)
		rc = remotes_delete(r->store, calendar, e);
	return store_end(r->store, rc, "departed", e);
}

static void
tell(struct remote *rm, const char *kind, const char *why)
{
	struct problem p = { .kind = kind, .calendar = rm->calendar->name,
		.file = rm->calendar->path, .message = why };

	run_problem(rm->run, &p);
}

static int
depart(struct remote *rm, bool moved, struct err *e)
{
	bool there = access(rm->calendar->path, F_OK) == 0;
	size_t unsent = moved ? 0 : count_unsent(rm);
	enum copy copy;

	/* With another URL they are planned anew, for what is there. */
	if (unsent) {
		tell(rm, "copy-kept", arena_printf(&rm->run->arena_run,
		    P_("it is no longer configured, and %zu change was never "
		    "sent to its server: configure it again and sync, or "
		    "remove this folder", "it is no longer configured, and "
		    "%zu changes were never sent to its server: configure it "
		    "again and sync, or remove this folder", unsent), unsent));
		return 0;
	}
	copy = remove_copy(rm);
	if (copy == COPY_STUCK) {
		tell(rm, "copy-kept", _("it is no longer configured, and its "
		    "files can't be removed; let this user write into this "
		    "folder"));
		return 0;
	}
	if (copy == COPY_OTHERS)
		tell(rm, "copy-kept", _("it is no longer configured; this "
		    "folder has files that did not come from its server: look "
		    "at them, and remove it"));
	else if (there && rm->row.kind != REMOTE_FEED)
		tell(rm, "copy-removed", _("it is no longer configured, or "
		    "has another url: its copy was removed; on the server "
		    "nothing changes"));
	return forget(rm->run, rm->calendar->name, e);
}

int
mirror_remove_departed(struct run *r, struct err *e)
{
	struct remote_rows rows = { 0 };
	struct calendar was;
	struct remote rm;
	bool moved;
	size_t i;
	int rc = remotes_all(r->store, &r->arena_run, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++) {
		if (!is_departed(r, &rows.items[i], &was, &moved))
			continue;
		rm = (struct remote){ .calendar = &was, .run = r,
			.row = rows.items[i] };
		rc = remotes_items(r->store, was.name, &r->arena_run,
		    &rm.items, e);
		if (rc == 0)
			rc = depart(&rm, moved, e);
		VEC_FREE(&rm.items);
	}
	VEC_FREE(&rows);
	return rc;
}
