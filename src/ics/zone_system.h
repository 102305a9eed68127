/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_SYSTEM_H
#define ICSR_ICS_ZONE_SYSTEM_H

#include <stdint.h>

/* The rest of zone.h's system zone, for zone.c alone. */

/* The C library's offset of local time at an instant. */
int64_t zone_system_offset(int64_t at);
/* Look the system's zone up anew the next time. */
void zone_system_forget(void);

#endif
