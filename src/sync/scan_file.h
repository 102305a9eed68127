/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SCAN_FILE_H
#define ICSR_SYNC_SCAN_FILE_H

#include "sync/catalog.h"

/* One file of a scan. */

/*
 * Read and cut a file.  What is wrong with it becomes a problem of the run
 * and puts it in doubt.
 */
int scan_file_open(struct run *r, struct scan_file *f, struct err *e);

/* What the cache knows of a VEVENT of a file that was read, or NULL. */
const struct settled *scan_file_known(const struct scan_file *f,
    const struct cut_event *ev);

/* The digest of what a file is read with: settings, time zones, and whether
 * another calendar has it. */
uint64_t scan_file_config(const struct run *r, const struct scan_file *f);

#endif
