/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RECOVER_H
#define ICSR_SYNC_RECOVER_H

#include "sync/run.h"

/*
 * The start of every command that changes something: calls of a run that
 * was stopped, whose answer was never recorded, become `unknown`, each a
 * problem of this run; temporary files of such a run are removed.
 *
 * Then the server is asked for each reservation of a state that `restore` put
 * back, and what it has is recorded, before anything is planned: such a state
 * is older than the server; what was renewed since seems to have expired, and
 * a link may have changed.  A reservation that the server gives no answer for
 * is a problem of the run, in doubt in this run (r->unasked), and asked for
 * again by the next.  A dry run calls nothing and only reports how many there
 * are.  Errors are those of client_query and of the state.
 */
int recover(struct run *r, struct err *e);

/*
 * Remove the temporary files of killed runs that no row names, as after
 * `restore`: from the folders of files that were read, and of their outputs,
 * where the cache vouches for nothing.  Behind the plan of a run that is no
 * dry one.
 */
void recover_folders(const struct run *r);

#endif
