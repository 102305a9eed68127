/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_FILE_H
#define ICSR_BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"

/* What tells one version of a file from another without reading it. */
struct file_stamp {
	int64_t dev, ino, size;
	int64_t mtime_ns, ctime_ns;
};

bool file_stamp_eq(const struct file_stamp *a, const struct file_stamp *b);

/*
 * Whether a stamp taken now can be trusted later: both times are more than
 * two seconds in the past by the system's own clock.  A younger file could
 * change again within the same tick of its clock (git calls it racy).
 */
bool file_stamp_settled(const struct file_stamp *s);

/*
 * Read a whole small file (configuration, secrets) of at most max bytes
 * into text.  ERR_USAGE with the path when it can't be read or is longer.
 */
int file_read(struct str *text, const char *path, size_t max, struct err *e);

struct stat;
struct file_stamp file_stamp_of(const struct stat *st);

/* Stamp of the file at path, links followed.  False with errno. */
bool file_stat(const char *path, struct file_stamp *s);
/* Whether two paths lead to one file that is there; NULL is none. */
bool file_same(const char *a, const char *b);

/* The folder part of a path: "a/b" gives "a", "b" gives ".". */
void file_dirname(struct str *out, const char *path);

/*
 * Make a folder and its parents, mode 0700, as mkdir -p does.  Those that
 * exist are left alone.
 */
int file_mkdirs(const char *path, struct err *e);

#endif
