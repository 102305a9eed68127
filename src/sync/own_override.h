/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OWN_OVERRIDE_H
#define ICSR_SYNC_OWN_OVERRIDE_H

#include "sync/uid_set.h"

/*
 * Overrides that we make as whole VEVENTs, so that an occurrence of a series
 * can carry a link of its own.  They are recognised by their text.
 */

/*
 * Set `whole` of the components that are such overrides: they start at their
 * RECURRENCE-ID, are as long as we made them or as their series is now, and
 * have only the text that we gave them.  An override that carries a reservation
 * of ours may also have the text that its series has now.  On a CalDAV server,
 * where we delete no file, an override that is the only VEVENT of its file is
 * only stripped of our lines: what is left of it is ours, too.
 */
int own_override_find(struct uid_set *s, struct err *e);

/*
 * Make the override that is to carry the link of an occurrence, with the text
 * of `words`.  *made belongs to the scratch arena.
 */
int own_override_make(struct uid_set *s, struct component *words,
    const struct occurrence *o, struct slice *made, struct err *e);

#endif
