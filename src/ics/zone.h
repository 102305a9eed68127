/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_H
#define ICSR_ICS_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/slice.h"

/*
 * Time zones by name, with the rules of the system's tzdata as libical
 * reads them.  A zone belongs to the process and lives until zone_done.
 * Not for more than one thread.
 */
struct zone;

/*
 * The zone of a TZID: an IANA name, exactly or in other case, or one behind
 * a prefix such as "/freeassociation.sourceforge.net/"; a zone's name on
 * Windows ("China Standard Time"); "UTC", "GMT", "Z".  NULL when the name is
 * not known: an offset in a name ("GMT+8") is not taken, for its sign and
 * its summer time are anybody's guess.
 */
const struct zone *zone_find(struct slice tzid);

/* The system's zone (TZ, /etc/timezone, /etc/localtime), else UTC. */
const struct zone *zone_system(void);

/*
 * Local time in a zone to Unix seconds.  In the gap of a change to summer
 * time the offset before the gap counts; in the overlap the first of the
 * two instants (RFC 5545, 3.3.5).
 */
int64_t zone_to_utc(const struct zone *z, const struct civil *local);
/* And back, to show times. */
struct civil zone_to_local(const struct zone *z, int64_t utc);
/* Its IANA name. */
const char *zone_name(const struct zone *z);

/* Free all zones and what libical keeps of them. */
void zone_done(void);

#endif
