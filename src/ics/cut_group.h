/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_CUT_GROUP_H
#define ICSR_ICS_CUT_GROUP_H

#include "ics/cut_data.h"

/*
 * The last step of a cut, when all events are known: chain those of one
 * UID, mark duplicates, and make each digest say what the event's meaning
 * hangs on: its bytes, its calendar's context, and the others of its UID.
 */
void cut_group(struct cut *c);

#endif
