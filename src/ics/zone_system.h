/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_SYSTEM_H
#define ICSR_ICS_ZONE_SYSTEM_H

#include <stdint.h>

#include "ics/zone.h"

/*
 * The zone that the C library takes for local time: TZ as POSIX defines it
 * (a name, a path, or rules: "CST-8" is 8 hours ahead of UTC), else what is
 * in /etc/localtime, else UTC.  NULL when TZ or /etc/localtime names a zone
 * that can't be read; the C library would silently take UTC then.
 */
const struct zone *zone_system(void);
/*
 * What that zone is called, also when it can't be read: TZ, what the link
 * /etc/localtime leads to, what /etc/timezone says of the same zone, or the
 * rule in the file ("CST-8").  It may be no name that zone_find knows.
 */
const char *zone_system_name(void);
/* A digest of that name and of the rules behind it. */
uint64_t zone_system_digest(void);

/*
 * A digest of the zones that the system has now: other rules in any of them,
 * or other names, give another one.  Zone files count by their names, sizes
 * and times and are not read: for some hundred files a look at each.  What is
 * local time counts by zone_system_digest.  Found once, and kept until
 * zone_done.
 */
uint64_t zone_data_digest(void);

#endif
