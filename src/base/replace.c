/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/replace.h"
#include "base/step.h"
#include "base/str.h"
#include "base/temp.h"

/*
 * A new file that would end up with another group must not give that group
 * what the one of `like` has.
 */
static int
take_after(struct replace *r, const struct view *like, struct err *e)
{
	mode_t mode = like->mode;
	struct stat st;

	if (fstat(r->fd, &st) == -1)
		return err_errno(e, ERR_FAILED, "%s: stat", r->temp);
	if ((st.st_uid != like->uid || st.st_gid != like->gid) &&
	    fchown(r->fd, like->uid, like->gid) == -1 &&
	    st.st_gid != like->gid &&
	    fchown(r->fd, (uid_t)-1, like->gid) == -1)
		mode &= ~(mode_t)070;
	if (fchmod(r->fd, mode) == -1)
		return err_errno(e, ERR_FAILED, "%s: chmod", r->temp);
	return 0;
}

static int
dress(struct replace *r, const struct view *like, struct err *e)
{
	struct stat st;

	if (stat(r->path, &st) == 0)
		return attributes_keep(r->fd, r->path, &st, e);
	return like ? take_after(r, like, e) : 0;
}

int
replace_open(struct replace *r, const char *path, const char *temp,
    const struct view *like, struct err *e)
{
	*r = (struct replace){ .path = path, .temp = temp, .fd = -1 };
	if (step("temp-create") == 0)
		r->fd = temp_create(temp);
	if (r->fd == -1)
		return err_errno(e, ERR_FAILED, "%s: create", temp);
	r->made = true;
	if (dress(r, like, e) == 0)
		return 0;
	replace_abort(r);
	return -1;
}

int
replace_write(struct replace *r, struct slice bytes, struct err *e)
{
	if (step("temp-write") == -1 || file_write(r->fd, bytes) == -1)
		return err_errno(e, ERR_FAILED, "%s: write", r->temp);
	return 0;
}

static int
sync_folder(const char *path, struct err *e)
{
	struct str folder = { 0 };
	int rc = 0;

	if (step("folder-sync") == -1 || file_sync_folder(path, &folder) == -1)
		rc = err_errno(e, ERR_FAILED, "%s: fsync of its folder", path);
	str_free(&folder);
	return rc;
}

static bool
still(const char *path, const struct file_stamp *expect)
{
	struct file_stamp now;

	if (!file_stat(path, &now))
		return !expect && errno == ENOENT;
	return !expect || file_stamp_eq(&now, expect);
}

int
replace_commit(struct replace *r, const struct file_stamp *expect,
    bool *changed, struct err *e)
{
	struct stat st;

	*changed = false;
	if (step("temp-sync") == -1 || fsync(r->fd) == -1)
		return err_errno(e, ERR_FAILED, "%s: fsync", r->temp);
	if (!still(r->path, expect)) {
		*changed = true;
		return err_set(e, ERR_FAILED, "%s: changed while the run was "
		    "working; left alone until the next run", r->path);
	}
	if (step("rename") == -1 || rename(r->temp, r->path) == -1)
		return err_errno(e, ERR_FAILED, "%s: rename", r->path);
	r->made = false;
	if (fstat(r->fd, &st) == 0)
		r->stamp = file_stamp_of(&st);
	step("renamed");
	return sync_folder(r->path, e);
}

void
replace_abort(struct replace *r)
{
	if (r->fd > 0)
		close(r->fd);
	if (r->made)
		unlink(r->temp);
	*r = (struct replace){ .fd = -1 };
}
