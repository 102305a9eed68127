/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_OUTFILE_H
#define ICSR_CMD_OUTFILE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/slice.h"

/*
 * Write a file that a command was told to make, as a whole or not at all:
 * one that is there is replaced and keeps its mode, a new one has what the
 * umask allows.  One that says so already is not touched.  "-" is standard
 * output.  What a killed process left in the folder is removed.  ERR_FAILED.
 */
int outfile_write(const char *path, struct slice bytes, struct err *e);

static inline bool
outfile_is_stdout(const char *path)
{
	return path && path[0] == '-' && !path[1];
}

#endif
