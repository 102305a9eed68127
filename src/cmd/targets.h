/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_TARGETS_H
#define ICSR_CMD_TARGETS_H

#include "cmd/session.h"

/*
 * What the words of a command line mean: calendars, and bookings.  What is
 * named twice is there once.
 */

/* Add a calendar, unless it is there. */
void targets_add(struct chosen_calendars *cals, struct calendar *cal);

/*
 * Add the calendars that the arguments from number `from` on name, by name or
 * path; without such arguments all that are configured.  A word that names
 * none is a problem of the run (ERR_SOURCE, with the nearest name), and the
 * others go on.  ERR_USAGE when nothing is named and none is configured, and
 * for a path that is not configured, but has a file of a calendar that is.
 */
int targets_calendars(struct session *s, size_t from,
    struct chosen_calendars *cals, struct err *e);

/*
 * Add the calendar of a booking, by the name in its row, and return it: a
 * configured or kept calendar, else the file or folder with that real path.
 * The latter is not written to, since it is not known where its links went.
 * NULL when there is neither, as of what came on standard input.
 */
struct calendar *targets_add_of(struct session *s, const char *name,
    struct chosen_calendars *cals);

/*
 * Add the bookings of a calendar, by its name; those of all with NULL.
 * ERR_USAGE, with the nearest name, when nothing is booked for it and no such
 * calendar is configured.
 */
int targets_booked_for(struct session *s, const char *calendar,
    struct bookings *out, struct err *e);

/* What an argument may be, and what happens when nothing is known of it. */
enum targets_kind {
	TARGETS_LOOK_UP,	/* a UID; to find nothing is ERR_FAILED */
	TARGETS_UIDS,		/* a UID; ERR_USAGE */
	TARGETS_IDS,		/* a UID or the id of a reservation; one that
				 * the state does not know is a booking with
				 * nothing else in it, since the API may know
				 * it; else ERR_USAGE */
};

/*
 * Add the bookings that the arguments name.  ERR_USAGE without an argument.
 * Where the state has no booking for an argument, the error names the known
 * UID that is most like it, and a command that helps.
 */
int targets_bookings(struct session *s, enum targets_kind kind,
    struct bookings *out, struct err *e);

/*
 * The end of a message about a UID that nothing is known of: "; did you mean
 * 'x'?" with the nearest of those that are booked, or "".  It belongs to the
 * run's arena.
 */
const char *targets_nearest(struct session *s, const char *uid);

#endif
