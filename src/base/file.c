/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

#define SETTLE_NS ((int64_t)2 * 1000000000)

static int64_t
ns(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

struct file_stamp
file_stamp_of(const struct stat *st)
{
	return (struct file_stamp){
		.dev = (int64_t)st->st_dev,
		.ino = (int64_t)st->st_ino,
		.size = st->st_size,
		.mtime_ns = ns(&st->st_mtim),
		.ctime_ns = ns(&st->st_ctim),
	};
}

bool
file_stamp_eq(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns;
}

bool
file_stamp_settled(const struct file_stamp *s)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return s->mtime_ns < ns(&now) - SETTLE_NS &&
	    s->ctime_ns < ns(&now) - SETTLE_NS;
}

bool
file_stat(const char *path, struct file_stamp *s)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return false;
	*s = file_stamp_of(&st);
	return true;
}

bool
file_same(const char *a, const char *b)
{
	struct file_stamp x, y;

	return a && b && file_stat(a, &x) && file_stat(b, &y) &&
	    x.dev == y.dev && x.ino == y.ino;
}

int
file_read(struct str *text, const char *path, size_t max, struct err *e)
{
	char buf[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return err_errno(e, ERR_USAGE, "%s", path);
	text->max = max;
	while ((n = read(fd, buf, sizeof(buf))) > 0 && !text->over)
		str_add(text, slice_of(buf, (size_t)n));
	if (n == -1)
		err_errno(e, ERR_USAGE, "%s", path);
	else if (text->over)
		err_set(e, ERR_USAGE, "%s: longer than %zu bytes", path, max);
	close(fd);
	return n == -1 || text->over ? -1 : 0;
}

void
file_dirname(struct str *out, const char *path)
{
	const char *slash = strrchr(path, '/');

	str_clear(out);
	if (!slash)
		str_addc(out, '.');
	else if (slash == path)
		str_addc(out, '/');
	else
		str_add(out, slice_of(path, (size_t)(slash - path)));
}

int
file_mkdirs(const char *path, struct err *e)
{
	struct str part = { 0 };
	const char *end = path;
	int rc = 0;

	while (rc == 0 && *end) {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		str_clear(&part);
		str_add(&part, slice_of(path, (size_t)(end - path)));
		if (mkdir(str_text(&part), 0700) == -1 && errno != EEXIST)
			rc = err_errno(e, ERR_STATE, "%s", str_text(&part));
	}
	str_free(&part);
	return rc;
}
