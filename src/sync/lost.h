/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_LOST_H
#define ICSR_SYNC_LOST_H

#include "sync/catalog.h"

/*
 * Folders of a glob that had events and have no calendar file any more.  A
 * folder may not be mounted: its events do not count as gone.
 */

/*
 * Put each such folder in doubt, with a problem, if one of its booked events
 * is in no file that the run has read.  True when there is such a folder.
 */
bool lost_find(struct run *r);

#endif
