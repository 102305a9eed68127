/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_SERVER_H
#define ICSR_SANDBOX_SERVER_H

#include "base/err.h"

struct box;

/*
 * Serve the box over HTTP on 127.0.0.1 until SIGTERM or SIGINT.  One
 * thread and one loop; calls that wait are set aside.  Says on stdout
 * where it listens.
 */
int server_run(struct box *b, struct err *e);

#endif
