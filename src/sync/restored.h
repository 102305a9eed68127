/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RESTORED_H
#define ICSR_SYNC_RESTORED_H

#include "sync/run.h"

/*
 * After `restore` the state is older than the server: what was renewed since
 * seems to have expired, and a link may have changed.  Ask for each
 * reservation that such a state holds, and record what the server has, before
 * anything is planned.  What could not be asked for is told, stays to be asked
 * for by the next run, and is in doubt in this one (r->unasked).  A dry run,
 * which calls nothing, only tells how many there are.  Errors are those of
 * ask and of the state.
 */
int restored_ask(struct run *r, struct err *e);

#endif
