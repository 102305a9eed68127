/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OWN_OVERRIDE_H
#define ICSR_SYNC_OWN_OVERRIDE_H

#include "sync/uid_set.h"

/*
 * Overrides that we make as whole VEVENTs, so that an occurrence of a series
 * can carry a link of its own.  One is known again by what it says.
 */

/*
 * Which of the components are such: one that starts at its RECURRENCE-ID, is as
 * long as we made it or as its series is, and says nothing but what we made
 * it of, or what its series says now.  Sets `whole`.
 */
int own_override_find(struct uid_set *s, struct err *e);

/*
 * The override that is to carry the link of an occurrence, with the words of
 * the component that it has them from; of the scratch arena.
 */
int own_override_make(struct uid_set *s, struct component *words,
    const struct occurrence *o, struct slice *made, struct err *e);

#endif
