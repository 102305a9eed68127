/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_COPY_H
#define ICSR_STORE_COPY_H

#include <stddef.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "store/db.h"

/* Whole copies of a state, in a file and in memory.  Private. */

/*
 * A consistent copy for path, mode 0600, durable and whole: copy_write makes
 * it beside path as a temporary file (base/temp.h; those of killed runs are
 * removed), asks check (NULL: nobody) whether it is sound and syncs it;
 * copy_publish renames it over what is there.  copy_end follows in any case
 * and removes what was not published.  Errors are ERR_FAILED, and check's.
 * name is the fault point before the rename; NULL: none.
 */
struct copy {
	char *path;
	struct str temp;
	int lock;		/* descriptor of temp; 0: none */
	bool made;
};

int copy_write(struct store *s, const char *path,
    int (*check)(struct store *copy, struct err *e), struct copy *c,
    struct err *e);
int copy_publish(struct copy *c, const char *name, struct err *e);
void copy_end(struct copy *c);

/* All three, unchecked. */
int copy_to_file(struct store *s, const char *path, const char *name,
    struct err *e);

/*
 * The bytes of a state as SQLite sees them: those of its file with what has
 * been committed to its -wal (SQLite, "Database File Format", 4).  A file
 * that is not in WAL mode, such as a copy by backup, has no -wal.  Nothing is
 * written, locked or made, so that a killed reader leaves nothing.
 */
struct image {
	unsigned char *bytes;		/* of sqlite3_malloc64 */
	size_t n;
};

/*
 * Read the state at path.  A -wal that is damaged counts up to its last
 * whole transaction, as SQLite itself has it after a crash.  ERR_FAILED or
 * ERR_USAGE when a file can't be read (see file_fail).
 */
int image_read(struct image *m, const char *path, struct err *e);
void image_free(struct image *m);

/*
 * Open s as a copy in memory of the state at path, which must exist.
 * Nothing is written to any disk, and what stands in a -wal that a killed
 * run left is seen.  When another process keeps writing the state while it
 * is copied: ERR_LOCKED.
 */
int copy_to_memory(struct store *s, const char *path,
    const struct clock *clock, struct err *e);

#endif
