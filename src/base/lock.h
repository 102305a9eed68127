/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_LOCK_H
#define ICSR_BASE_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

/*
 * One run at a time: a flock(2) on a file of mode 0600 that lies beside
 * the state and names who holds it since when.  It goes with the process,
 * however that ends; the file stays.
 */
struct lock {
	int fd;
};

/*
 * Take the lock, waiting at most wait seconds.  ERR_LOCKED names the
 * holder's process and since when; ERR_STATE when the file can't be made.
 */
int lock_take(struct lock *l, const char *path, int64_t wait,
    const struct clock *clock, struct err *e);
/*
 * Whether a process holds the lock, as the kernel says (/proc/locks; false
 * where that can't be read).  who, of LOCK_WHO bytes, becomes the holder's
 * "process 17 since ...", or "".
 */
#define LOCK_WHO 128
bool lock_is_held(const char *path, char *who);
/* Let go.  A zeroed or failed lock is left as it is. */
void lock_release(struct lock *l);

#endif
