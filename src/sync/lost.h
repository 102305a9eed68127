/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_LOST_H
#define ICSR_SYNC_LOST_H

#include "sync/catalog.h"

/*
 * Folders of a glob that had events and have no calendar file any more.  A
 * folder may not be mounted: its events do not count as gone.
 */

/*
 * Put those in doubt whose events stand nowhere in the run by what is absent
 * so far, and tell why.  True when there is one.
 */
bool lost_find(struct run *r);

#endif
