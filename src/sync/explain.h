/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EXPLAIN_H
#define ICSR_SYNC_EXPLAIN_H

#include "ics/recur.h"
#include "plan/rules.h"
#include "sync/run.h"

/* What a run found of an event on its way, for `explain`, `export` and
 * `doctor`. */
struct explained {
	const struct calendar *calendar;
	const char *file;
	uint32_t line;
	const char *component;		/* RECURRENCE-ID of the VEVENT, "" */
	bool follower;		/* has no booking of its own */
	const char *note;	/* of a follower: what decides, no rule;
				 * NULL: the verdict does */
	const struct occurrence *occurrence;	/* of a series with one link;
						 * NULL: the event */
	const struct event *event;
	const struct verdict *verdict;	/* NULL: there is a note */
	struct directory *directory;
	int64_t now;
};

/* A callback for the events of a UID; what it gets is valid during the call. */
struct explainer {
	const char *uid;		/* NULL: of all */
	int64_t until;			/* also of the occurrences of series
					 * with one link that end until then,
					 * and the next one; 0: not */
	void *cookie;
	void (*event)(void *cookie, const struct explained *x);
	/* What was told counts no more: the plan is made anew. */
	void (*again)(void *cookie);
};

/* Tell the run's explainer of an event, if it asked for its UID. */
void explain_event(const struct run *r, const struct explained *x);
/* Tell it that the plan was thrown away; the next plan tells all its events. */
void explain_again(const struct run *r);

#endif
