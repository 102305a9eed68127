/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_STORE_H
#define ICSR_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

/*
 * The state database: primary data, since the API has no list.  All
 * statements come from sql/ and are prepared when it opens, so that one
 * that does not fit the schema fails at once.  ERR_STATE means a state that
 * is damaged or of a newer version.  ERR_USAGE means that this user may not
 * read or write it, ERR_FAILED a failure of the system (a full disk, an I/O
 * error, no locks; the state is as before then), ERR_LOCKED that another
 * program keeps it busy for five seconds.
 */
struct store;

enum store_mode {
	STORE_WRITE,	/* made when absent, mode 0600, migrated */
	STORE_COPY,	/* a copy in memory: nothing on disk is touched, not
			 * even a -wal or -shm file; when there is no state,
			 * an empty one */
	STORE_JOIN,	/* to be written beside a run that holds the lock:
			 * neither made nor migrated (ERR_LOCKED: the next
			 * run does that); what is deleted is overwritten */
};

/*
 * Open the state at path; its folder is made when absent.  A database that
 * is damaged, no state of ours (application_id) or from a newer version is
 * refused with a sentence and left untouched; so is an empty file, since a
 * new state is put in place as a whole (fault point "state-create").  Before
 * the migration to version N a copy is kept beside it, "PATH.before-vN",
 * mode 0600.
 */
int store_open(struct store **s, const char *path, enum store_mode mode,
    const struct clock *clock, struct err *e);
void store_close(struct store *s);

/*
 * One transaction; they do not nest.  A commit is durable when it returns.
 * With fault points "commit-NAME" before and "committed-NAME" after it; the
 * latter can't fail.  A commit that fails is rolled back.  A copy in memory
 * has no fault points: nothing of it is durable.
 */
int store_begin(struct store *s, struct err *e);
int store_commit(struct store *s, const char *name, struct err *e);
/* After a failure; does nothing when no transaction is open. */
void store_rollback(struct store *s);
/* Commit when rc is 0, roll back when it is -1.  0 when the work was done and
 * is committed. */
int store_end(struct store *s, int rc, const char *name, struct err *e);

/*
 * Take room on the disk, in the -wal and -shm file, for `pages` pages of what
 * is committed next: a disk that fills up meanwhile, a quota or a limit of
 * file sizes can't make that fail.  No transaction may be open.  0 pages: what
 * is not used is given back.  When there is no room nothing is taken, and it
 * is an error of file_fail.  A state in memory needs none.
 */
int room_take(struct store *s, size_t pages, struct err *e);

/*
 * Apply those of n migrations that are missing, each in a transaction with
 * its user_version.  A state from a newer version is ERR_STATE.  Before
 * the first one, "PATH.before-vN" is kept of a state on disk.  For tests.
 */
struct sql_migration;
int schema_migrate(struct store *s, const struct sql_migration *list, int n,
    struct err *e);

#endif
