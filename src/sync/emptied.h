/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EMPTIED_H
#define ICSR_SYNC_EMPTIED_H

#include "dav/listing.h"
#include "sync/catalog.h"
#include "sync/remote.h"

/*
 * A calendar, or a folder of one, that is suddenly empty does not prove that
 * its events were removed: it may be a mistake, or a server that has lost its
 * data.
 */

/*
 * Keys of events are digests, of one sort: of a UID (cut_uid_key), of the id of
 * a reservation in one, and of all that one says but its UID.
 */

/* Add those of what is booked for a calendar, lives and is wanted, and has not
 * moved to another one, by UID and id; *n: how many events. */
int emptied_booked(struct run *r, const char *calendar, struct digests *keys,
    size_t *n, struct err *e);
/*
 * Whether files that the cache knows of a calendar are gone, with an event that
 * is in no other calendar: there may be more, since events of other calendars
 * may have moved there.
 */
int emptied_known(struct run *r, const struct file_rows *rows, bool *emptied,
    struct err *e);
/* Add all of the events in the bytes; returns how many these are.  *broken: not
 * all that stands there is known. */
size_t emptied_keys(struct slice bytes, struct digests *keys, bool *broken);
/* Whether one of the keys is among those, which are sorted (hash_cmp). */
bool emptied_has(const struct digests *sorted, const struct digests *keys);

/*
 * Look for the keys, which are sorted here, in what a collection lists instead:
 * a server that was restored, or moved, has the same events under other names.
 * Nothing is recorded of what is read for that, so that a doubt that stays is
 * the same in the next run.
 */
int emptied_search(struct remote *rm, const struct dav_member *const *members,
    size_t n, struct digests *keys, bool *found, struct err *e);

/*
 * Judge a calendar over the network that has none of its n earlier events, but
 * `there` others: ERR_SOURCE, with the remedy, unless the run cancels all that
 * is booked for it.
 */
int emptied_judge(const struct remote *rm, size_t n, size_t there,
    struct err *e);

/*
 * Put each folder of a glob in doubt, with a problem, that had events and has
 * no calendar file any more, if one of its booked events is in no file that
 * the run has read: the folder may not be mounted.  True when there is such a
 * folder.
 */
bool emptied_folders(struct run *r);

#endif
