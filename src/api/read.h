/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_READ_H
#define ICSR_API_READ_H

#include <stdbool.h>

#include "base/mem.h"
#include "model/reservation.h"

struct json_object;

/*
 * What get and get_active_meeting answer, code 0.  A
 * member of a wrong type counts as absent.  Both return NULL, or what is
 * wrong with the answer as a whole.  Texts belong to the arena.
 */

/* id: of the reservation that was asked for; another one is wrong. */
const char *read_reservation(struct reservation *r, const char *id,
    const struct json_object *root, struct arena *texts);

/*
 * No meeting in the answer, null, or an empty one: none is running, and
 * m->id is NULL: the documentation does not say what the answer is then.
 */
const char *read_meeting(struct active_meeting *m,
    const struct json_object *root, struct arena *texts);

#endif
