/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OVER_H
#define ICSR_ICS_OVER_H

#include "ics/parser.h"

/*
 * When the event that a parser holds is over at the latest, in Unix seconds,
 * whatever its zone is and whatever is taken out of it: for an event whose
 * times can't all be read.  0: not known.
 */
int64_t over_by(struct parser *p);

#endif
