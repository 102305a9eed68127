/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_MAPPER_H
#define ICSR_PLAN_MAPPER_H

#include "base/str.h"
#include "plan/verdict.h"

/*
 * What meeting, person, hosts and permission share while they map one
 * event.  Private to these.
 */
struct mapper {
	const struct rules_input *in;
	const struct settings *s;
	const struct event *ev;
	struct arena *a;
	struct verdict *v;
	enum request_field field;	/* that people are mapped for */
};

/*
 * The event asks for what can't be; the first reason stays.  The property
 * is named when the event has it, otherwise it is the configuration's.
 */
void mapper_fail(struct mapper *m, const char *word, const char *property,
    const char *text);

/* What the event itself says wins over the configuration.  NULL: neither. */
const char *mapper_nearer(const struct mapper *m, const char *property,
    const char *configured);

/* Set a field; its text is copied. */
void mapper_set(struct mapper *m, enum request_field f,
    const struct str *json);

/* --- people → ids --------------------------------------------------------- */

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
enum person_answer mapper_find_person(struct mapper *m, const char *who,
    const char **id);

/*
 * Find the id of one whom the configuration or an X-ICSRESERVE- property
 * names, by an id or an address.  The event fails when nobody is found.
 * NULL: failed or pending.
 */
const char *mapper_require_person(struct mapper *m, struct slice who,
    const char *property);

/*
 * The same as mapper_find_person for one of many: NULL when nobody is found,
 * which the verdict names, or when pending.
 */
const char *mapper_try_person(struct mapper *m, const char *who);

#endif
