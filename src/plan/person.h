/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_PERSON_H
#define ICSR_PLAN_PERSON_H

#include "plan/mapper.h"

/*
 * Who is meant by an id or an address: [people] first, then the directory.
 * Private to the mapping of a meeting.
 */
enum person_answer {
	PERSON_FOUND,
	PERSON_NOBODY,
	PERSON_PENDING,		/* to be looked up: the verdict says so */
};

/* *id is set when found; it belongs to the arena or to what was given. */
enum person_answer person_find(struct mapper *m, struct slice who,
    const char **id);

/*
 * The same for one whom somebody wrote down: the event fails when nobody
 * is found.  NULL: failed or pending.
 */
const char *person_require(struct mapper *m, struct slice who,
    const char *property);

/*
 * The same for one of many: NULL when nobody is found, which the verdict
 * names, or when pending.
 */
const char *person_try(struct mapper *m, const char *who);

#endif
