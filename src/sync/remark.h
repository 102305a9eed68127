/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REMARK_H
#define ICSR_SYNC_REMARK_H

#include "sync/group.h"
#include "sync/subject.h"

/* What there is to say of an event beside what is done. */
void remark_beside(struct subject *s);
/* Why rules leave it out: of an import a problem, of a sync for -v. */
void remark_skip(struct subject *s);
/* Tell the run's explainer, if it asked for this event. */
void remark_explain(const struct subject *s);
/* The same of the occurrences of a series; it has a master. */
void remark_occurrences(struct group *g);

#endif
