/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_REKEY_H
#define ICSR_SYNC_REKEY_H

#include "sync/item.h"

/*
 * Some exporters make a new UID for each event each time, and know nothing of
 * our lines.  An event that is gone from a calendar, and one that is new in
 * it with the same start, end and summary, are one: the booking takes the new
 * UID, without a call.  Between examine and absent_find.
 */
void rekey(struct run *r);

#endif
