/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_PERSON_H
#define ICSR_PLAN_PERSON_H

#include "plan/mapper.h"

/*
 * People → ids.  Private to the mapping of a meeting.
 */
enum person_answer {
	PERSON_FOUND,
	PERSON_NOBODY,
	PERSON_PENDING,		/* to be looked up: the verdict says so */
};

/*
 * Find the id of an ORGANIZER or ATTENDEE: by [people], then by the
 * directory.  Only addresses are looked up; a bare word, a URI that is no
 * mail address and an X.500 address are nobody, never an id.  *id is set
 * when found; it belongs to the arena or to what was given.
 */
enum person_answer person_find(struct mapper *m, const char *who,
    const char **id);

/*
 * Find the id of one whom the configuration or an X-ICSRESERVE- property
 * names, by an id or an address.  The event fails when nobody is found.
 * NULL: failed or pending.
 */
const char *person_require(struct mapper *m, struct slice who,
    const char *property);

/*
 * person_find for one of many: NULL when nobody is found, which the verdict
 * names, or when pending.
 */
const char *person_try(struct mapper *m, const char *who);

#endif
