/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/mem.h"
#include "base/slice.h"

#ifdef __linux__
#include <sys/xattr.h>

/* The kernel's own limits, for all names of a file and for a value. */
#define LIST_BYTES ((size_t)65536)
#define VALUE_BYTES ((size_t)65536)

#define POSIX_ACL "system.posix_acl_access"

/* What belongs to the system (security., trusted.) it sets itself. */
static bool
is_kept(const char *name)
{
	static const char *const names[] = { POSIX_ACL, "system.nfs4_acl",
		"system.richacl" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return strncmp(name, "user.", 5) == 0;
}

static bool
is_acl(const char *name)
{
	return strncmp(name, "system.", 7) == 0;
}

static int
cannot_keep(const char *path, const char *name, struct err *e)
{
	if (is_acl(name))
		return err_errno(e, ERR_FAILED, "%s: it is left as it is, "
		    "since its ACL can't be kept", path);
	return err_errno(e, ERR_FAILED, "%s: it is left as it is, since its "
	    "attribute %s can't be kept", path, name);
}

/* Buffers for the value that the old file has, and the new one. */
struct values {
	char old[VALUE_BYTES], new[VALUE_BYTES];
};

static int
keep_one(int fd, const char *path, const char *name, struct values *v,
    struct err *e)
{
	ssize_t n = getxattr(path, name, v->old, sizeof(v->old));
	ssize_t has = fgetxattr(fd, name, v->new, sizeof(v->new));

	if (n == -1 && errno == ENODATA)
		return 0;	/* taken away meanwhile */
	if (n >= 0 && n == has && memcmp(v->old, v->new, (size_t)n) == 0)
		return 0;
	if (n == -1 || fsetxattr(fd, name, v->old, (size_t)n, 0) == -1)
		return cannot_keep(path, name, e);
	return 0;
}

static bool
has_name(const char *names, size_t n, const char *name)
{
	size_t at;

	for (at = 0; at < n; at += strlen(names + at) + 1)
		if (strcmp(names + at, name) == 0)
			return true;
	return false;
}

/* Those of users with acl false, else the ACL. */
static int
keep_names(int fd, const char *path, const char *names, size_t n, bool acl,
    struct err *e)
{
	struct values *v = xmalloc(sizeof(*v));
	size_t at;
	int rc = 0;

	for (at = 0; rc == 0 && at < n; at += strlen(names + at) + 1)
		if (is_kept(names + at) && is_acl(names + at) == acl)
			rc = keep_one(fd, path, names + at, v, e);
	if (rc == 0 && acl && !has_name(names, n, POSIX_ACL) &&
	    fremovexattr(fd, POSIX_ACL) == -1 && errno != ENODATA &&
	    errno != EOPNOTSUPP)
		rc = cannot_keep(path, POSIX_ACL, e);
	free(v);
	return rc;
}

static int
keep_extended(int fd, const char *path, bool acl, struct err *e)
{
	char *names = xmalloc(LIST_BYTES);
	ssize_t n = listxattr(path, names, LIST_BYTES);
	int rc = 0;

	if (n == -1 && errno != EOPNOTSUPP)
		rc = err_errno(e, ERR_FAILED, "%s: it is left as it is, since "
		    "its attributes can't be read", path);
	else if (n != -1)
		rc = keep_names(fd, path, names, (size_t)n, acl, e);
	free(names);
	return rc;
}
#else
static int
keep_extended(int fd, const char *path, bool acl, struct err *e)
{
	(void)fd, (void)path, (void)acl, (void)e;
	return 0;
}
#endif

static int
keep_owner(int fd, const char *path, const struct stat *st, struct err *e)
{
	struct stat now;

	if (fstat(fd, &now) == -1)
		return err_errno(e, ERR_FAILED, "%s", path);
	if ((now.st_uid == st->st_uid && now.st_gid == st->st_gid) ||
	    fchown(fd, st->st_uid, st->st_gid) == 0)
		return 0;
	return err_errno(e, ERR_FAILED, "%s: it is left as it is, since it "
	    "belongs to user %u and group %u, which can't be kept; run as "
	    "that user, or as root", path, (unsigned)st->st_uid,
	    (unsigned)st->st_gid);
}

/*
 * Attributes of users first: the mode may forbid to write them.  Then the
 * owner, who is part of what an ACL means; the mode comes last, since a new
 * owner takes the set-id bits away.
 */
int
attributes_keep(int fd, const char *path, const struct stat *st,
    struct err *e)
{
	if (keep_extended(fd, path, false, e) == -1 ||
	    keep_owner(fd, path, st, e) == -1 ||
	    keep_extended(fd, path, true, e) == -1)
		return -1;
	if (fchmod(fd, st->st_mode & 07777) == -1)
		return err_errno(e, ERR_FAILED, "%s: it is left as it is, "
		    "since its mode can't be kept", path);
	return 0;
}
