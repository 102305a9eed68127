/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SOURCE_H
#define ICSR_SYNC_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/files.h"

/*
 * The files of a calendar: path is a file, a folder whose items are the
 * *.ics in it (vdir: no hidden ones, none ending in .tmp), or a glob.
 * Adds (const char *, of the arena) to out, in byte order.
 *
 * ERR_SOURCE when the path is missing or can't be listed.  A folder or
 * glob without a calendar in it is no error here.
 */
int source_list(const char *path, struct arena *a, struct texts *out,
    struct err *e);

/* Whether the files that path names have this one, by whatever name. */
bool source_has(const char *path, const char *file);

/* A file, by whatever name. */
struct inode {
	int64_t dev, ino;
};
struct inodes VEC(struct inode);
vec_cmp source_by_inode;

/* Add those of the files that path names; none when it can't be listed. */
void source_inodes(const char *path, struct inodes *out);

/* Whether folders in the folder at path have some, as a vdir's above them. */
bool source_is_nested(const char *path);

/* Whether a calendar that is there has no file, while the cache knows some that
 * are gone: it was emptied, or is not mounted. */
bool source_was_emptied(const struct texts *paths,
    const struct file_rows *rows);

#endif
