/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_STORE_H
#define ICSR_SANDBOX_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct json_object;

struct stored {
	int64_t id;
	struct json_object *o;	/* owned */
	struct str text;	/* o as JSON */
};

/*
 * The reservations, each a JSON object of its own:
 *   id, meeting_no, password, end_time, owner_id, made_by ("app:ID" or
 *   "user:ID"), created, updated, meeting_settings (without password) and
 *   meeting, while one is held.
 * Sorted by id, which is the order they are made in.  With a path every
 * change is written, as a whole and durably, before the function that made
 * it returns; when that fails the change is taken back.
 */
struct reserves {
	struct VEC(struct stored) list;
	const char *path;	/* the caller's; NULL: in memory only */
	int64_t next;		/* numbers handed out so far */
	size_t bytes;		/* of all texts */
};

/* Read the file, when there is one, into a zeroed struct.  ERR_STATE when it
 * is damaged. */
int store_load(struct reserves *s, const char *path, struct err *e);
void store_free(struct reserves *s);

/* A new id, of a reservation or a meeting. */
int64_t store_new_id(struct reserves *s);
/*
 * A meeting number for a new reservation: one of `numbers` numbers that is
 * held by no reservation which ends after now.  When all are held, or numbers
 * is 0, it is the id's own.
 */
int64_t store_new_number(const struct reserves *s, int64_t id, int64_t numbers,
    int64_t now);

/* The object of a reservation, owned by the store; NULL: not there. */
struct json_object *store_get(const struct reserves *s, int64_t id);
/*
 * Add or replace (o is taken over in any case), or remove.  On failure, the
 * disk's or a bound's, nothing is changed.
 */
int store_put(struct reserves *s, int64_t id, struct json_object *o,
    struct err *e);
int store_remove(struct reserves *s, int64_t id, struct err *e);

#endif
