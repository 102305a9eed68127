/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_TRACE_H
#define ICSR_PLAN_TRACE_H

#include "plan/verdict.h"

/*
 * Where the fields of a request come from, for people: a property of the event
 * or a setting.  mapper_nearer decides between the two.
 */
struct trace {
	const char *property;	/* of the event; NULL: none */
	bool setting;		/* the one at `offset` of struct settings */
	size_t offset;
	const char *note;	/* in which way; of the arena, or NULL */
};

/* The number of sources that a field can have; most have one. */
size_t trace_count(enum request_field f);

/*
 * The i-th source of a field of the verdict on an event; false when that
 * source says nothing, so that the server decides.
 */
bool trace_field(const struct rules_input *in, enum request_field f,
    size_t i, struct arena *a, struct trace *t);

#endif
