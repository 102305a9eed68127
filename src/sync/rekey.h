/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REKEY_H
#define ICSR_SYNC_REKEY_H

#include "sync/run.h"

/*
 * Some exporters make a new UID for each event each time.  An event that is
 * gone from a calendar, and one that is new in it with the same start, end
 * and summary, are one: the booking takes the new UID, without a call.
 * Between identity_resolve and identity_absent.
 */
int rekey(struct run *r, struct err *e);

#endif
