/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_PULL_FEED_H
#define ICSR_SYNC_PULL_FEED_H

#include "sync/remote.h"

/*
 * Get a feed where it changed, and record that.  What differs in stamps, in
 * the order of its events or in UIDs that are new each time is no change: the
 * file stays.
 */
int pull_feed(struct remote *rm, struct err *e);

#endif
