/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_RECUR_H
#define ICSR_ICS_RECUR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "ics/calendar.h"
#include "ics/occurrence.h"

/*
 * Recurrence sets (RFC 5545, 3.8.5): when the occurrences of an event are.
 * Own code, bounded by construction: libical 3.0.16's iterator crashes on
 * FREQ=YEARLY;BYWEEKNO=-8 and hangs on sub-daily rules that never match.
 */

/*
 * The occurrences that end after `from` and not after `to` (Unix seconds),
 * and what is known of the rest.  DTSTART counts as the first, also when it
 * is off the pattern; EXDATE takes occurrences out, so does an override
 * with STATUS:CANCELLED; an override whose RECURRENCE-ID the rules don't
 * yield is an occurrence too; after one with RANGE=THISANDFUTURE all are
 * shifted as it is and have its length.
 *
 * found->occurrences is the caller's to free in any case (VEC_FREE on a
 * zeroed one is no harm).  On failure -1 with ERR_FAILED and the fault:
 * "too-many-occurrences" for more than max of them, or
 * "recurrence-too-costly" for a rule that takes more than
 * ICS_RECUR_STEPS_MAX steps, so that no rule can hang, or than
 * ICS_RECUR_STEPS_FEW when others have used ICS_RECUR_STEPS_ALL up since
 * recur_reset, so that many can't either.
 */
int recur_find(const struct recur_group *g, int64_t from, int64_t to,
    int64_t max, struct recur_found *found, struct parse_fault *fault,
    struct err *e);

/* Give the sets to come their steps anew: a run begins.  Returns how many steps
 * those since the last reset have taken. */
int64_t recur_reset(void);

#endif
