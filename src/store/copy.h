/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_COPY_H
#define ICSR_STORE_COPY_H

#include "base/clock.h"
#include "store/db.h"

/* Whole copies of a state, by SQLite's backup interface.  Private. */

/*
 * Write a consistent copy to path, mode 0600, durably and as a whole: by a
 * temporary file "PATH.new".  A file that is there is replaced.  Errors are
 * ERR_FAILED.  name is the fault point before the rename; NULL: none.
 */
int copy_to_file(struct store *s, const char *path, const char *name,
    struct err *e);

/*
 * Open s as a copy in memory of the state at path, which must exist.
 * Nothing changes on disk, not even a -wal or -shm file, and what stands
 * in a -wal that a killed run left is seen.  When another process keeps
 * writing it while it is copied: ERR_LOCKED.
 */
int copy_to_memory(struct store *s, const char *path,
    const struct clock *clock, struct err *e);

#endif
