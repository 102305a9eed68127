/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_UID_READ_H
#define ICSR_SYNC_UID_READ_H

#include "sync/uid_set.h"

/*
 * Read the VEVENTs at n places of a catalog, and load the event's bookings.
 * Faults of a VEVENT become problems of the run.  *good is false when a file
 * can't be read any more: the set is in doubt then, and nothing is planned.
 */
int uid_read(struct uid_set *s, struct reader *rd, const struct catalog *c,
    const struct place *places, size_t n,
    bool *good, struct err *e);

#endif
