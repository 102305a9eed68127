/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_OUTFILE_H
#define ICSR_CMD_OUTFILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "conf/conf.h"

/*
 * Write a file that a command was told to make, as a whole or not at all:
 * a file that is there is replaced and keeps owner, mode, ACL and attributes, a
 * new one has what the umask allows of `mode`.  A file that holds these bytes
 * already is not touched.  "-" is standard output, and a device or pipe is
 * written into.  Links are followed, but not what others put into a folder
 * like /tmp (trust_target).  What a killed process left in the folder is
 * removed.  ERR_FAILED.
 */
int outfile_write(const char *path, struct slice bytes, mode_t mode,
    struct err *e);

/*
 * ERR_USAGE when the file must not be overwritten: it is a calendar's (or,
 * unless may_join, would become one), or of the state, or trust_target refuses
 * it.  NULL and "-" are fine.
 */
int outfile_check(const struct conf *c, const char *path, bool may_join,
    struct err *e);
/*
 * ERR_FAILED when the file can't be written there, as far as that can be seen
 * before, or what trust_target refuses.  is_copy: of a calendar, in the folder
 * at path or under that name in a folder that is made.  NULL and "-" are fine.
 */
int outfile_check_place(const char *path, bool is_copy, struct err *e);

/*
 * Where the copy of a calendar or table goes: "/a/b.csv" -> "/a/b-links.ics"
 * beside it, or "FOLDER/b.ics".
 */
const char *outfile_beside(struct arena *a, const char *path);
const char *outfile_in(struct arena *a, const char *folder,
    const char *path);

static inline bool
outfile_is_stdout(const char *path)
{
	return path && path[0] == '-' && !path[1];
}

/*
 * What goes to standard output once all is done: until then a file in a
 * folder of its own beside the state, for whoever holds the state's lock.
 */

/* Where that file is; of a dry run, where none will be. */
const char *spool_file(struct arena *a, const char *state, bool dry_run);
/* Make the folder. */
int spool_open(const char *state, struct err *e);
/* Nothing is printed when there is no file. */
int spool_print(const char *state, struct err *e);
/* The folder and all that is in it, or nothing: also a killed run's. */
void spool_remove(const char *state);

#endif
