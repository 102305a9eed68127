/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SCAN_H
#define ICSR_SYNC_SCAN_H

#include "sync/catalog.h"

/*
 * The first step of a plan: which files there are, what stands in them, and
 * which events have to be looked into.  Nothing is parsed yet.
 */

/*
 * List, open and cut the files of the calendars, and find out which events
 * have to be looked into (src/README.md says which).  What is wrong with a
 * file becomes a problem of the run; the error is for the state alone.
 */
int scan_calendars(struct run *r, struct calendar *const *cals, size_t n,
    struct err *e);

/*
 * Record a file of each calendar that has new ones, not trusted: should the
 * run be stopped, the next one looks for what is absent from the calendar,
 * also when the file is gone by then.  For the plan's transaction.
 */
int scan_note_new(struct run *r, struct err *e);

/* Add a scan that knows nothing of its files yet. */
struct scan *scan_add(struct run *r, const struct calendar *cal);

/*
 * Add to a scan the files that are there and those that the cache knows, both
 * in byte order.  One that the cache alone knows is SCAN_VANISHED, all others
 * SCAN_AS_IT_WAS, until they are looked at.  tables: tables, too.
 */
void scan_list(struct run *r, struct scan *sc, const struct texts *paths,
    const struct file_rows *rows, bool tables);

void scan_free(struct run *r);

#endif
