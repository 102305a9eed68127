/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SERIES_H
#define ICSR_SYNC_SERIES_H

#include "sync/uid_set.h"

/*
 * Plan for a single event, or a series with one reservation for all of it
 * (recurrence = series): the master has the booking, overrides carry its link.
 * The set has a master, or the booking of a master that stands nowhere now.
 */
int series_examine(struct uid_set *s, struct err *e);

#endif
