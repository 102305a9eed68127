/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_ROOM_H
#define ICSR_STORE_ROOM_H

#include <stddef.h>

#include "base/err.h"

struct store;

/* Room on the disk of the state, taken before it is needed: in its -wal and
 * -shm file. */

/* Watch how long the -wal is, from the opening of the state on. */
void room_watch(struct store *s);

/*
 * Take `pages` pages now for what is committed next: a disk that fills up
 * meanwhile, a quota or a limit of file sizes can't make that fail.  No
 * transaction may be open.  0 pages: what is not used is given back.
 * When there is no room nothing is taken, and it is an error of file_fail.  A
 * state in memory needs none.
 */
int room_take(struct store *s, size_t pages, struct err *e);

#endif
