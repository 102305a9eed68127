/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_MOMENT_ZONE_H
#define ICSR_ICS_MOMENT_ZONE_H

#include "ics/date.h"
#include "ics/parser.h"
#include "ics/zone.h"

/* In which zone the times of an event are. */

/*
 * The zone of floating times and of dates, and what it is called: the
 * configured one, the calendar's, the system's.  NULL: it is not known.
 */
const struct zone *moment_zone_of_days(const struct parser *p,
    const char **name);

/*
 * That of the property at hand, whose value is d.  -1 with a fault of the
 * parser when it is not known.
 */
int moment_zone_of(struct parser *p, enum parser_prop prop,
    const struct date *d, const struct zone **z);

#endif
