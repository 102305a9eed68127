/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_SEND_H
#define ICSR_API_SEND_H

#include <stdint.h>

#include "base/mem.h"

struct api;

/*
 * Send all that may go now: the token first, then calls, as many as there are
 * connections and as each endpoint's bucket allows (http/pace.h), each
 * endpoint in turn.  What fails on the spot is settled at once, with texts
 * in the arena.
 *
 * Returns the milliseconds until something else may go; INT64_MAX when that
 * depends on an answer.
 */
int64_t send_ready(struct api *api, struct arena *texts);

#endif
