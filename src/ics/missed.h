/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_MISSED_H
#define ICSR_ICS_MISSED_H

#include "ics/look.h"

/*
 * Set out->missed: the first EXDATE, or RECURRENCE-ID, from `from` on that
 * names no occurrence of the rules and dates, and how many there are.  It
 * has a bound of steps of its own; when that is reached nothing is missed.
 * For recur.c.
 */
void missed_find(struct look *l);

#endif
