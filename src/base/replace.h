/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_REPLACE_H
#define ICSR_BASE_REPLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/file.h"
#include "base/slice.h"
#include "base/view.h"

/* Replacing a file as a whole. */

/*
 * Replace a file durably and as a whole: replace_open makes temp in the
 * folder of path (temp_name has names for it); the caller writes;
 * replace_commit syncs it, renames it over path and syncs the folder.
 * Until the rename path is untouched; on failure and by replace_abort temp
 * is removed.  Errors are ERR_FAILED.
 */
struct replace {
	const char *path, *temp;	/* the caller's */
	int fd;
	bool made;
	mode_t mode;		/* to be set when the bytes are written */
	bool replaces;		/* a file that is there, and its mode */
	struct file_stamp stamp;	/* after replace_commit: of what was
					 * written, whatever stands there now */
};

/*
 * A file that is there keeps all that it has beside its bytes (owner, group,
 * mode, ACL and the extended attributes), or this fails and says what can't be
 * kept, here or in replace_commit.  A new one has the mode of `like`, and where
 * that is allowed its owner and group; without the group, the group may do
 * nothing.  NULL: mode 0600.
 */
int replace_open(struct replace *r, const char *path,
    const char *temp, const struct view *like, struct err *e);
int replace_write(struct replace *r, struct slice bytes,
    struct err *e);
/*
 * expect: the stamp that the file at path must still have just before the
 * rename; NULL when there is none to keep.  When it differs the file is
 * left alone and *changed set; that is a failure.  replace_abort follows in
 * any case and closes what is open.
 */
int replace_commit(struct replace *r,
    const struct file_stamp *expect, bool *changed, struct err *e);
void replace_abort(struct replace *r);

/* Whether owner, group and set-gid bit of the file at path, links followed, can
 * be kept: this user is root, or is the owner and in its group.  What is not
 * there can be. */
bool replace_keeps_owner(const char *path);

/* ERR_FAILED with the remedy when the file at path, or the folder that it is
 * in, is immutable or append-only, as chattr makes it.  A link at path is not
 * followed: it is what would be replaced. */
int replace_check_flags(const char *path, struct err *e);

#endif
