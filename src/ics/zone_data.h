/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_DATA_H
#define ICSR_ICS_ZONE_DATA_H

#include <stdint.h>

/*
 * A digest of the zones that the system has now: other rules in any of them,
 * or other names, give another one.  Zone files count by their names, sizes
 * and times and are not read: for some hundred files a look at each.  What is
 * local time counts by zone_system_digest.  Found once, and kept until
 * zone_done.
 */
uint64_t zone_data_digest(void);

#endif
