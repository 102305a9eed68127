/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_ISSUED_H
#define ICSR_STORE_ISSUED_H

#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"
#include "store/store.h"

/*
 * What the server gave us, and what we put into calendars: by this, and not
 * by their place, lines are known as ours.
 *
 * Functions return 0, or -1 with the error of the state.  Texts of rows that
 * are read belong to the arena; the caller frees the vectors, to which some of
 * the rows may have been added on failure.
 */

/* A link or id that an answer gave for an event. */
struct issued_row {
	const char *link;	/* as own_link_key makes it; "": the id alone */
	const char *reserve_id, *uid;
	int64_t until;	/* Unix seconds: the reservation has ended then */
};
struct issued_rows VEC(struct issued_row);

/* Insert, and set until of all rows of the reservation. */
int issued_put(struct store *s, const struct issued_row *row, struct err *e);
/* Set until of all rows of a reservation to 0: it has ended. */
int issued_end(struct store *s, const char *reserve_id, struct err *e);
/* The rows of a link, and those of a reservation; added to out. */
int issued_by_link(struct store *s, const char *link, struct arena *a,
    struct issued_rows *out, struct err *e);
int issued_by_id(struct store *s, const char *reserve_id, struct arena *a,
    struct issued_rows *out, struct err *e);
/* The rows of an event whose links are not known: version 4 of the state
 * dropped a link once its line had been changed.  Reads all such rows. */
int issued_without_link(struct store *s, const char *uid, struct arena *a,
    struct issued_rows *out, struct err *e);

/* A VEVENT that has carried lines of a reservation. */
struct vevent_row {
	const char *reserve_id;
	uint64_t vevent;		/* tells apart those of a reservation */
	const char *recurrence_id;	/* "" for none */
	struct slice says;	/* likeness_of; empty: not known */
	bool settled;	/* a run has recorded it as written; else a run that
			 * was killed may not have come to write it */
};

/* Insert, unless there is one of its reserve_id and vevent. */
int vevents_add(struct store *s, const struct vevent_row *row,
    struct err *e);
/* Set all but its keys. */
int vevents_set(struct store *s, const struct vevent_row *row,
    struct err *e);

/* What stood where we wrote a line. */
struct undo_row {
	struct vevent_row at;		/* only its keys are put */
	const char *name;		/* "DTSTAMP" */
	const char *wrote;		/* our unfolded line */
	struct slice was;	/* raw, with its line end; p NULL: nothing
				 * stood there */
};
struct undo_rows VEC(struct undo_row);

/* All of a reservation; added to out. */
int undo_of(struct store *s, const char *reserve_id, struct arena *a,
    struct undo_rows *out, struct err *e);
/* Insert, or replace what it was; vevents_add comes first. */
int undo_put(struct store *s, const struct undo_row *row, struct err *e);

/* An override that we made as a whole: a row for what it says, one for each
 * line in it, and one for the bytes that stood there when it was made anew, or
 * that says that a person has changed it. */
#define MADE_LINE (-1)
#define MADE_PERSONS (-2)
#define MADE_PERSONS_COPY (-3)	/* a copy under another UID, that is */
#define MADE_BY_OTHERS (-4)	/* a person wrote the override: it replaces one
				 * that we made, or has the booking of another
				 * event that looked the same */
struct made_row {
	const char *reserve_id, *uid;
	uint64_t digest;	/* override_digest; hash_join of that and of a
				 * line as of override_lines; of an X- line the
				 * unfolded one; 0: see bytes, MADE_PERSONS */
	int64_t length;			/* from start to end, seconds;
					 * MADE_LINE, of override_lines; or
					 * whose it is, as above */
	const char *bytes;	/* own_digest of another one of ours, or as
				 * version 4 knew it; NULL: none */
};
struct made_rows VEC(struct made_row);

/* All of a reservation, and all of a UID; added to out. */
int made_by_id(struct store *s, const char *reserve_id, struct arena *a,
    struct made_rows *out, struct err *e);
int made_of(struct store *s, const char *uid, struct arena *a,
    struct made_rows *out, struct err *e);
int made_put(struct store *s, const struct made_row *row, struct err *e);
/* Before made_put records another text of an override of ours: delete its row
 * of bytes, or of the person; from 256 rows on, all its rows. */
int made_make_room(struct store *s, const char *reserve_id, const char *uid,
    struct err *e);

/* Which kinds of line we have put into a VEVENT for a reservation. */
struct put_row {
	const char *reserve_id, *recurrence_id;
	int64_t kinds;			/* OWN_BIT of each, and OWN_TOLD */
	/* how often all were missing and put again, and when last (Unix
	 * seconds) */
	int64_t losses, lost_at;
	int64_t anchor;			/* of a series' master its DTSTART (Unix
					 * seconds), else 0 */
};
struct put_rows VEC(struct put_row);

/* All of a reservation; added to out. */
int put_of(struct store *s, const char *reserve_id, struct arena *a,
    struct put_rows *out, struct err *e);
/* Set, or delete when kinds is 0. */
int put_set(struct store *s, const struct put_row *row, struct err *e);
/* Remove from the stored row, if there is one, all kinds that `row` does not
 * have; of `row` only keys and kinds count. */
int put_keep(struct store *s, const struct put_row *row, struct err *e);
/* Delete the rows of lines that are no more (sql/queries.sql says when). */
int put_purge(struct store *s, struct err *e);

#endif
