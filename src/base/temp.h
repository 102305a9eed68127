/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_TEMP_H
#define ICSR_BASE_TEMP_H

#include "base/str.h"

/*
 * Temporary files that are known as stale when their maker was killed.
 * Their names do not repeat, as process ids do in a container, and the
 * maker holds a lock on the file while it lives.
 */

/*
 * Append a name: begin, 16 random hexadecimal digits, end.  begin has the
 * folder in it.
 */
void temp_name(struct str *out, const char *begin, const char *end);
/*
 * Make the file at path, mode 0600, open for writing and locked; it must
 * not be there.  The lock lasts until the descriptor is closed, and covers
 * the first byte alone: SQLite locks others.  -1 with errno.
 */
int temp_create(const char *path);
/* Remove the files with names of temp_name that nobody holds a lock on. */
void temp_sweep(const char *begin, const char *end);

#endif
