/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_TRUST_H
#define ICSR_BASE_TRUST_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct stat;

/*
 * Whether what stands in the file system is this user's own.  A file or
 * folder is trusted when it belongs to this user or to root and nobody else
 * may write it.  As with sshd and sudo, a group that may write is nobody
 * else when it is the owner's private group: its name and number are those
 * of the owner's primary group, no other member is listed, and no ACL gives
 * more.
 */

/*
 * ERR_USAGE with the remedy when the open file at path, which is `what`, is
 * not trusted.  Only a regular file is judged: a pipe of the shell is not
 * reached by others.
 */
int trust_file(int fd, const char *path, const char *what, struct err *e);
/*
 * The same of each folder that a path leads through, up to the root and by
 * way of links: whoever may write one of them, or has put a link into one
 * that all may write, can put something else in the place of what is there.
 * A folder that everybody may write to is trusted when it is sticky, as /tmp,
 * or when nobody else may search a folder above it.  strict: in the last
 * folder of the path only the sticky bit counts.
 * What is not there is fine.
 */
int trust_folders(const char *path, const char *what, bool strict,
    struct err *e);

/*
 * ERR_USAGE when the path leads by way of a link that somebody else has put
 * into a folder that is sticky and that everybody may write to, unless it
 * belongs to the owner of the folder: what the kernel does for the last name
 * by fs.protected_symlinks, whether that is set or not.  What is not there
 * is fine.
 */
int trust_links(const char *path, struct err *e);
/*
 * The same for a file that is to be written: what the path leads to in such
 * a folder, a pipe or file, is refused as well when it is somebody else's, as
 * fs.protected_fifos and protected_regular do.  Where it lies, links
 * followed, is appended to real, also when it is not there.
 */
int trust_target(const char *path, struct str *real, struct err *e);

#endif
