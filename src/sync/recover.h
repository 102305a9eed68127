/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_RECOVER_H
#define ICSR_SYNC_RECOVER_H

#include "sync/run.h"

/*
 * The start of every command that changes something: calls of a run that
 * was stopped, whose answer was never recorded, become `unknown`, each a
 * problem of this run; temporary files of such a run are removed.
 */
int recover(struct run *r, struct err *e);

#endif
