/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lock.h"
#include "base/num.h"
#include "base/slice.h"
#include "base/str.h"

#define POLL_MS 100
/* The kernel's list of locks has a line of 60 bytes for each. */
#define LOCKS_MAX ((size_t)4 << 20)

static void
read_signature(int fd, char *who)
{
	ssize_t n = pread(fd, who, LOCK_WHO - 1, 0);

	who[n > 0 ? n : 0] = '\0';
	who[strcspn(who, "\n")] = '\0';
}

static int
locked_by(const struct lock *l, const char *path, struct err *e)
{
	char who[LOCK_WHO];

	read_signature(l->fd, who);
	return err_set(e, ERR_LOCKED, "another run holds the lock%s%s (%s); "
	    "wait for it, or use --wait SECONDS", *who ? ": " : "", who, path);
}

/* "1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF" */
static bool
is_lock_of(struct slice line, uint64_t inode)
{
	struct slice word;
	const char *colon;
	int64_t n;
	int i;

	for (i = 0; slice_word(&line, " ", &word); i++) {
		if (i == 1 && !slice_eq(word, SLICE("FLOCK")))
			return false;
		if (i != 5)
			continue;
		colon = memrchr(word.p, ':', word.n);
		return colon && num_parse(slice_from(word,
		    (size_t)(colon + 1 - word.p)), 0, INT64_MAX, &n) &&
		    (uint64_t)n == inode;
	}
	return false;
}

/*
 * Read from the kernel's list: to try the lock, however shortly, could make
 * a run that starts just then give up.
 */
bool
lock_is_held(const char *path, char *who)
{
	struct str locks = { 0 };
	struct slice rest, line;
	struct stat st;
	struct err ignored;
	bool held = false;
	int fd;

	who[0] = '\0';
	if (stat(path, &st) == 0 &&
	    file_read(&locks, "/proc/locks", LOCKS_MAX, &ignored) == 0) {
		rest = str_slice(&locks);
		while (!held && slice_line(&rest, &line))
			held = is_lock_of(line, st.st_ino);
	}
	str_free(&locks);
	fd = held ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	if (fd != -1) {
		read_signature(fd, who);
		close(fd);
	}
	return held;
}

static int
sign(const struct lock *l, const struct clock *clock, const char *path,
    struct err *e)
{
	char who[LOCK_WHO], since[CLOCK_TEXT];
	int n = snprintf(who, sizeof(who), "process %ld since %s\n",
	    (long)getpid(), clock_rfc3339(clock->wall(clock), since));

	if (ftruncate(l->fd, 0) == -1 || pwrite(l->fd, who, (size_t)n, 0) != n)
		return err_errno(e, ERR_STATE, "%s", path);
	return 0;
}

int
lock_take(struct lock *l, const char *path, int64_t wait,
    const struct clock *clock, struct err *e)
{
	int64_t end = clock->mono(clock) + wait * 1000;

	l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (l->fd == -1)
		return err_errno(e, ERR_STATE, "%s", path);
	while (flock(l->fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			err_errno(e, ERR_STATE, "%s: flock", path);
		else if (clock->mono(clock) >= end)
			locked_by(l, path, e);
		else {
			clock->sleep(clock, POLL_MS);
			continue;
		}
		close(l->fd);
		l->fd = -1;
		return -1;
	}
	return sign(l, clock, path, e);
}

void
lock_release(struct lock *l)
{
	if (l->fd > 0)
		close(l->fd);
	l->fd = -1;
}
