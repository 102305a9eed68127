/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RESTORED_H
#define ICSR_SYNC_RESTORED_H

#include "sync/run.h"

/*
 * Ask the server for each reservation of a state that `restore` put back, and
 * record what it has, before anything is planned: such a state is older than
 * the server; what was renewed since seems to have expired, and a link may
 * have changed.  A reservation that the server gives no answer for is a
 * problem of the run, in doubt in this run (r->unasked), and asked for again
 * by the next.  A dry run calls nothing and only reports how many there are.
 * Errors are those of ask and of the state.
 */
int restored_ask(struct run *r, struct err *e);

#endif
