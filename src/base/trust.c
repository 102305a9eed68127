/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#include "base/file.h"
#include "base/intl.h"
#include "base/trust.h"

/* As the kernel has it for a path. */
#define LINKS_MAX 40

static bool
has_acl(const char *path)
{
#ifdef __linux__
	return getxattr(path, "system.posix_acl_access", NULL, 0) > 0;
#else
	(void)path;
	return false;
#endif
}

/* Debian, Fedora and others give each user a group of the same name. */
static bool
is_private_group(const struct stat *st)
{
	struct passwd *user = getpwuid(st->st_uid);
	char name[256];
	struct group *group;
	char **member;

	if (!user || user->pw_gid != st->st_gid ||
	    strlen(user->pw_name) >= sizeof(name))
		return false;
	memcpy(name, user->pw_name, strlen(user->pw_name) + 1);
	group = getgrgid(st->st_gid);
	if (!group || strcmp(group->gr_name, name) != 0)
		return false;
	for (member = group->gr_mem; *member; member++)
		if (strcmp(*member, name) != 0)
			return false;
	return true;
}

static int
judge(const struct stat *st, const char *path, const char *what,
    struct err *e)
{
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return err_set(e, ERR_USAGE, "%s (%s) belongs to user %u, who "
		    "is neither this user nor root: run as that user, or "
		    "take it over by 'chown %u %s'", path, what,
		    (unsigned)st->st_uid, (unsigned)geteuid(), path);
	if (st->st_mode & S_IWOTH)
		return err_set(e, ERR_USAGE, "%s (%s) can be written by "
		    "everybody (mode %04o): see that it says what you want, "
		    "and run 'chmod go-w %s'", path, what,
		    (unsigned)st->st_mode & 07777, path);
	if ((st->st_mode & S_IWGRP) &&
	    (has_acl(path) || !is_private_group(st)))
		return err_set(e, ERR_USAGE, "%s (%s) can be written by "
		    "others than its owner (mode %04o, group %u%s): see that "
		    "it says what you want, and run 'chmod go-w %s'", path,
		    what, (unsigned)st->st_mode & 07777, (unsigned)st->st_gid,
		    has_acl(path) ? _(", an ACL") : "", path);
	return 0;
}

int
trust_file(int fd, const char *path, const char *what, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, ERR_USAGE, "%s", path);
	return S_ISREG(st.st_mode) ? judge(&st, path, what, e) : 0;
}

static bool
is_shared(const struct stat *folder)
{
	return (folder->st_mode & S_ISVTX) && (folder->st_mode & S_IWOTH);
}

int
trust_folder(const char *path, const char *what, struct err *e)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return errno == ENOENT ? 0 : file_fail(e, path,
		    _("it can't be looked at"));
	if (is_shared(&st))
		st.st_mode &= ~(mode_t)(S_IWOTH | S_IWGRP);
	return judge(&st, path, what, e);
}

/* --- what is written over ------------------------------------------------ */

static int
check_in(const char *path, const struct stat *st, const char *folder,
    struct err *e)
{
	struct stat dir;

	if (stat(folder, &dir) == -1 || !is_shared(&dir) ||
	    st->st_uid == geteuid() || st->st_uid == dir.st_uid)
		return 0;
	return err_set(e, ERR_USAGE, S_ISLNK(st->st_mode)
	    ? N_("%s: user %u has put this link into a folder that "
	    "everybody may write to; it is left alone: choose another name")
	    : N_("%s: user %u has put this file into a folder that "
	    "everybody may write to; it is left alone: choose another name"),
	    path, (unsigned)st->st_uid);
}

/* Put where the link at path leads into path. */
static int
follow(struct str *path, struct slice folder, struct err *e)
{
	char to[PATH_MAX];
	ssize_t n = readlink(str_text(path), to, sizeof(to));

	if (n == -1 || n == sizeof(to))
		return err_errno(e, ERR_FAILED, "%s", str_text(path));
	str_clear(path);
	if (to[0] != '/') {
		str_add(path, folder);
		str_addc(path, '/');
	}
	str_add(path, slice_of(to, (size_t)n));
	return 0;
}

int
trust_target(const char *path, struct str *real, struct err *e)
{
	struct str at = { 0 }, folder = { 0 };
	struct stat st;
	int i, rc = 0;

	str_adds(&at, path);
	for (i = 0; rc == 0 && lstat(str_text(&at), &st) == 0; i++) {
		file_dirname(&folder, str_text(&at));
		rc = check_in(str_text(&at), &st, str_text(&folder), e);
		if (rc == -1 || !S_ISLNK(st.st_mode))
			break;
		if (i == LINKS_MAX) {
			errno = ELOOP;
			rc = err_errno(e, ERR_FAILED, "%s", path);
		} else {
			rc = follow(&at, str_slice(&folder), e);
		}
	}
	if (rc == 0)
		str_add(real, str_slice(&at));
	str_free(&at);
	str_free(&folder);
	return rc;
}
