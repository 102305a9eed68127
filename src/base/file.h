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

/* The system's clock, in nanoseconds: what stamps are compared with. */
int64_t file_clock(void);
/*
 * Whether a stamp of a file that was read from `began` (file_clock) on can be
 * trusted later: both times are more than two seconds older.  A younger file
 * could change again within the same tick of its clock (git calls it racy).
 */
bool file_stamp_settled(const struct file_stamp *s, int64_t began);

/*
 * Open /dev/null as each of the descriptors 0 to 2 that is closed, so that
 * no file that we open gets the number of standard output.  Call it before
 * anything is opened.
 */
void file_open_standard(void);

/*
 * Open a small file (configuration, secret) for reading.  Returns the
 * descriptor, or -1 with ERR_USAGE: it can't be opened, or is a named pipe,
 * which nobody may ever write to.  A pipe that the shell made ("<(pass x)",
 * /dev/stdin) is taken.
 */
int file_open(const char *path, struct err *e);
/*
 * Read all of it, at most max bytes, into text, and close the descriptor.
 * ERR_USAGE with the path when it can't be read or is longer.
 */
int file_take(struct str *text, int fd, const char *path, size_t max,
    struct err *e);
/* Both. */
int file_read(struct str *text, const char *path, size_t max, struct err *e);

/* Write all of the bytes, also after a signal.  -1 with errno. */
int file_write(int fd, struct slice bytes);
/*
 * Read standard input to its end, at most max bytes, into a temporary file
 * without a name.  *fd is the caller's to close unless it is -1, also after an
 * error.
 */
int file_copy_stdin(int *fd, int64_t max, struct err *e);

struct stat;
struct file_stamp file_stamp_of(const struct stat *st);

/* Stamp of the file at path, links followed.  False with errno. */
bool file_stat(const char *path, struct file_stamp *s);
/* Whether two paths lead to one file that is there; NULL is none. */
bool file_same(const char *a, const char *b);

/* ERR_USAGE when what is at path, links followed, is no plain file; nothing
 * at all is none either, and fine. */
int file_check_plain(const char *path, struct err *e);

/* The folder part of a path: "a/b" gives "a", "b" gives ".". */
void file_dirname(struct str *out, const char *path);

/*
 * Make a folder and its parents, mode 0700, as mkdir -p does.  Those that
 * exist are left alone.  The folder that a new one stands in is synced.
 * Errors as file_fail.
 */
int file_mkdirs(const char *path, struct err *e);

/* Sync the folder that path stands in, so that its name is on the disk.
 * -1 with errno, and the folder in *folder, which the caller frees. */
int file_sync_folder(const char *path, struct str *folder);

/*
 * What a failure of the system with the state's files means: ERR_USAGE when
 * this user may not use that place or it is none (EACCES, EROFS, ENOENT...),
 * ERR_FAILED for all others (EIO, ENOSPC, ENOLCK...), and the remedy, "" when
 * there is none.
 */
struct file_fault {
	enum err_code code;
	const char *remedy;
};
struct file_fault file_fault(int error);
/* Set the error "PATH: WHAT: text of errno; remedy".  Returns -1. */
int file_fail(struct err *e, const char *path, const char *what);
/*
 * The same for what is a calendar's: ERR_SOURCE, "PATH: text of errno; what
 * to do".  Returns -1.
 */
int file_unreadable(struct err *e, const char *path);
/* And for a file that can't be made or replaced at path: ERR_FAILED. */
int file_unwritable(struct err *e, const char *path);
/*
 * Look, and touch nothing, whether a file can be made or replaced at path;
 * makes_folders: folders that are missing will be made.  Errors as
 * file_unwritable.
 */
int file_writable(const char *path, bool makes_folders, struct err *e);

#endif
