/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/lock.h"
#include "base/slice.h"
#include "base/temp.h"

#define DIGITS 16

/* Early at boot the kernel may have no random bytes yet. */
static uint64_t
some_number(void)
{
	static uint64_t counter;
	uint64_t n;

	if (getrandom(&n, sizeof(n), GRND_NONBLOCK) == sizeof(n))
		return n;
	n = hash_join((uint64_t)file_clock(), (uint64_t)getpid());
	return hash_join(n, counter++);
}

void
temp_name(struct str *out, const char *begin, const char *end)
{
	str_addf(out, "%s%0*jx%s", begin, DIGITS, (uintmax_t)some_number(),
	    end);
}

/* A sweeper that came between open and lock has taken the file away. */
static bool
is_ours(int fd)
{
	struct stat st;

	if (!lock_try(fd) && (errno == EAGAIN || errno == EINTR))
		return false;
	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

int
temp_create(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC |
	    O_NOFOLLOW, 0600);

	if (fd == -1 || is_ours(fd))
		return fd;
	close(fd);
	errno = EAGAIN;
	return -1;
}

static bool
is_named(const char *name, struct slice begin, struct slice end)
{
	struct slice s = slice_str(name);

	return s.n == begin.n + DIGITS + end.n && slice_starts(s, begin) &&
	    strspn(name + begin.n, "0123456789abcdef") >= DIGITS &&
	    slice_eq(slice_from(s, begin.n + DIGITS), end);
}

static void
remove_stale(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);

	if (fd == -1)
		return;
	if (lock_try(fd))
		unlinkat(folder, name, 0);
	close(fd);
}

void
temp_sweep(const char *begin, const char *end)
{
	const char *slash = strrchr(begin, '/');
	struct slice name = slice_str(slash ? slash + 1 : begin);
	struct str folder = { 0 };
	struct dirent *d;
	DIR *dir;

	file_dirname(&folder, begin);
	dir = opendir(str_text(&folder));
	while (dir && (d = readdir(dir)))
		if (is_named(d->d_name, name, slice_str(end)))
			remove_stale(dirfd(dir), d->d_name);
	if (dir)
		closedir(dir);
	str_free(&folder);
}
