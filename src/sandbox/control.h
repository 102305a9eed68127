/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SANDBOX_CONTROL_H
#define ICSR_SANDBOX_CONTROL_H

#include <stdbool.h>

struct box;
struct call;

/*
 * The endpoints below /_sandbox/, for tests and the curious: no token, no
 * rate limit, no latency, not in the log.  icsreserve-sandbox(1) lists
 * them.
 */
bool control_is(const struct call *c);
void control_run(struct box *b, struct call *c);

#endif
