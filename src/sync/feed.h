/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_FEED_H
#define ICSR_SYNC_FEED_H

#include "sync/remote.h"

/*
 * Pull a feed: its one file becomes what the server has, when that is another
 * calendar.  Other stamps, another order of events and UIDs that are new each
 * time are no change: the file stays.  ERR_SOURCE or ERR_AUTH, with the file
 * as it was, when it can't be fetched as a whole, or when nothing is left of
 * what was booked.
 */
int feed_pull(struct remote *rm, struct err *e);

#endif
