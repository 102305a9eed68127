/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"
#include "base/out.h"
#include "base/replace.h"
#include "cmd/outfile.h"
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

#define TEMP_BEGIN ".icsreserve-"
#define TEMP_END "-out.tmp"

/* Named after a process that is no more. */
static bool
is_stale(const char *name)
{
	struct slice s = slice_str(name);
	const size_t begin = sizeof(TEMP_BEGIN) - 1, end =
	    sizeof(TEMP_END) - 1;
	int64_t pid;

	if (s.n <= begin + end || !slice_starts(s, SLICE(TEMP_BEGIN)) ||
	    !slice_eq(slice_from(s, s.n - end), SLICE(TEMP_END)) ||
	    !num_parse(slice_of(s.p + begin, s.n - begin - end), 1, INT32_MAX,
	    &pid))
		return false;
	return kill((pid_t)pid, 0) == -1 && errno == ESRCH;
}

static void
sweep(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *d;

	while (dir && (d = readdir(dir)))
		if (is_stale(d->d_name))
			unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
}

static int
write_as(const char *path, struct slice bytes, const struct view *like,
    struct err *e)
{
	struct str folder = { 0 }, temp = { 0 };
	struct replace rep = { .fd = -1 };
	bool changed;
	int rc;

	file_dirname(&folder, path);
	sweep(str_text(&folder));
	str_addf(&temp, "%s/" TEMP_BEGIN "%ld" TEMP_END, str_text(&folder),
	    (long)getpid());
	rc = replace_open(&rep, path, str_text(&temp), like, e);
	if (rc == 0)
		rc = replace_write(&rep, bytes, e);
	if (rc == 0)
		rc = replace_commit(&rep, NULL, &changed, e);
	replace_abort(&rep);
	str_free(&folder);
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
	ssize_t n;

	while (fd != -1 && bytes.n) {
		n = write(fd, bytes.p, bytes.n);
		if (n == -1)
			break;
		bytes = slice_from(bytes, (size_t)n);
	}
	if (fd == -1 || bytes.n)
		rc = err_errno(e, ERR_FAILED, "%s", path);
	if (fd != -1)
		close(fd);
	return rc;
}

int
outfile_write(const char *path, struct slice bytes, mode_t mode,
    struct err *e)
{
	struct stat st;
	char *real;
	int rc;

	if (outfile_is_stdout(path)) {
		if (out_bytes(bytes.p, bytes.n))
			return 0;
		return err_errno(e, ERR_FAILED, "standard output");
	}
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_into(path, bytes, e);
	/* A symbolic link stays one. */
	real = realpath(path, NULL);
	if (!real && lstat(path, &st) == 0)
		return err_errno(e, ERR_FAILED, "%s: this link leads nowhere",
		    path);
	rc = replace(real ? real : path, bytes, mode, e);
	free(real);
	return rc;
}

/* --- where copies go ------------------------------------------------------ */

/* Bytes of a path without .ics or .csv. */
static int
stem(const char *path)
{
	struct slice p = slice_str(path);
	bool known = slice_iends(p, SLICE(".ics")) ||
	    slice_iends(p, SLICE(".csv"));

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
	size_t i;
	int rc = 0;

	if (!path || outfile_is_stdout(path))
		return 0;
	if (!*path)
		return err_set(e, ERR_USAGE, "name a file to write to");
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
