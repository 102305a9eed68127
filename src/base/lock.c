/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/lock.h"

#define POLL_MS 100

static int
locked_by(const struct lock *l, const char *path, struct err *e)
{
	char who[128];
	ssize_t n = pread(l->fd, who, sizeof(who) - 1, 0);

	who[n > 0 ? n : 0] = '\0';
	who[strcspn(who, "\n")] = '\0';
	return err_set(e, ERR_LOCKED, "another run holds the lock%s%s (%s); "
	    "wait for it, or use --wait SECONDS", *who ? ": " : "", who, path);
}

static int
sign(const struct lock *l, const struct clock *clock, const char *path,
    struct err *e)
{
	char who[128], since[CLOCK_TEXT];
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
