/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_STEP_H
#define ICSR_BASE_STEP_H

#include "base/err.h"

/*
 * Fault points.  step() stands before and after each durable effect
 * (commit, fsync, rename, unlink) and each call that goes out or comes
 * back.  In normal use it costs one comparison.  The environment turns it
 * into the instrument of tests/crash and tests/fault:
 *
 *   ICSRESERVE_STEP=count    each step is named on stderr, "step N NAME"
 *   ICSRESERVE_STEP=kill:N   the program stops dead at step N, by
 *                            _exit(100): no buffer is flushed, no handler
 *                            runs
 *   ICSRESERVE_STEP=fail:N   step N fails: step() returns -1 with errno
 *                            EIO, and the caller takes the path that it
 *                            takes when the operation itself fails
 */
int step(const char *name);

/* Read the environment; ERR_USAGE when it makes no sense. */
int step_init(struct err *e);

#define STEP_EXIT 100

#endif
