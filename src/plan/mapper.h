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

#endif
