/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_PLAY_H
#define ICSR_SANDBOX_PLAY_H

#include "base/err.h"

struct box;
struct call;
struct json_object;

/*
 * Meetings that move by a script, with the sandbox's clock.
 *
 * play_set gives a reservation its script.  what is {"reserve_id":…,
 * "steps":[{"at":TIME,"do":WORD,"who":ID},…]}, the steps in order:
 *
 *	start, end	a meeting; a later start is another one
 *	join, leave	with who; join may have "user_type" and "external"
 *	host, cohost	who becomes it; there is one host
 *	use		"what": use_recording and such, from then on
 *
 * An empty list takes the script away.  ERR_USAGE when it makes no sense.
 */
int play_set(struct box *b, struct json_object *what, struct err *e);

/*
 * The meeting that the script of a reservation has at this time, as the API
 * answers it, ids of the kind that the call wants; the caller's to put.  NULL:
 * none runs.
 */
struct json_object *play_meeting(struct box *b, const struct call *c,
    struct json_object *o);

#endif
