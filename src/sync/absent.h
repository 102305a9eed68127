/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ABSENT_H
#define ICSR_SYNC_ABSENT_H

#include "sync/catalog.h"

/*
 * Make items of the bookings whose event is gone for good, and of those that
 * fall due while their event can't be read.  While a calendar of the run is in
 * doubt nothing is deleted, since an event may have moved there; an event that
 * stands in another calendar now keeps its reservation.  After examine and
 * rekey.
 */
int absent_find(struct run *r, struct err *e);

#endif
