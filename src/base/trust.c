/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
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

/* --- the way to a file --------------------------------------------------- */

/* A path that is followed name by name. */
struct way {
	struct str folder;	/* where at was looked up; empty: here */
	struct str at;
	struct str rest;	/* the names that are left */
	struct stat st;		/* of at, links not followed */
	int links;		/* so many were on the way */
	bool closed;		/* nobody else gets to what lies in folder */
	bool strict;		/* the last folder is judged all the same */
};

/* Take the next name; false when none is left. */
static bool
next(struct way *w)
{
	const char *rest = str_text(&w->rest);
	size_t slashes = strspn(rest, "/"), n;
	struct str left = { 0 };

	if (slashes) {
		str_clear(&w->at);
		str_addc(&w->at, '/');
	}
	rest += slashes;
	n = strcspn(rest, "/");
	if (!n)
		return false;
	str_clear(&w->folder);
	str_add(&w->folder, str_slice(&w->at));
	/* There is no link in at. */
	if (n == 2 && rest[0] == '.' && rest[1] == '.' &&
	    str_text(&w->at)[0] == '/') {
		w->closed = false;
		file_dirname(&w->at, str_text(&w->folder));
	} else {
		if (w->at.n && w->at.p[w->at.n - 1] != '/')
			str_addc(&w->at, '/');
		str_add(&w->at, slice_of(rest, n));
	}
	rest += n;
	str_adds(&left, rest + strspn(rest, "/"));
	str_free(&w->rest);
	w->rest = left;
	return true;
}

/* Put where the link leads before the names that are left. */
static int
follow(struct way *w, struct err *e)
{
	char to[PATH_MAX];
	struct str rest = { 0 };
	ssize_t n = readlink(str_text(&w->at), to, sizeof(to));

	if (n > 0 && n < (ssize_t)sizeof(to) && w->links++ == LINKS_MAX) {
		errno = ELOOP;
		n = -1;
	}
	if (n <= 0 || n == sizeof(to))
		return err_errno(e, ERR_FAILED, "%s", str_text(&w->at));
	str_add(&rest, slice_of(to, (size_t)n));
	if (w->rest.n)
		str_addc(&rest, '/');
	str_add(&rest, str_slice(&w->rest));
	str_free(&w->rest);
	w->rest = rest;
	str_clear(&w->at);
	str_add(&w->at, str_slice(&w->folder));
	w->closed = false;
	return 0;
}

static const char *
folder_of(const struct way *w)
{
	return w->folder.n ? str_text(&w->folder) : ".";
}

static int
check_in(const struct way *w, struct err *e)
{
	struct stat dir;

	if (stat(folder_of(w), &dir) == -1 || !is_shared(&dir) ||
	    w->st.st_uid == geteuid() || w->st.st_uid == dir.st_uid)
		return 0;
	return err_set(e, ERR_USAGE, S_ISLNK(w->st.st_mode)
	    ? N_("%s: user %u has put this link into a folder that "
	    "everybody may write to; it is left alone: choose another name")
	    : N_("%s: user %u has put this file into a folder that "
	    "everybody may write to; it is left alone: choose another name"),
	    str_text(&w->at), (unsigned)w->st.st_uid);
}

/* What a user is shown as who has no number in this namespace. */
#define OVERFLOW_UID 65534

/* A sandbox that maps this user alone, as those of systemd and bubblewrap,
 * shows root as nobody. */
static bool
is_root(uid_t uid)
{
	uintmax_t first, n;
	bool mapped = false;
	FILE *map;

	if (uid != OVERFLOW_UID)
		return uid == 0;
	map = fopen("/proc/self/uid_map", "re");
	if (!map)
		return false;
	while (fscanf(map, "%ju %*u %ju", &first, &n) == 2)
		mapped |= first == 0 && n > 0;
	fclose(map);
	return !mapped;
}

/* Whether others can't get to what lies in the folder. */
static bool
is_closed(const struct stat *st, const char *path)
{
	return !(st->st_mode & S_IXOTH) && (!(st->st_mode & S_IXGRP) ||
	    (!has_acl(path) && is_private_group(st)));
}

static int
judge_folder(struct way *w, const char *what, struct err *e)
{
	struct stat st;

	if (stat(folder_of(w), &st) == -1)
		return 0;
	if (is_root(st.st_uid))
		st.st_uid = 0;
	/* In it nobody takes away or replaces files of others. */
	if (is_shared(&st) || (w->closed && !(w->strict && !w->rest.n)))
		st.st_mode &= ~(mode_t)(S_IWOTH | S_IWGRP);
	w->closed |= is_closed(&st, folder_of(w));
	return judge(&st, folder_of(w), what, e);
}

/*
 * written: what the path leads to is judged, too; w->at says where that is.
 * folders: what they are, when they are judged as well; NULL: they are not.
 */
static int
walk(struct way *w, bool written, const char *folders, struct err *e)
{
	bool link;

	while (next(w)) {
		if (folders && judge_folder(w, folders, e) == -1)
			return -1;
		if (lstat(str_text(&w->at), &w->st) == -1) {
			if (w->rest.n)
				str_addc(&w->at, '/');
			str_add(&w->at, str_slice(&w->rest));
			break;
		}
		link = S_ISLNK(w->st.st_mode);
		if ((link || (written && !w->rest.n)) && check_in(w, e) == -1)
			return -1;
		if (link && follow(w, e) == -1)
			return -1;
	}
	return 0;
}

static void
way_free(struct way *w)
{
	str_free(&w->folder);
	str_free(&w->at);
	str_free(&w->rest);
}

int
trust_folders(const char *path, const char *what, bool strict, struct err *e)
{
	struct way w = { .strict = strict };
	char here[PATH_MAX];
	int rc;

	if (path[0] != '/' && getcwd(here, sizeof(here)))
		str_addf(&w.rest, "%s/", here);
	str_adds(&w.rest, path);
	rc = walk(&w, false, what, e);
	way_free(&w);
	return rc;
}

int
trust_links(const char *path, struct err *e)
{
	struct way w = { 0 };
	int rc;

	str_adds(&w.rest, path);
	rc = walk(&w, false, NULL, e);
	way_free(&w);
	return rc;
}

int
trust_target(const char *path, struct str *real, struct err *e)
{
	struct way w = { 0 };
	int rc;

	str_adds(&w.rest, path);
	rc = walk(&w, true, NULL, e);
	if (rc == 0)
		str_add(real, str_slice(&w.at));
	way_free(&w);
	return rc;
}
