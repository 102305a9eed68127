/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_SPOOL_H
#define ICSR_CMD_SPOOL_H

#include "base/err.h"
#include "base/mem.h"

/*
 * What goes to standard output once all is done: a file in a private folder
 * below $TMPDIR until then.
 */

/* Make the folder; its name is the caller's until spool_remove. */
int spool_open(char **folder, struct err *e);
const char *spool_file(struct arena *a, const char *folder);
/* Nothing is printed when there is no file. */
int spool_print(const char *folder, struct err *e);
/* NULL is none. */
void spool_remove(char *folder);

#endif
