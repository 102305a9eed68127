/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_MIRROR_H
#define ICSR_SYNC_MIRROR_H

#include "sync/remote.h"

/* The files of a calendar over the network. */

/*
 * Whether the item's file has the bytes of base or wrote.  It is read only when
 * its stamp has changed; the item gets the new stamp.
 */
bool mirror_has(struct remote *rm, struct remote_item *item);
/* Digest of the file's bytes; 0: it can't be read. */
uint64_t mirror_digest(const char *path, struct file_stamp *stamp);
/* Whether the item's file has the bytes of base, and they say the same as
 * these, with or without their UIDs (meaning_digest). */
bool mirror_says(struct remote *rm, const struct remote_item *item,
    struct slice bytes, bool uids);
/*
 * Write the server's bytes, which become base, into the item's file, and
 * forget what we wrote.  A file that has them is not touched.  ERR_SOURCE.
 */
int mirror_put(struct remote *rm, struct remote_item *item,
    struct slice bytes, struct err *e);
/* Remove the files in the folder that no item has, and leftovers of a run
 * that was stopped. */
void mirror_sweep(struct remote *rm);

#endif
