/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_ROUTE_H
#define ICSR_SANDBOX_ROUTE_H

#include <stdint.h>

struct box;
struct call;

/*
 * The way of a call: route_begin, as soon as it has come in whole, finds
 * its endpoint, counts it and looks up its fault; route_run makes the
 * deed and the answer and writes the log.  Both say for how many
 * milliseconds to wait before what comes next.
 */
int64_t route_begin(struct box *b, struct call *c);
int64_t route_run(struct box *b, struct call *c);

#endif
