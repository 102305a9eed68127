/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_CLEARED_H
#define ICSR_SYNC_CLEARED_H

#include "sync/run.h"

/*
 * Read back the reservations whose updates of this run cleared a field: the
 * API's pages do not agree whether an empty value does that (request_clears).
 * A field that kept its value is a problem of the run, and so is a failure to
 * read back.  The field is not sent again, since that would not help.
 */
void cleared_check(struct run *r);

#endif
