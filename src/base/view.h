/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_VIEW_H
#define ICSR_BASE_VIEW_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/file.h"
#include "base/slice.h"

/*
 * A regular file in memory, read-only.  When the file shrinks under the
 * map, the missing bytes read as NUL and `shrunk` becomes true, instead of
 * a signal that ends the run; ask view_intact after the last look.
 */
struct view {
	struct slice bytes;
	struct file_stamp stamp;
	mode_t mode;
	uid_t uid;
	gid_t gid;
	int64_t links;
	int fd;
	struct view *next;	/* living maps, for the signal handler */
	volatile int shrunk;
	bool lent;		/* bytes are somebody else's */
};

#define VIEW_SIZE_MAX ((int64_t)2 << 30)	/* offsets fit 32 bits */

/*
 * Map a file.  Errors are ERR_SOURCE with the path: absent, no permission,
 * not a regular file, above VIEW_SIZE_MAX.  Symbolic links are followed.
 */
int view_open(struct view *v, const char *path, struct err *e);
/*
 * Serve other bytes in place of the file's, which are no longer mapped;
 * they must outlive the view.  The stamp stays that of the file.
 */
void view_lend(struct view *v, struct slice bytes);
/* Give back the memory of the first n bytes; they can be read again. */
void view_drop(const struct view *v, size_t n);
/* Whether the file still is what was mapped: nothing shrank or changed. */
bool view_intact(const struct view *v);
void view_close(struct view *v);

#endif
