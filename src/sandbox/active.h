/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_ACTIVE_H
#define ICSR_SANDBOX_ACTIVE_H

#include "base/err.h"

struct box;
struct call;
struct json_object;

/* Endpoint get_active_meeting; -1 when refused. */
int active_get(struct box *b, struct call *c);

/*
 * Start the meeting of a reservation, or change who is in it, and end it.
 * what is {"reserve_id":…,"participants":[…]} with ids or with objects as
 * get_active_meeting shows them; missing fields are filled in.  ERR_USAGE
 * when it makes no sense.
 */
int active_start(struct box *b, struct json_object *what, struct err *e);
int active_end(struct box *b, struct json_object *what, struct err *e);

#endif
