/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_RRULE_H
#define ICSR_ICS_ZONE_RRULE_H

#include "ics/date.h"
#include "ics/yearly.h"

/* What the RRULE of an observance says beside its days. */
struct zone_rrule {
	struct yearly days;
	bool has_until;
	struct date until;
	int64_t count;		/* 0: none */
};

/*
 * Read the RRULE of an observance that starts on a date (vtimezone.h has
 * the forms that are taken); month and day come from there when the rule
 * has none.  time, before and after are left alone.  False for any other.
 */
bool zone_rrule(struct slice text, const struct date *start,
    struct zone_rrule *r);

#endif
