/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_PULL_FEED_H
#define ICSR_SYNC_PULL_FEED_H

#include "sync/remote.h"

/*
 * Fetch a feed that changed, and record it.  Other stamps, another order of
 * events and UIDs that are new each time are no change: the file stays.
 */
int pull_feed(struct remote *rm, struct err *e);

#endif
