/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_JUDGE_H
#define ICSR_SYNC_JUDGE_H

#include "sync/uid_set.h"

/*
 * An event, or one occurrence of a series, and what has to be done for it:
 * by rules and comparison to an item of the plan.
 */
struct wanted {
	struct uid_set *set;
	struct component *words;	/* whose words it has */
	struct component *at;		/* the VEVENT that is to have its link;
					 * NULL: there is none yet */
	struct event ev;		/* with its own times */
	const char *id;			/* recurrence_id of its booking */
	struct booking *row;		/* its booking, or NULL */
	bool booked;		/* a link in it is ours: no reason to skip */
	struct slice made;		/* the override that we make for it */
	uint32_t off;		/* where that is to stand, without `at` */
	int64_t due;		/* when it is to be looked at again; 0 */

	/* What comes of it: */
	struct verdict verdict;
	struct action act;
	enum wish wish;
	bool edit;			/* `at` is to be edited */
	bool remake;			/* as a whole */
	bool failed;			/* a problem says why */
	struct item *item;	/* NULL: nothing is to be done or shown */
};

/* Fill in what comes of it; no item is added to the run. */
int judge_event(struct wanted *w, struct err *e);
/* Report its problems, and add an item when something is to be done or shown.
 * Where its times or texts differ from the row, a change of that is planned. */
void judge_conclude(struct wanted *w);

#endif
