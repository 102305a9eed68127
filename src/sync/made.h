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

#endif
