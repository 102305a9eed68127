/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "base/replace.h"
#include "base/str.h"
#include "base/temp.h"
#include "base/trust.h"
#include "base/view.h"
#include "cmd/outfile.h"
#include "conf/calendar.h"
#include "store/backup.h"
#include "sync/source.h"

/* Whose mode and owner a new file has. */
static void
new_file(struct view *like, mode_t mode)
{
	mode_t mask = umask(0);

	umask(mask);
	*like = (struct view){ .fd = -1, .mode = mode & 0666 & ~mask,
		.uid = geteuid(), .gid = getegid() };
}

#define TEMP_END "-out.tmp"

static int
write_as(const char *path, struct slice bytes, const struct view *like,
    struct err *e)
{
	struct str begin = { 0 }, temp = { 0 };
	struct replace rep = { .fd = -1 };
	bool changed;
	int rc;

	file_dirname(&begin, path);
	str_adds(&begin, "/.icsreserve-");
	temp_sweep(str_text(&begin), TEMP_END);
	temp_name(&temp, str_text(&begin), TEMP_END);
	rc = replace_open(&rep, path, str_text(&temp), like, e);
	if (rc == 0)
		rc = replace_write(&rep, bytes, e);
	if (rc == 0)
		rc = replace_commit(&rep, NULL, &changed, e);
	replace_abort(&rep);
	str_free(&begin);
	str_free(&temp);
	return rc;
}

static int
replace(const char *path, struct slice bytes, mode_t mode, struct err *e)
{
	struct view like;
	int rc = 0;

	if (view_open(&like, path, e) == -1)
		new_file(&like, mode);
	if (like.fd == -1 || !slice_eq(like.bytes, bytes))
		rc = write_as(path, bytes, &like, e);
	view_close(&like);
	return rc;
}

/* A device or pipe is not replaced. */
static int
write_into(const char *path, struct slice bytes, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), rc = 0;

	if (fd == -1 || file_write(fd, bytes) == -1)
		rc = err_errno(e, ERR_FAILED, "%s", path);
	if (fd != -1)
		close(fd);
	return rc;
}

int
outfile_write(const char *path, struct slice bytes, mode_t mode,
    struct err *e)
{
	struct str real = { 0 };
	struct stat st;
	int rc;

	if (outfile_is_stdout(path)) {
		if (out_bytes(bytes.p, bytes.n))
			return 0;
		return err_errno(e, ERR_FAILED, "standard output");
	}
	/* A symbolic link stays one. */
	rc = trust_target(path, &real, e);
	if (rc == -1)
		e->code = ERR_FAILED;
	else if (stat(str_text(&real), &st) == 0 && !S_ISREG(st.st_mode))
		rc = write_into(str_text(&real), bytes, e);
	else if (lstat(path, &st) == 0 &&
	    access(str_text(&real), F_OK) == -1)
		rc = err_errno(e, ERR_FAILED, "%s: this link leads nowhere",
		    path);
	else
		rc = replace(str_text(&real), bytes, mode, e);
	str_free(&real);
	return rc;
}

/* --- where copies go ------------------------------------------------------ */

/* Bytes of a path without .ics, or the end of a table's name. */
static int
stem(const char *path)
{
	struct slice p = slice_str(path);
	bool known = slice_iends(p, SLICE(".ics")) ||
	    calendar_is_table(path);

	return (int)(known ? p.n - 4 : p.n);
}

const char *
outfile_beside(struct arena *a, const char *path)
{
	return arena_printf(a, "%.*s-links.ics", stem(path), path);
}

const char *
outfile_in(struct arena *a, const char *folder, const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	return arena_printf(a, "%s/%.*s.ics", folder, stem(name), name);
}

/* --- what must not be written over --------------------------------------- */

/* Whether it is, or by its place would be, one of a calendar's files. */
static bool
is_of_calendar(const struct calendar *cal, const char *path, bool may_join)
{
	struct str folder = { 0 };
	bool is = source_has(cal->path, path);

	file_dirname(&folder, path);
	is = is || (!may_join && slice_iends(slice_str(path), SLICE(".ics")) &&
	    file_same(cal->path, str_text(&folder)));
	str_free(&folder);
	return is;
}

int
outfile_check(const struct conf *c, const char *path, bool may_join,
    struct err *e)
{
	const struct calendar *cal = c->calendars.items;
	struct str real = { 0 };
	size_t i;
	int rc;

	if (!path || outfile_is_stdout(path))
		return 0;
	if (!*path)
		return err_set(e, ERR_USAGE, "name a file to write to");
	rc = trust_target(path, &real, e);
	str_free(&real);
	if (rc == -1)
		return -1;
	if (backup_is_of_state(c->state, path) || file_same(c->file, path))
		rc = err_set(e, ERR_USAGE, "%s: that is the state or the "
		    "configuration; choose another name", path);
	for (i = 0; i < c->calendars.n && rc == 0; i++)
		if (is_of_calendar(&cal[i], path, may_join))
			rc = err_set(e, ERR_USAGE, "%s: that is a file of the "
			    "calendar '%s'; choose another name", path,
			    cal[i].name);
	return rc;
}

/* --- what can be written at all ------------------------------------------- */

/* What writing into a device or its link comes to, writing says. */
static int
check_place(const char *path, const char *real, bool is_copy, struct err *e)
{
	struct str inside = { 0 };
	struct stat st;
	bool there = stat(real, &st) == 0;
	int rc = 0;

	if (there && S_ISDIR(st.st_mode) && is_copy) {
		str_addf(&inside, "%s/-", real);
		rc = file_writable(str_text(&inside), false, e);
	} else if (there ? S_ISREG(st.st_mode) : lstat(path, &st) == -1) {
		rc = file_writable(real, is_copy, e);
	}
	str_free(&inside);
	return rc;
}

int
outfile_check_place(const char *path, bool is_copy, struct err *e)
{
	struct str real = { 0 };
	int rc;

	if (!path || outfile_is_stdout(path))
		return 0;
	rc = trust_target(path, &real, e);
	if (rc == 0)
		rc = check_place(path, str_text(&real), is_copy, e);
	str_free(&real);
	return rc;
}

/* --- standard output ------------------------------------------------------ */

static void
spool_folder(struct str *out, const char *state)
{
	str_addf(out, "%s.stdout", state);
}

const char *
spool_file(struct arena *a, const char *state, bool dry_run)
{
	/* A plan must not find what another run has there. */
	return arena_printf(a, "%s.stdout%s/links.ics", state,
	    dry_run ? ".none" : "");
}

int
spool_open(const char *state, struct err *e)
{
	struct str folder = { 0 };
	int rc = 0;

	spool_folder(&folder, state);
	if (mkdir(str_text(&folder), 0700) == -1)
		rc = err_errno(e, ERR_FAILED, "%s", str_text(&folder));
	str_free(&folder);
	return rc;
}

int
spool_print(const char *state, struct err *e)
{
	struct arena a = { 0 };
	const char *path = spool_file(&a, state, false);
	struct view view;
	int rc = 0;

	if (access(path, F_OK) == 0) {
		rc = view_open(&view, path, e);
		if (rc == 0) {
			rc = outfile_write("-", view.bytes, 0666, e);
			view_close(&view);
		}
	}
	arena_free(&a);
	return rc;
}

void
spool_remove(const char *state)
{
	struct str folder = { 0 };
	struct stat st;
	struct dirent *d;
	DIR *dir = NULL;
	int fd;

	spool_folder(&folder, state);
	fd = open(str_text(&folder), O_RDONLY | O_CLOEXEC | O_DIRECTORY |
	    O_NOFOLLOW);
	if (fd != -1 && fstat(fd, &st) == 0 && st.st_uid == geteuid())
		dir = fdopendir(fd);
	while (dir && (d = readdir(dir)))
		unlinkat(fd, d->d_name, 0);
	if (dir)
		rmdir(str_text(&folder));
	if (dir)
		closedir(dir);
	else if (fd != -1)
		close(fd);
	str_free(&folder);
}
