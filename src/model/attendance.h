/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_ATTENDANCE_H
#define ICSR_MODEL_ATTENDANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "model/reservation.h"

/*
 * Who was in a meeting, merged from looks at it while it ran
 * (get_active_meeting); src/README.md has the states.  Plain data; texts
 * belong to whoever made the struct.  Times are Unix seconds.
 */

struct attendance {
	int64_t id;			/* of its row; 0: none yet */
	const char *calendar, *uid, *recurrence_id, *topic;
	const char *reserve_id, *meeting_id;
	const char *user_id_type;	/* of the last look's ids */
	int64_t start, end;		/* as the server says; 0: not told */
	int64_t first_seen, last_seen;	/* looks that saw it running */
	bool over;			/* a later look found it ended */
	int64_t most, total;		/* people: at a time, and in all */
	int64_t abilities;		/* that were used, as in
					 * struct active_meeting */
};
struct attendances VEC(struct attendance);

/* What the server keeps of a person under one time of joining. */
struct stay {
	int64_t meeting;		/* id of its row */
	const char *user_id_type, *person;	/* "" for who has no id */
	int64_t joined, nth;		/* nth: of those alike */
	const char *name;		/* NULL: nobody asked; "": none */
	int64_t user_type;
	int64_t left;			/* 0: still in the meeting */
	bool left_told;			/* by the server; else about then */
	int64_t seconds;		/* in the meeting */
	int64_t told;			/* of them by the server, last */
	int64_t seen;			/* last instant surely there */
	bool present;
	bool host, cohost, external;	/* at any look */
};
struct stays VEC(struct stay);

/*
 * Take a look at a meeting, made at `now`, into what is known: times and
 * counts of the meeting, and its participants into the stays, which are all
 * of that meeting.  A stay that the look does not list has ended.  New stays
 * borrow the look's texts, and user_id_type.
 */
struct attendance_look {
	const struct active_meeting *meeting;
	const char *user_id_type;
	int64_t now;
};
void attendance_merge(struct attendance *m, struct stays *stays,
    const struct attendance_look *look);

/*
 * The meeting is over: its end, as the server says or 0, ends the stays that
 * are open; without it they end when they were last seen.
 */
void attendance_end(struct attendance *m, struct stays *stays, int64_t end);

/* When it ended, or was last seen. */
int64_t attendance_until(const struct attendance *m);

/* One line of the sheet. */
struct attendee {
	const char *id, *name;		/* "": none */
	int64_t joined, left, seconds;	/* left 0: still there */
	bool left_told;
	int64_t user_type;
	bool host, cohost, external;
};
struct attendees VEC(struct attendee);

/*
 * Add the people of a meeting, by first join.  stays are all of the meeting,
 * by time of joining; those under another kind of id than the last look's are
 * left out, for its answer had these people too.
 */
void attendance_people(const struct attendance *m, const struct stays *stays,
    struct attendees *out);

/* Per cent of the meeting that somebody was there, 0 to 100. */
int64_t attendance_share(const struct attendance *m,
    const struct attendee *a);

#endif
