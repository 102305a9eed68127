/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_BOOKINGS_H
#define ICSR_STORE_BOOKINGS_H

#include "base/mem.h"
#include "base/vec.h"
#include "model/booking.h"
#include "store/store.h"

/* Rows of bookings: they are returned, not judged. */

struct booking_key {
	const char *calendar, *uid;
	const char *recurrence_id;	/* "" for none */
};

/* The booking of a key; *b is NULL when there is none. */
int bookings_find(struct store *s, const struct booking_key *key,
    struct arena *a, struct booking **b, struct err *e);
/* Those of a UID: of a series for itself, or for occurrences; added to
 * out, by start. */
int bookings_of_uid(struct store *s, const char *calendar, const char *uid,
    struct arena *a, struct vec *out, struct err *e);
/* Those of the same event in other calendars; added to out. */
int bookings_elsewhere(struct store *s, const struct booking_key *key,
    struct arena *a, struct vec *out, struct err *e);

/* What a scan needs of each booking of a file; sorted by key. */
struct booking_mark {
	uint64_t key;
	int64_t id;
	bool seen;		/* the scan's own */
};
int bookings_marks(struct store *s, int64_t file, struct vec *out,
    struct err *e);

/* Selections, each by an index. */
enum booking_query {
	BOOKINGS_ALL,		/* of a calendar, or of all with NULL */
	BOOKINGS_DUE,		/* of a calendar, due at or before `when` */
	BOOKINGS_UID,		/* text is the UID, in all calendars */
	BOOKINGS_ID,		/* when is the row's id */
	BOOKINGS_RESERVE_ID,	/* text is the reserve_id */
};
/* Add the rows (struct booking) to out, by start and uid. */
int bookings_select(struct store *s, enum booking_query q, const char *text,
    int64_t when, struct arena *a, struct vec *out, struct err *e);

/* How many reservations the server holds for each calendar that has any. */
struct live_count {
	const char *calendar;
	int64_t n;
	int64_t end_time;	/* the query's own */
};
int bookings_live(struct store *s, int64_t now, struct arena *a,
    struct vec *out, struct err *e);

/* Insert (id 0; id is set) or update the whole row. */
int bookings_put(struct store *s, struct booking *b, struct err *e);
/* Delete those in no file whose event and reservation are over. */
int bookings_purge(struct store *s, int64_t now, struct err *e);
/* Delete the row and its own lines; operations stay. */
int bookings_delete(struct store *s, int64_t id, struct err *e);
/* Point to another file; 0: none. */
int bookings_set_file(struct store *s, int64_t id, int64_t file,
    uint64_t key, struct err *e);

#endif
