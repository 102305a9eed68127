/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/slice.h"
#include "base/str.h"
#include "sync/source.h"

static void
add(struct texts *out, const char *path)
{
	*VEC_ADD(out) = path;
}

static bool
is_item(const char *name)
{
	return name[0] != '.' && slice_iends(slice_str(name), SLICE(".ics"));
}

static int
list_folder(const char *path, struct arena *a, struct texts *out, struct err *e)
{
	DIR *dir = opendir(path);
	struct dirent *d;
	int error;

	if (!dir)
		return file_unreadable(e, path);
	/* readdir tells an error from the end by errno alone. */
	for (errno = 0; (d = readdir(dir)); errno = 0)
		if (is_item(d->d_name))
			add(out, arena_printf(a, "%s/%s", path, d->d_name));
	error = errno;
	closedir(dir);
	errno = error;
	if (error)
		return file_unreadable(e, path);
	VEC_SORT(out, vec_by_text);
	return 0;
}

static int
stop_at_error(const char *path, int error)
{
	(void)path;
	(void)error;
	return 1;
}

/*
 * What glob can't look into it passes by, and the files in it seem to be
 * gone: each folder that the start of a pattern has must let itself be
 * searched.
 */
static int
search_folders(const char *start, struct arena *a, struct err *e)
{
	glob_t g = { 0 };
	struct stat st;
	size_t i;
	int rc = 0;

	glob(start, GLOB_NOSORT, NULL, &g);
	for (i = 0; rc == 0 && i < g.gl_pathc; i++)
		if (stat(arena_printf(a, "%s/.", g.gl_pathv[i]), &st) == -1 &&
		    errno != ENOENT && errno != ENOTDIR)
			rc = file_unreadable(e, g.gl_pathv[i]);
	globfree(&g);
	return rc;
}

static int
list_glob(const char *path, struct arena *a, struct texts *out, struct err *e)
{
	const char *slash = strpbrk(path, "*?[");
	glob_t g = { 0 };
	size_t i;
	int rc;

	while ((slash = strchr(slash, '/'))) {
		if (search_folders(arena_dup(a, path, (size_t)(slash - path)),
		    a, e) == -1)
			return -1;
		slash++;
	}
	rc = glob(path, GLOB_ERR | GLOB_NOSORT, stop_at_error, &g);

	for (i = 0; rc == 0 && i < g.gl_pathc; i++)
		add(out, arena_str(a, g.gl_pathv[i]));
	globfree(&g);
	if (rc == GLOB_NOMATCH || rc == 0) {
		VEC_SORT(out, vec_by_text);
		return 0;
	}
	return err_set(e, ERR_SOURCE, "%s: a folder of the pattern can't be "
	    "read; let this user read it, or correct the path", path);
}

int
source_list(const char *path, struct arena *a, struct texts *out, struct err *e)
{
	struct stat st;

	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return list_folder(path, a, out, e);
		add(out, arena_str(a, path));
		return 0;
	}
	if (errno == ENOENT && strpbrk(path, "*?["))
		return list_glob(path, a, out, e);
	return file_unreadable(e, path);
}

bool
source_is_nested(const char *path)
{
	struct str pattern = { 0 };
	glob_t g = { 0 };
	bool is;

	str_addf(&pattern, "%s/*/*.ics", path);
	is = glob(str_text(&pattern), GLOB_NOSORT, NULL, &g) == 0;
	globfree(&g);
	str_free(&pattern);
	return is;
}

bool
source_has(const char *path, const char *file)
{
	struct texts files = { 0 };
	struct arena a = { 0 };
	struct err ignored;
	size_t i;
	bool has = false;

	if (source_list(path, &a, &files, &ignored) == 0)
		for (i = 0; i < files.n && !has; i++)
			has = file_same(files.items[i], file);
	VEC_FREE(&files);
	arena_free(&a);
	return has;
}

int
source_by_inode(const void *a, const void *b)
{
	const struct inode *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return x->ino < y->ino ? -1 : x->ino > y->ino;
}

void
source_inodes(const char *path, struct inodes *out)
{
	struct texts files = { 0 };
	struct file_stamp stamp;
	struct arena a = { 0 };
	struct err ignored;
	size_t i;

	source_list(path, &a, &files, &ignored);
	for (i = 0; i < files.n; i++)
		if (file_stat(files.items[i], &stamp))
			*VEC_ADD(out) = (struct inode){ stamp.dev, stamp.ino };
	VEC_FREE(&files);
	arena_free(&a);
}

bool
source_was_emptied(const struct texts *paths, const struct file_rows *rows)
{
	size_t i;

	for (i = 0; !paths->n && i < rows->n; i++)
		if (access(rows->items[i].path, F_OK) == -1)
			return true;
	return false;
}
