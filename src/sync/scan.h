/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SCAN_H
#define ICSR_SYNC_SCAN_H

#include "sync/run.h"

/*
 * Read a calendar: list its files, leave those alone that are as they
 * were, cut the others and examine their events.  Adds a scan to the run,
 * and an item for each event that is not settled.  What is wrong with a
 * file or event becomes a problem of the run; the error is for the state
 * alone.  Writes rows of new files, so a transaction has to be open.
 */
int scan_calendar(struct run *r, const struct calendar *cal, struct err *e);

/*
 * Whether the event of a booking still stands in its file, which is not
 * part of the run, by a look at the file itself.  True when that can't be
 * read.  The last file is remembered.
 */
bool scan_still_there(struct run *r, const struct file_row *row,
    const struct booking *b);

/* The digest of settings that a file is read with. */
uint64_t scan_config(const struct run *r, const struct calendar *cal);

#endif
