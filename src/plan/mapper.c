/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "model/address.h"
#include "plan/mapper.h"

#define ID_MAX 128

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

/* --- people --------------------------------------------------------------- */

/* An id as the API has them; an address is none. */
static bool
is_id(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') ||
		    (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		    (s.p[i] >= '0' && s.p[i] <= '9') ||
		    s.p[i] == '_' || s.p[i] == '-'))
			return false;
	return s.n > 0 && s.n <= ID_MAX;
}

static const char *
configured(const struct people *p, struct slice who)
{
	size_t i;

	for (i = 0; who.n && i < p->n; i++)
		if (slice_ieq(who, slice_str(p->items[i].address)))
			return p->items[i].id;
	return NULL;
}

enum person_answer
mapper_find_person(struct mapper *m, const char *who, const char **id)
{
	struct slice address;

	*id = configured(&m->s->people, slice_trim(slice_str(who)));
	if (*id)
		return PERSON_FOUND;
	address = address_read(slice_str(who), m->a);
	*id = configured(&m->s->people, address);
	if (*id)
		return PERSON_FOUND;
	/* The look-up takes no user token ("Obtain user ID via email or
	 * mobile number"). */
	if (m->s->user_token || !address.n)
		return PERSON_NOBODY;
	switch (directory_find(m->in->directory, address, id)) {
	case DIRECTORY_FOUND:
		return PERSON_FOUND;
	case DIRECTORY_NOBODY:
		return PERSON_NOBODY;
	case DIRECTORY_NEVER:
		break;
	}
	directory_want(m->in->directory, address);
	m->v->pending |= 1u << m->field;
	return PERSON_PENDING;
}

const char *
mapper_require_person(struct mapper *m, struct slice who, const char *property)
{
	const char *id = NULL, *text;

	who = slice_trim(who);
	text = arena_dup(m->a, who.p, who.n);
	if (mapper_find_person(m, text, &id) != PERSON_NOBODY)
		return id;
	if (is_id(who))
		return text;
	mapper_fail(m, "unknown-person", property, arena_printf(m->a,
	    _("'%s' is no id, not in [people] and not known to the directory: "
	    "give the id, or add the address to [people]"), text));
	return NULL;
}

const char *
mapper_try_person(struct mapper *m, const char *who)
{
	struct verdict_person *p;
	const char *id = NULL;

	if (mapper_find_person(m, who, &id) == PERSON_NOBODY) {
		p = ARENA_NEW(m->a, struct verdict_person);
		p->address = who;
		p->next = m->v->unresolved;
		m->v->unresolved = p;
	}
	return id;
}
