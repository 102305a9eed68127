/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_FILES_H
#define ICSR_STORE_FILES_H

#include <stdbool.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"
#include "store/store.h"

/*
 * The cache: what each calendar file held when it was last read whole.  It
 * saves reading; a plan made with an empty cache is the same.  Triggers of
 * the state take the trust from the files that hold an event or reservation
 * whose booking changes.
 */
struct file_row {
	int64_t id;		/* 0: not in the cache */
	const char *calendar, *path;
	bool trusted;		/* nothing is left to do for its bytes, from
				 * `since` until `due` */
	int64_t since, due;	/* Unix seconds; due 0: for ever */
	struct file_stamp stamp;
	uint64_t config;	/* digest of the settings it was read with;
				 * 0: what is settled does not count */
	int64_t calendars;	/* VCALENDARs in it */
	int64_t skipped;	/* events in it that are not booked */
	int64_t deferred;	/* events that wait to come into reach */
	const char *temp;	/* a replacement under way; NULL: none */
};
struct file_rows VEC(struct file_row);

/* What is known of a VEVENT. */
enum settled_kind {
	SETTLED_OPEN,		/* its bytes were seen, and need more */
	SETTLED_DONE,		/* nothing is left to do for them */
	SETTLED_SKIPPED,	/* the same, and a rule leaves it out */
	SETTLED_WAITS,		/* the same, until it comes into reach */
};

struct settled {
	uint64_t digest;	/* of struct cut_event; first, for the order */
	int64_t due;		/* Unix seconds: look again then; 0: never */
	enum settled_kind kind;
};
struct settled_list VEC(struct settled);

/* An event that stands in a file, and a reservation of ours whose id or link
 * stands in it. */
struct hold {
	int64_t file;		/* row */
	uint64_t uid_key;	/* cut_uid_key */
	const char *reserve_id;	/* "" for none */
};
struct holds VEC(struct hold);

/* The latest time at which a file was read (Unix seconds), how often the
 * clock was found set back since, and when a run was last noted. */
struct clock_row {
	int64_t latest, jumps, run;
};
int files_clock(struct store *s, struct clock_row *c, struct err *e);
int files_set_clock(struct store *s, const struct clock_row *c,
    struct err *e);

/* The files of a calendar in the byte order of their paths; added to out,
 * as by all below. */
int files_of(struct store *s, const char *calendar, struct arena *a,
    struct file_rows *out, struct err *e);
/* The files of any calendar that hold a UID, or a reservation ("": none). */
int files_holding(struct store *s, uint64_t uid_key, const char *reserve_id,
    struct arena *a, struct file_rows *out, struct err *e);
/* Those with a temp, of any calendar. */
int files_with_temp(struct store *s, struct arena *a, struct file_rows *out,
    struct err *e);

/* What is known of the VEVENTs of a file, sorted by digest. */
int files_settled(struct store *s, int64_t id, struct settled_list *out,
    struct err *e);
/* What a file holds, by uid_key (signed), then reserve_id; added to out. */
int files_holds(struct store *s, int64_t id, struct arena *a,
    struct holds *out, struct err *e);

/* What all files of a calendar hold; added to out, without reserve_ids. */
int files_holds_of_calendar(struct store *s, const char *calendar,
    struct holds *out, struct err *e);

/* Insert (id 0; id is set) or update the row alone. */
int files_put(struct store *s, struct file_row *f, struct err *e);
/* Set what is known of the VEVENTs of a file. */
int files_set_settled(struct store *s, int64_t id,
    const struct settled_list *settled, struct err *e);
/* Set what a file holds: holds are sorted by files_hold_cmp, each once.
 * Writes what differs from what is there alone. */
int files_set_holds(struct store *s, int64_t id, const struct holds *holds,
    struct err *e);
int files_hold_cmp(const void *a, const void *b);

/* Let each file be read anew: the state is a restored copy. */
int files_doubt(struct store *s, struct err *e);
/* Delete the row and what it holds. */
int files_delete(struct store *s, int64_t id, struct err *e);
/* Set or (NULL) clear the temp of a file. */
int files_set_temp(struct store *s, int64_t id, const char *temp,
    struct err *e);

#endif
