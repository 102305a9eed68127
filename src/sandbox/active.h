/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_ACTIVE_H
#define ICSR_SANDBOX_ACTIVE_H

#include "base/err.h"

struct box;
struct call;

/* The meetings that are held under reservations. */

/* Endpoint get_active_meeting; -1 when refused. */
int active_get(struct box *b, struct call *c);

/*
 * What follows are control endpoints, with a body {"reserve_id":...}.
 * ERR_USAGE when it makes no sense.
 *
 * Start the meeting, or change who is in it, and end it.  "participants":
 * ids, or objects as get_active_meeting shows them; missing fields are filled
 * in.
 */
int active_start(struct box *b, struct call *c, struct err *e);
int active_end(struct box *b, struct call *c, struct err *e);
/*
 * Give it a script, by which meetings move with the sandbox's clock.
 * "steps":[{"at":TIME,"do":WORD,"who":ID},...], in order:
 *
 *	start, end	a meeting; a later start is another one
 *	join, leave	with who; join may have "user_type" and "external"
 *	host, cohost	who becomes it; there is one host
 *	use		"what": use_recording and such, from then on
 *
 * An empty list takes the script away.
 */
int active_play(struct box *b, struct call *c, struct err *e);

#endif
