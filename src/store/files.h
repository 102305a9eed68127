/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_FILES_H
#define ICSR_STORE_FILES_H

#include <stdbool.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/vec.h"
#include "store/store.h"

/* What is remembered of a calendar file when it was last read whole. */
struct file_row {
	int64_t id;
	const char *calendar, *path;
	bool trusted;		/* the stamp says that nothing is open */
	struct file_stamp stamp;
	uint64_t config;	/* digest of the settings it was read with */
	int64_t calendars;	/* VCALENDARs in it */
	int64_t skipped;	/* events in it that are not booked */
	int64_t deferred;	/* events that wait to come into reach */
	int64_t due;		/* when to read it again unchanged; 0 never */
	const char *temp;	/* a replacement under way; NULL: none */
};

/* The latest time at which a file was read (Unix seconds), how often the
 * clock was found set back since, and when a run was last noted. */
struct clock_row {
	int64_t latest, jumps, run;
};
int files_clock(struct store *s, struct clock_row *c, struct err *e);
int files_set_clock(struct store *s, const struct clock_row *c,
    struct err *e);

/* The files of a calendar in the byte order of their paths. */
int files_of(struct store *s, const char *calendar, struct arena *a,
    struct vec *out, struct err *e);
/* The file of an id, if there is one; added to out. */
int files_by_id(struct store *s, int64_t id, struct arena *a,
    struct vec *out, struct err *e);
/* Ids (int64_t) of the files in which a series has a booking or lines of
 * ours; added to out. */
int files_of_uid(struct store *s, const char *calendar, const char *uid,
    struct vec *out, struct err *e);
/* Digests (uint64_t, sorted) of the components that need nothing. */
int files_settled(struct store *s, int64_t id, struct vec *out,
    struct err *e);
/* Insert (id 0; id is set) or update; settled: sorted uint64_t, or NULL to
 * keep what is there. */
int files_put(struct store *s, struct file_row *f,
    const struct vec *settled, struct err *e);
/* Delete; bookings that point to it point to none. */
int files_delete(struct store *s, int64_t id, struct err *e);
/* Those with a temp, of any calendar. */
int files_with_temp(struct store *s, struct arena *a, struct vec *out,
    struct err *e);
/* Forget that nothing in a file is open; files_put says so again. */
int files_distrust(struct store *s, int64_t id, struct err *e);
/* Set or (NULL) clear the temp of a file. */
int files_set_temp(struct store *s, int64_t id, const char *temp,
    struct err *e);

#endif
