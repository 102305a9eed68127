/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OCCURRENCES_H
#define ICSR_SYNC_OCCURRENCES_H

#include "sync/uid_set.h"

/*
 * Plan a reservation for each occurrence in reach (recurrence = occurrences),
 * or for each override of a series that has no master.
 */
int occurrences_examine(struct uid_set *s, struct err *e);

#endif
