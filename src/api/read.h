/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_READ_H
#define ICSR_API_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "model/reservation.h"

struct json_object;

/* Answers: what their fields can be, and what those that change nothing say. */

/*
 * Whether a field of an answer can be what its name says.  A field that
 * can't is "odd": it comes from a broken or hostile server, and nothing of
 * it is kept.
 */

/* 1 to 32 digits: a reserve_id has 19.  It goes into the path of calls. */
bool check_reserve_id(const char *text);
/* 1 to 24 digits and single blanks: a meeting number has 9. */
bool check_meeting_no(const char *text);
/* One line of UTF-8, at most 4096 bytes; "" too.  No control characters. */
bool check_line(const char *text);
/* https://, a host and something behind it, printable ASCII without blanks,
 * quotes, <, > and \, at most 2000 bytes.  Which hosts are wanted is not asked
 * here. */
bool check_link(const char *text);
/* 4 to 9 digits ("Reserve a meeting", meeting_settings.password). */
bool check_password(const char *text);
/*
 * An end_time in Unix seconds.  asked is the one of the request: the answer
 * may be a day later and 31 days earlier, since a reservation lasts 30 days
 * at most; but not over already, by either clock, when what was asked for is
 * not.  asked 0: none; any time of the years 2000 to 2099.
 */
bool check_end_time(int64_t t, int64_t asked, int64_t now);

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
