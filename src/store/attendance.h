/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_ATTENDANCE_H
#define ICSR_STORE_ATTENDANCE_H

#include "base/mem.h"
#include "model/attendance.h"
#include "store/store.h"

/* The rows of attendance and stays: who was in the meetings. */

/* Add all meetings, or those of a UID, by start. */
int attendance_rows(struct store *s, const char *uid, struct arena *a,
    struct attendances *out, struct err *e);
/* Add those that are not over. */
int attendance_running(struct store *s, struct arena *a,
    struct attendances *out, struct err *e);
/* Read the row of m's reserve_id and meeting_id over m; without one m stays
 * as it is. */
int attendance_find(struct store *s, struct attendance *m, struct arena *a,
    struct err *e);
/* Add the stays of a meeting, by time of joining. */
int attendance_stays(struct store *s, int64_t meeting, struct arena *a,
    struct stays *out, struct err *e);

/* Put a meeting and its stays; a new one gets its id. */
int attendance_put(struct store *s, struct attendance *m,
    struct stays *stays, struct err *e);

/* Add the people, under that kind of id, whose names were not asked for. */
int attendance_unnamed(struct store *s, const char *user_id_type,
    struct arena *a, struct texts *out, struct err *e);
/* Note the name of a person, "" for none, where it was not asked for. */
int attendance_set_name(struct store *s, const char *user_id_type,
    const char *person, const char *name, struct err *e);

/* Remove meetings that were last seen before that time. */
int attendance_purge(struct store *s, int64_t before, struct err *e);
/*
 * Remove all meetings, or those of a UID, with what was known of people;
 * *n: how many.  The -wal is emptied, so that in a state opened as STORE_JOIN
 * their bytes are gone from the disk.  No transaction may be open.
 */
int attendance_forget(struct store *s, const char *uid, int64_t *n,
    struct err *e);

#endif
