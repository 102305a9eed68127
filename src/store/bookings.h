/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_BOOKINGS_H
#define ICSR_STORE_BOOKINGS_H

#include "base/mem.h"
#include "base/vec.h"
#include "model/booking.h"
#include "store/store.h"

/* Rows of bookings: they are returned, not judged. */

/* All of them, of a calendar or (NULL) of all, by start and uid; added to out,
 * as by all below. */
int bookings_all(struct store *s, const char *calendar, struct arena *a,
    struct bookings *out, struct err *e);
/* Those of a UID in all calendars: of a series for itself, or for its
 * occurrences; by calendar, then start. */
int bookings_of_uid(struct store *s, const char *uid, struct arena *a,
    struct bookings *out, struct err *e);
/* The row of an id, if there is one. */
int bookings_by_id(struct store *s, int64_t id, struct arena *a,
    struct bookings *out, struct err *e);
/* The row of a reservation, if there is one. */
int bookings_by_reserve_id(struct store *s, const char *reserve_id,
    struct arena *a, struct bookings *out, struct err *e);
/* Those of a calendar whose reservation lives, ends before `before` (Unix
 * seconds), and is wanted for longer. */
int bookings_ending(struct store *s, const char *calendar, int64_t before,
    struct arena *a, struct bookings *out, struct err *e);
/* Those of a calendar whose event is gone (booking.going). */
int bookings_leaving(struct store *s, const char *calendar, struct arena *a,
    struct bookings *out, struct err *e);
/* Those that the server is to be asked for before anything is sent. */
int bookings_asked(struct store *s, struct arena *a, struct bookings *out,
    struct err *e);
/* Mark all live bookings to be asked for: the state is a restored copy. */
int bookings_ask(struct store *s, struct err *e);

/* Which events of a calendar are booked: their digests (cut_uid_key). */
struct booking_mark {
	uint64_t uid_key;
	int64_t id;
};
struct booking_marks VEC(struct booking_mark);
int bookings_marks(struct store *s, const char *calendar,
    struct booking_marks *out, struct err *e);

/* How many reservations the server holds for each calendar that has any. */
struct live_count {
	const char *calendar;
	int64_t n;
};
struct live_counts VEC(struct live_count);
int bookings_live(struct store *s, int64_t now, struct arena *a,
    struct live_counts *out, struct err *e);

/* Insert (id 0; id is set) or update the whole row. */
int bookings_put(struct store *s, struct booking *b, struct err *e);
/* A call for a booking is about to be sent: store b->updated, and let the cache
 * no longer trust the booking's files. */
int bookings_intend(struct store *s, const struct booking *b, struct err *e);
/* Give up the key of a row, so that another one can have it; bookings_put
 * follows for each in the same transaction. */
int bookings_set_aside(struct store *s, int64_t id, struct err *e);
/* Delete those whose event and reservation are over and that stand in no
 * file. */
int bookings_purge(struct store *s, int64_t now, struct err *e);
/* Delete the row, if it is there. */
int bookings_delete(struct store *s, int64_t id, struct err *e);

#endif
