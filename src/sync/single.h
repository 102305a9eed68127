/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SINGLE_H
#define ICSR_SYNC_SINGLE_H

#include "sync/uid_set.h"

/* Whether the set is one VEVENT that does not repeat, and has no bookings of
 * other VEVENTs. */
bool single_is(const struct uid_set *s);
/* Judge it, and plan what has to be done for it. */
int single_examine(struct uid_set *s, struct err *e);

#endif
