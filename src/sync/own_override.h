/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OWN_OVERRIDE_H
#define ICSR_SYNC_OWN_OVERRIDE_H

#include "sync/uid_set.h"

/*
 * Overrides that we make as whole VEVENTs, so that an occurrence of a series
 * can carry a link of its own.  They are known again by what they say.
 */

/*
 * Set `whole` of the components that are such overrides: they start at their
 * RECURRENCE-ID, are as long as we made them or as their series is, and say
 * nothing but what we made them of, or what their series says now.  One whose
 * lines were taken out in a resource of its own on a server stays one.
 */
int own_override_find(struct uid_set *s, struct err *e);

/*
 * The override that is to carry the link of an occurrence, with the words of
 * the component that it has them from; of the scratch arena.
 */
int own_override_make(struct uid_set *s, struct component *words,
    const struct occurrence *o, struct slice *made, struct err *e);

#endif
