/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_MIRROR_H
#define ICSR_SYNC_MIRROR_H

#include "sync/remote.h"
#include "sync/run.h"

/* The folder of a calendar over the network, with a copy of what its server
 * has. */

/*
 * Whether the item's file has the bytes of base or wrote.  It is read only when
 * its stamp has changed; the item gets the new stamp.
 */
bool mirror_has(struct remote *rm, struct remote_item *item);
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

/*
 * Remove the copies of calendars over the network that are no longer
 * configured, or have another URL, and what is recorded of them.  Each is
 * reported, except feeds, which hold no edits.  A copy stays, and is reported
 * in each run, while it has edits that were never sent and its server is no
 * longer configured; and so do files in it that came from elsewhere.
 * The error is for the state alone.
 */
int mirror_remove_departed(struct run *r, struct err *e);

#endif
