/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_HOSTS_H
#define ICSR_PLAN_HOSTS_H

#include "plan/mapper.h"

/*
 * Who is host from the start, written as
 *
 *	none | WHO ...		WHO: organizer | chairs | ID | ADDRESS
 *
 * separated as address_next reads it, names beside addresses too.
 * "organizer" is the owner when the
 * event has none or the directory does not know it; "chairs" are the
 * attendees with ROLE=CHAIR.  The API takes 10: more that are written down
 * are an error, chairs beyond are left out and counted in the verdict.
 */
bool hosts_valid(struct slice text);

/* Fill in REQUEST_HOSTS. */
void hosts_map(struct mapper *m);

#endif
