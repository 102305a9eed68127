/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/lock.h"
#include "base/out.h"
#include "base/stop.h"

#define POLL_MS 100
/* One byte is enough; SQLite locks bytes from 1 GiB on. */
#define FIRST_BYTE { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 }

/*
 * Locks of the open file description, where the system has them: a lock of
 * the process is lost as soon as the process closes any descriptor of the
 * same file.  Both kinds see each other.
 */
#ifdef F_OFD_SETLK
#define SET F_OFD_SETLK
#define GET F_OFD_GETLK
#else
#define SET F_SETLK
#define GET F_GETLK
#endif

bool
lock_try(int fd)
{
	struct flock first = FIRST_BYTE;

	if (fcntl(fd, SET, &first) == 0)
		return true;
	if (errno == EACCES)
		errno = EAGAIN;		/* POSIX allows either */
	return false;
}

static bool
lock_probe(int fd)
{
	struct flock first = FIRST_BYTE;

	return fcntl(fd, GET, &first) == 0 && first.l_type != F_UNLCK;
}

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
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool held = fd != -1 && lock_probe(fd);

	who[0] = '\0';
	if (held)
		read_signature(fd, who);
	if (fd != -1)
		close(fd);
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
		return file_fail(e, path, _("the lock can't be written"));
	return 0;
}

static int
wait_for(const struct lock *l, const char *path, int64_t wait,
    const struct clock *clock, struct err *e)
{
	int64_t left, end = clock->mono(clock) + wait * 1000;

	while (!lock_try(l->fd)) {
		if (errno != EAGAIN && errno != EINTR)
			return file_fail(e, path, _("the lock can't be taken"));
		if (stop_asked())
			return err_set(e, ERR_LOCKED, "stopped by a signal");
		left = end - clock->mono(clock);
		if (left <= 0)
			return locked_by(l, path, e);
		out_waiting(_("another run"), (long)((left + 999) / 1000));
		clock->sleep(clock, POLL_MS);
	}
	out_waited();
	return 0;
}

int
lock_take(struct lock *l, const char *path, int64_t wait,
    const struct clock *clock, struct err *e)
{
	int rc;

	l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK, 0600);
	if (l->fd == -1)
		return file_fail(e, path, _("the lock can't be opened"));
	stop_catch();
	rc = wait_for(l, path, wait, clock, e);
	stop_release();
	if (rc == 0 && sign(l, clock, path, e) == 0)
		return 0;
	lock_release(l);
	return -1;
}

void
lock_release(struct lock *l)
{
	if (l->fd > 0)
		close(l->fd);
	l->fd = -1;
}
