/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_IMAGE_H
#define ICSR_STORE_IMAGE_H

#include <stddef.h>

#include "base/err.h"

/*
 * The bytes of a state as SQLite sees them: those of its file with what has
 * been committed to its -wal (SQLite, "Database File Format", 4).  Nothing
 * is written, locked or made, so that a killed reader leaves nothing.
 * Private to this folder.
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

#endif
