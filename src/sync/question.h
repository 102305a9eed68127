/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_QUESTION_H
#define ICSR_SYNC_QUESTION_H

#include "sync/scan.h"

/*
 * Find which events have to be looked into, once the files are cut: the second
 * half of a scan.
 */

/*
 * Read and cut a file.  What is wrong with it becomes a problem of the run
 * and puts it in doubt.
 */
int question_open(struct run *r, struct scan_file *f, struct err *e);

/* What the cache knows of a VEVENT of a file that was read, or NULL. */
const struct settled *question_known(const struct scan_file *f,
    const struct cut_event *ev);

/* Fill in a catalog's places: where the events of its files stand. */
void question_places(struct catalog *c);

/*
 * Fill in the questions and doubts of the catalogs, and `due` and `absent` of
 * each scan; opens files that these questions need.
 */
int question_find(struct run *r, struct err *e);

#endif
