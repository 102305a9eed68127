/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REKEY_H
#define ICSR_SYNC_REKEY_H

#include "sync/item.h"

/*
 * Give the booking of an event that is gone from a calendar the UID of a new
 * event in it with the same start, end and summary, without a call: some
 * exporters make a new UID for each event each time, and drop our lines.  The
 * same with an occurrence that its series has no more: "this and all that
 * follow" is one more series for many clients.
 * Between examine and absent_find.
 */
void rekey(struct run *r);

#endif
