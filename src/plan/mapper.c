/* SPDX-License-Identifier: MIT */
#include "plan/mapper.h"

void
mapper_fail(struct mapper *m, const char *word, const char *property,
    const char *text)
{
	if (m->v->kind == VERDICT_FAIL)
		return;
	m->v->kind = VERDICT_FAIL;
	m->v->word = word;
	m->v->property = property && event_prop(m->ev, property) ? property
	    : NULL;
	m->v->text = text;
}

const char *
mapper_nearer(const struct mapper *m, const char *property,
    const char *configured)
{
	const char *own = event_prop(m->ev, property);

	return own ? own : configured;
}

void
mapper_set(struct mapper *m, enum request_field f, const struct str *json)
{
	m->v->request.field[f] = arena_dup(m->a, str_text(json), json->n);
}
