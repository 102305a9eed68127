/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_READ_H
#define ICSR_API_READ_H

#include <stdbool.h>

#include "base/mem.h"
#include "model/reservation.h"

struct json_object;

/*
 * What get, get_active_meeting and scopes answer, code 0.  A member of a
 * wrong type counts as absent.  All return NULL, or what is wrong with the
 * answer as a whole.  Texts belong to the arena.
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

/*
 * The scopes of an app ("Query tenant authorization status"): data.scopes,
 * each with scope_name, grant_status (1: granted) and scope_type ("tenant" or
 * "user"; both when it is absent).  Scopes that nobody asked for are passed
 * by; those that are not listed are not granted.
 */
const char *read_scopes(struct app_scope *scopes, size_t n,
    const struct json_object *root);

#endif
