/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_MADE_H
#define ICSR_SYNC_MADE_H

#include "sync/group.h"

/*
 * Set item.made of an occurrence's subject: the override that is to carry
 * its link, with the words of the VEVENT that it has now.  Lines of ours in
 * that one are not taken along.
 */
int made_set(struct group *g, struct subject *s, const struct occurrence *o,
    struct err *e);

/*
 * Whether a member that was made by us, in that calendar, still says what
 * the series says, though a program has written it in its own way.
 */
int made_unchanged(struct group *g, const struct subject *m,
    const char *calendar, bool *same, struct err *e);

#endif
