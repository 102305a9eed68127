/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/replace.h"
#include "base/slice.h"
#include "base/step.h"
#include "base/temp.h"

/* --- what a file has beside its bytes ------------------------------------- */

#ifdef __linux__
#include <sys/xattr.h>

/* The letter that chattr has for a flag which forbids to replace what is at
 * path; 0: none.  Most file systems have no flags at all. */
static char
forbidding_flag(const char *path)
{
	struct statx st;

	if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, 0, &st) == -1)
		return 0;
	return st.stx_attributes & STATX_ATTR_IMMUTABLE ? 'i' :
	    st.stx_attributes & STATX_ATTR_APPEND ? 'a' : 0;
}

/* The kernel's own limits, for all names of a file and for a value. */
#define LIST_BYTES ((size_t)65536)
#define VALUE_BYTES ((size_t)65536)

#define POSIX_ACL "system.posix_acl_access"

enum kind { OF_USERS, ACL, OF_SYSTEM, NOT_KEPT };

/* The kernel itself makes security.ima and security.evm of the bytes. */
static enum kind
kind_of(const char *name)
{
	static const struct {
		const char *begin;
		enum kind kind;
	} kinds[] = {
		{ "user.", OF_USERS }, { POSIX_ACL, ACL },
		{ "system.nfs4_acl", ACL }, { "system.richacl", ACL },
		{ "security.ima", NOT_KEPT }, { "security.evm", NOT_KEPT },
		{ "security.", OF_SYSTEM }, { "trusted.", OF_SYSTEM },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (slice_starts(slice_str(name), slice_str(kinds[i].begin)))
			return kinds[i].kind;
	return NOT_KEPT;
}

static int
cannot_keep(const char *path, const char *name, struct err *e)
{
	if (kind_of(name) == ACL)
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
has_name(struct slice names, const char *name)
{
	size_t at;

	for (at = 0; at < names.n; at += strlen(names.p + at) + 1)
		if (strcmp(names.p + at, name) == 0)
			return true;
	return false;
}

static int
keep_names(int fd, const char *path, struct slice names, enum kind kind,
    struct err *e)
{
	struct values *v = xmalloc(sizeof(*v));
	size_t at;
	int rc = 0;

	for (at = 0; rc == 0 && at < names.n; at += strlen(names.p + at) + 1)
		if (kind_of(names.p + at) == kind)
			rc = keep_one(fd, path, names.p + at, v, e);
	if (rc == 0 && kind == ACL && !has_name(names, POSIX_ACL) &&
	    fremovexattr(fd, POSIX_ACL) == -1 && errno != ENODATA &&
	    errno != EOPNOTSUPP)
		rc = cannot_keep(path, POSIX_ACL, e);
	free(v);
	return rc;
}

static int
keep_extended(int fd, const char *path, enum kind kind, struct err *e)
{
	char *names = xmalloc(LIST_BYTES);
	ssize_t n = listxattr(path, names, LIST_BYTES);
	int rc = 0;

	if (n == -1 && errno != EOPNOTSUPP && errno != ENOENT)
		rc = err_errno(e, ERR_FAILED, "%s: it is left as it is, since "
		    "its attributes can't be read", path);
	else if (n != -1)
		rc = keep_names(fd, path, slice_of(names, (size_t)n), kind,
		    e);
	free(names);
	return rc;
}
#else
enum kind { OF_USERS, ACL, OF_SYSTEM };

static char
forbidding_flag(const char *path)
{
	(void)path;
	return 0;
}

static int
keep_extended(int fd, const char *path, enum kind kind, struct err *e)
{
	(void)fd, (void)path, (void)kind, (void)e;
	return 0;
}
#endif

static bool
is_in_group(gid_t group)
{
	int n = getgroups(0, NULL), i;
	gid_t *groups = xcalloc(n > 0 ? (size_t)n : 1, sizeof(*groups));
	bool is = group == getegid();

	n = getgroups(n, groups);
	for (i = 0; i < n; i++)
		is |= groups[i] == group;
	free(groups);
	return is;
}

/* Whether a new file beside path has the group by itself. */
static bool
is_given_group(const char *path, gid_t group)
{
	char *real = realpath(path, NULL);
	struct str folder = { 0 };
	struct stat dir;
	bool is;

	file_dirname(&folder, real ? real : path);
	is = stat(str_text(&folder), &dir) == 0 && (dir.st_mode & S_ISGID) &&
	    dir.st_gid == group;
	str_free(&folder);
	free(real);
	return is;
}

bool
replace_keeps_owner(const char *path)
{
	struct stat st;

	if (geteuid() == 0 || stat(path, &st) == -1)
		return true;
	/* The system sets S_ISGID for a member of the group alone. */
	return st.st_uid == geteuid() && (is_in_group(st.st_gid) ||
	    (!(st.st_mode & S_ISGID) && is_given_group(path, st.st_gid)));
}

int
replace_check_flags(const char *path, struct err *e)
{
	struct str folder = { 0 };
	const char *at = path;
	char flag = forbidding_flag(path);
	int rc = 0;

	if (!flag) {
		file_dirname(&folder, path);
		at = str_text(&folder);
		flag = forbidding_flag(at);
	}
	if (flag)
		rc = err_set(e, ERR_FAILED, "the file can't be replaced (%s "
		    "is immutable or append-only: chattr -%c takes that away)",
		    at, flag);
	str_free(&folder);
	return rc;
}

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
 * Give the new file fd, of mode 0600, what the file at path has beside its
 * bytes, but for keep_rest: owner, group, ACL (POSIX or NFSv4) and the extended
 * attributes of users; st is what stat says of path.  An ACL that the new file
 * has from its folder and the old one lacks is taken away.  What is right
 * already is not set: a sandbox may forbid the call as such.
 *
 * Attributes of users first: the ACL may forbid to write them.  Then the
 * owner, who is part of what an ACL means.
 *
 * ERR_FAILED names path and what can't be kept; fd is then of no use.
 */
static int
keep_all(int fd, const char *path, const struct stat *st,
    struct err *e)
{
	if (keep_extended(fd, path, OF_USERS, e) == -1 ||
	    keep_owner(fd, path, st, e) == -1 ||
	    keep_extended(fd, path, ACL, e) == -1)
		return -1;
	return 0;
}

/* A new owner and a write take the set-id bits away. */
static int
set_mode(const struct replace *r, struct err *e)
{
	struct stat st;

	if (fstat(r->fd, &st) == -1)
		return err_errno(e, ERR_FAILED, "%s: stat", r->temp);
	if ((st.st_mode & 07777) == r->mode)
		return 0;
	if (fchmod(r->fd, r->mode) == -1)
		return err_errno(e, ERR_FAILED, "%s: it is left as it is, "
		    "since its mode can't be kept", r->path);
	/* Those of a group that is not the user's go without an error. */
	if (fstat(r->fd, &st) == 0 && r->replaces &&
	    (st.st_mode & 07777) != r->mode)
		return err_set(e, ERR_FAILED, "%s: it is left as it is, since "
		    "its set-id bits can't be kept; run as its owner and in "
		    "its group, or as root", r->path);
	return 0;
}

/* What has to wait for the bytes; the attributes of the system are such as
 * capabilities, which a write takes away, too. */
static int
keep_rest(const struct replace *r, struct err *e)
{
	if (set_mode(r, e) == -1)
		return -1;
	return r->replaces ? keep_extended(r->fd, r->path, OF_SYSTEM, e) : 0;
}

/* --- a file replaced ------------------------------------------------------ */

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
	r->mode = mode;
	return 0;
}

static int
dress(struct replace *r, const struct view *like, struct err *e)
{
	struct stat st;

	if (stat(r->path, &st) == 0) {
		r->mode = st.st_mode & 07777;
		r->replaces = true;
		return keep_all(r->fd, r->path, &st, e);
	}
	return like ? take_after(r, like, e) : 0;
}

int
replace_open(struct replace *r, const char *path, const char *temp,
    const struct view *like, struct err *e)
{
	*r = (struct replace){ .path = path, .temp = temp, .fd = -1,
		.mode = 0600 };
	/* A folder that is append-only takes a new file and keeps it. */
	if (replace_check_flags(path, e) == -1)
		return err_wrap(e, "%s", path);
	if (step("temp-create") == 0)
		r->fd = temp_create(temp);
	if (r->fd == -1)
		return file_unwritable(e, path);
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
	if (keep_rest(r, e) == -1)
		return -1;
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
