/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_LOCK_H
#define ICSR_BASE_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

/*
 * One run at a time: a write lock of fcntl(2) on a file of mode 0600 that
 * lies beside the state.  The kernel releases it when the process ends,
 * however that happens; the file stays.  Its text, "process 17 since
 * 2026-11-22T00:00:00Z", is for people and for messages.
 */
struct lock {
	int fd;
};

/*
 * Take the lock, waiting at most wait seconds.  Errors: ERR_LOCKED names
 * the process that holds it and since when; ERR_USAGE when the file may not
 * be written; ERR_FAILED for any other failure of the system.
 */
int lock_take(struct lock *l, const char *path, int64_t wait,
    const struct clock *clock, struct err *e);
/*
 * Whether a process holds the lock.  The question disturbs nobody.  who, of
 * LOCK_WHO bytes, becomes the text of the file when the lock is held, else
 * "".  A file that can't be read counts as not held.
 */
#define LOCK_WHO 128
bool lock_is_held(const char *path, char *who);
/* Release it.  A zeroed or failed lock is left as it is. */
void lock_release(struct lock *l);

/*
 * The part of lock_take and lock_is_held that works on an open file, for
 * files that exist while their maker lives: it takes the lock or returns false
 * with errno (EAGAIN: another process holds it).
 */
bool lock_try(int fd);

#endif
