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
 * The same of a folder.  One that everybody may write to is trusted when it
 * is sticky, as /tmp: there nobody takes away or replaces files of others.
 * A folder that is not there is fine.
 */
int trust_folder(const char *path, const char *what, struct err *e);

/*
 * Where a file that is to be written lies: path with its last links
 * followed, appended to real.  In a folder that is sticky and that everybody
 * may write to, a link, pipe or file of somebody else is refused (ERR_USAGE),
 * unless it belongs to the owner of the folder: what the kernel does by
 * fs.protected_symlinks, protected_fifos and protected_regular, whether
 * these are set or not.  A file that isn't there is fine, and real says
 * where it would be.
 */
int trust_target(const char *path, struct str *real, struct err *e);

#endif
