/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/lock.h"

#define POLL_MS 100

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

bool
lock_is_held(const char *path, char *who)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	long pid = 0;

	who[0] = '\0';
	if (fd == -1)
		return false;
	read_signature(fd, who);
	close(fd);
	return sscanf(who, "process %ld ", &pid) == 1 && pid > 0 &&
	    (kill((pid_t)pid, 0) == 0 || errno == EPERM);
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
	if (l->fd > 0) {
		/* A signature is of who holds it. */
		(void)!ftruncate(l->fd, 0);
		close(l->fd);
	}
	l->fd = -1;
}
