/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_ZONE_TABLE_H
#define ICSR_ICS_ZONE_TABLE_H

#include "base/mem.h"
#include "base/slice.h"
#include "ics/zone.h"
#include "model/settings.h"

/*
 * What one VCALENDAR calls its zones.  All memory is in the arena; the zones
 * that it finds live until zone_done.
 */
struct zone_table;

/*
 * The table of the VCALENDAR in bytes, which must outlive it.  Nothing is
 * read of them before a name needs it.
 */
const struct zone_table *zone_table_new(struct slice calendar,
    const struct tz_aliases *aliases, struct arena *a);

/*
 * The zone of a TZID, by the first of these that knows it: the user's
 * aliases; names that can only mean one zone (zone_find_certain); the
 * calendar's VTIMEZONE of this name, when it can be used (vtimezone.h), else
 * what its X-LIC-LOCATION names; any
 * other name (zone_find).  NULL when none does.  A NULL table has names
 * alone.
 */
const struct zone *zone_table_find(const struct zone_table *t,
    struct slice tzid);

/*
 * Whether that zone is the calendar's own and has a second VTIMEZONE of this
 * TZID that is another one; the first counts.
 */
bool zone_table_doubled(const struct zone_table *t, struct slice tzid);

/*
 * Whether the calendar has a VTIMEZONE of this TZID that was passed over for
 * a name that can only mean one zone (zone_find_certain), and that gives
 * another instant, *at, for a local time from its first observance on.
 */
bool zone_table_differs(const struct zone_table *t, struct slice tzid,
    const struct civil *local, int64_t *at);

/* The TZID of the one VTIMEZONE; NULL when there are others, or none. */
const char *zone_table_only(const struct zone_table *t);

/* Whether that zone is known by an offset without a sign, which is taken for
 * one east of Greenwich. */
bool zone_table_unsigned(const struct zone_table *t, struct slice tzid);

/* Whether that zone is known by a mere offset though its name says more
 * (zone_offset_only). */
bool zone_table_offset_only(const struct zone_table *t, struct slice tzid);

/* Whether no zone was found though the calendar has a VTIMEZONE of this
 * name: one that can't be used. */
bool zone_table_broken(const struct zone_table *t, struct slice tzid);

#endif
