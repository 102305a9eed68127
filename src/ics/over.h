/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OVER_H
#define ICSR_ICS_OVER_H

#include "ics/parser.h"

/*
 * When the event that a parser holds is over, whatever its zone is and
 * whatever is taken out of it: for one whose times can't all be read.  0:
 * that can't be said.
 */
int64_t over_by(struct parser *p);

#endif
