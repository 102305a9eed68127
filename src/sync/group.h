/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_GROUP_H
#define ICSR_SYNC_GROUP_H

#include "ics/recur.h"
#include "sync/subject.h"

/*
 * The VEVENTs of one UID in a file: a single event, or a series with its
 * overrides.  What they mean can only be told together.
 */
struct group {
	struct examination *x;
	struct vec members;		/* struct subject, in file order */
	const char *uid;		/* NULL: none could be read */
	struct vec rows;		/* struct booking: of the UID, in the
					 * calendar */
	struct vec marks;		/* struct own_mark */
	struct subject *master;		/* NULL: there is none */
	bool refused;			/* not all could be looked into */
};

/* From its VEVENTs to items; those that are told are not. */
int group_examine(struct group *g, struct err *e);

/* --- for series and occurrences ---------------------------------------- */

static inline struct subject *
group_member(const struct group *g, size_t i)
{
	return &VEC_AT(&g->members, struct subject, i);
}

/* The member with a RECURRENCE-ID ("" for none), or NULL. */
struct subject *group_find(const struct group *g, const char *recurrence_id);
/* The booking of a RECURRENCE-ID, or NULL. */
struct booking *group_row(const struct group *g, const char *recurrence_id);
/* Whether a booking belongs to this file, or to none. */
bool group_has(const struct group *g, const struct booking *b);

/* Whether lines of ours were written into the member. */
bool group_written(const struct group *g, const struct subject *s);

/*
 * The occurrences that end after `from` and not after `to`; overrides of
 * ours don't count.  False when they can't be told: that is told, and all
 * members are left open.
 */
bool group_look(struct group *g, int64_t from, int64_t to,
    struct recur_look *look);

/* Leave all members for the next run. */
void group_leave_open(struct group *g);

/*
 * A booking whose event has another one now: it is kept until it expires,
 * without a file, and told once.  Wanted again, it is used again.
 */
int group_supersede(struct group *g, struct booking *b, const char *note,
    struct err *e);

/* One reservation for all of it (recurrence = series); g has a master. */
int series_examine(struct group *g, struct err *e);
/* Overrides whose master, booked by row, stands in another file. */
int series_orphans(struct group *g, struct booking *row, struct err *e);
/* One for each occurrence in reach, or for each override without a master. */
int occurrences_examine(struct group *g, struct err *e);

#endif
