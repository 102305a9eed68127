/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_RULES_H
#define ICSR_PLAN_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "model/event.h"
#include "model/request.h"
#include "model/settings.h"

/*
 * Rules map an event and the settings of its calendar to the request that
 * the API should hold for it, or to the reason why there is none.  Pure.
 */
enum verdict_kind {
	VERDICT_BOOK,		/* request is filled in */
	VERDICT_SKIP,		/* not to be booked; a booking that there is
				 * is kept until it expires */
	VERDICT_CANCELLED,	/* says itself that it does not take place */
	VERDICT_FAIL,		/* it asks for what can't be */
};

struct verdict {
	enum verdict_kind kind;
	const char *word;	/* "all-day": stable; NULL for BOOK */
	const char *text;	/* for people; may be of the arena */
	const char *property;	/* of the event, at fault; or NULL */
	const char *unknown;	/* an X-ICSRESERVE- property that is none of
				 * ours, a slip; NULL: none.  Only of events
				 * that are to be booked */
	struct request request;
};

/*
 * booked: the event has a booking already, so that a link in it is ours and
 * no reason to leave it alone.  Texts of the verdict belong to the arena.
 */
void rules_map(const struct settings *s, const struct event *ev, bool booked,
    int64_t now, struct arena *a, struct verdict *v);

#endif
