/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "base/replace.h"
#include "base/step.h"
#include "base/view.h"
#include "ics/likeness.h"
#include "sync/mirror.h"
#include "sync/source.h"

uint64_t
mirror_digest(const char *path, struct file_stamp *stamp)
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
	digest = mirror_digest(path, &stamp);
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

	if (mirror_digest(path, &stamp) != digest) {
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
