/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_WRITE_H
#define ICSR_SYNC_WRITE_H

#include "sync/run.h"

/*
 * Write the links into the calendars: for each file with an item that may want
 * an edit, plan the edits from the answers, record what is to be put back one
 * day and the name of the temporary file, splice, check the new bytes, and
 * replace the file durably.  A file that is not what was read is left alone, a
 * problem of the run, and open for the next.  The error is for the state
 * alone.
 */
int write_files(struct run *r, struct err *e);

#endif
