/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_METRICS_H
#define ICSR_CMD_METRICS_H

#include "base/err.h"

struct session;

/*
 * Replace the file of [run] metrics, as a whole, by what came of the run and
 * what the state holds, in Prometheus' text format (Exposition formats,
 * version 0.0.4).  A new file has mode 0644, so that a collector may read it.
 * Counters go on from those of the file that is there; what the state does
 * not tell, since it can't be read, is left out.  The run has been reported.
 * Errors are ERR_FAILED or ERR_USAGE; the old file stays then.
 */
int metrics_write(struct session *s, struct err *e);

#endif
