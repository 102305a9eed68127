/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_STDIN_H
#define ICSR_SYNC_STDIN_H

#include "base/err.h"

/*
 * Read standard input to its end, at most VIEW_SIZE_MAX bytes, into a
 * temporary file without a name.  *fd is the caller's to close unless it is
 * -1, also after an error.
 */
int stdin_read(int *fd, struct err *e);

#endif
