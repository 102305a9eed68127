/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_QUESTION_H
#define ICSR_SYNC_QUESTION_H

#include "sync/catalog.h"

/*
 * Find which events have to be looked into, once the files are cut: the second
 * half of a scan.
 */

/* Fill in a catalog's places: where the events of its files stand. */
void question_places(struct catalog *c);

/*
 * Fill in the questions and doubts of the catalogs, and `due` and `absent` of
 * each scan; opens files that these questions need.
 */
int question_find(struct run *r, struct err *e);

#endif
