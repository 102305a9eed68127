/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_BACKUP_H
#define ICSR_STORE_BACKUP_H

#include "base/clock.h"
#include "base/str.h"
#include "store/store.h"

/* The state as a whole: checked, copied, put back. */

/* Whether path is the state at `from`, its -wal, -shm or a lock. */
bool backup_is_of_state(const char *from, const char *path);

/*
 * Write a consistent copy of the state at `from` to path, mode 0600, durably
 * and as a whole.  A copy that is there is replaced.  ERR_USAGE, with
 * nothing done, when there is no state at `from` (an empty copy in place of
 * a good one would be a loss), when path is a file of the state itself, or
 * one that is no copy.  ERR_STATE when the copy is not sound.
 */
int backup_write(struct store *s, const char *from, const char *path,
    const struct clock *clock, struct err *e);

/*
 * Put the copy `from` in place of the state at path, whose lock the caller
 * holds and which is not open.  The copy is checked first: one that is
 * damaged, not ours or from a newer version is ERR_STATE and changes
 * nothing; an older one is migrated.  What was at path, damaged or not, is
 * kept as "PATH.before-restore" (and "-wal"), or the first free one of
 * "PATH.before-restore-2" and so on: its name is put into kept, "" when there
 * was nothing.
 */
int backup_restore(const char *path, const char *from,
    const struct clock *clock, struct str *kept, struct err *e);

/*
 * Read the whole state and add a line to findings for each flaw: none
 * means that it is sound.
 */
int backup_check(struct store *s, struct str *findings, struct err *e);

#endif
