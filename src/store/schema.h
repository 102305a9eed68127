/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_SCHEMA_H
#define ICSR_STORE_SCHEMA_H

#include "store/db.h"

/* Which version a state has, and how it comes to ours.  Private. */

/*
 * Look at the first bytes of the file, without SQLite, so that one that is
 * not ours is left untouched: ERR_STATE when it is empty, no database, or
 * one of another program; ERR_FAILED when it can't be read.
 */
int schema_check_file(const char *path, struct err *e);

/*
 * Apply those of n migrations that are missing, each in a transaction with
 * its user_version.  A state from a newer version is ERR_STATE.  Before
 * the first one, "PATH.before-vN" is kept of a state on disk.
 */
int schema_migrate(struct store *s, const struct sql_migration *list, int n,
    struct err *e);

#endif
