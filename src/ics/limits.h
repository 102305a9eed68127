/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_LIMITS_H
#define ICSR_ICS_LIMITS_H

/* Bounds on what a calendar can make us do, each with its reason. */

/* Nesting of components; real calendars reach 3.  libical recurses. */
#define ICS_DEPTH_MAX 16
/* Component and property names; RFC 5545 names none above 16. */
#define ICS_NAME_MAX 64
/* Bytes of one component that are parsed; above, the event is refused.
 * Outlook puts whole HTML pages into X-ALT-DESC, so leave room. */
#define ICS_COMPONENT_MAX ((size_t)16 << 20)
/* Bytes of one property's value that are looked at; libical is quadratic
 * on long lines (27 s for 16 MB). */
#define ICS_VALUE_MAX ((size_t)256 << 10)
/* Properties of one event that are kept: an event with 5,000 attendees is
 * real, one with a million is an attack. */
#define ICS_PROPS_MAX 20000
/* Content lines of one event, those of its alarms too.  libical looks through
 * all of them for each that it can't read (100 s for 100,000). */
#define ICS_LINES_MAX 30000
/* Steps (periods looked into and candidates in them) that one recurrence
 * set may cost: ten years of a daily rule are 3,660; a rule that never
 * matches ends here. */
#define ICS_RECUR_STEPS_MAX 400000
/* What all sets of a run may cost that need more than a few steps: a hundred
 * of the most expensive, some seconds; each may have the few in any case. */
#define ICS_RECUR_STEPS_FEW 20000
#define ICS_RECUR_STEPS_ALL 40000000
/* Of one event: lines of RRULE, RDATE, EXRULE and EXDATE; rules among them;
 * dates in them.  Years of a daily series with all of it taken out again
 * are real. */
#define ICS_RECUR_LINES_MAX 20000
#define ICS_RECUR_RULES_MAX 16
#define ICS_RECUR_DATES_MAX 20000
/* Changes of one VTIMEZONE: two a year since 1601 are 1,800; libical keeps 36
 * bytes of each. */
#define ZONE_CHANGES_MAX 4096
/* Zones that are kept in one run.  Some hundred VTIMEZONEs that differ are
 * real. */
#define ZONE_OWN_MAX 1024
/* Bytes of a TZif file; they reach 4 kB. */
#define TZIF_MAX ((size_t)256 << 10)
/* Bytes of tzdata.zi; it has 110 kB. */
#define TZDATA_MAX ((size_t)4 << 20)
/* VTIMEZONEs of one calendar that are looked at; calendars hold up to 30. */
#define ZONE_TABLE_MAX 512
/* Bytes of a TZID; names of ours reach 70. */
#define ZONE_TZID_MAX 160
/* Bytes after which a line is folded (RFC 5545, 3.1). */
#define ICS_FOLD_WIDTH 75

#endif
