/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_APPLY_H
#define ICSR_SYNC_APPLY_H

#include "sync/run.h"

/*
 * Carry out the calls of the plan: each intent is committed before its call
 * goes out (many share one commit), each answer as soon as it is there.
 * Items get their results; src/README.md has the states of a booking.
 *
 * A failure of the state (the error) ends it at once.  What stops the run
 * at the server's side (credentials, quota, network) is a problem and an
 * exit status of the run; items that were not reached have failed then.
 */
int apply_actions(struct run *r, struct err *e);

#endif
