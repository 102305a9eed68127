/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/intl.h"
#include "model/address.h"
#include "plan/trace.h"

/* The property of an event and the setting that make a field, in turn. */
static const struct field_source {
	enum request_field field;
	const char *property;
	size_t offset;
} sources[] = {
#define SOURCE(field, property, member) \
	{ field, property, offsetof(struct settings, member) }
	SOURCE(REQUEST_OWNER, "X-ICSRESERVE-OWNER", owner),
	SOURCE(REQUEST_TOPIC, "SUMMARY", default_topic),
	SOURCE(REQUEST_PERMISSIONS, "X-ICSRESERVE-HOST", host_permission),
	SOURCE(REQUEST_PERMISSIONS, "X-ICSRESERVE-INVITE",
	    invite_permission),
	SOURCE(REQUEST_PERMISSIONS, "X-ICSRESERVE-JOIN", join_permission),
	SOURCE(REQUEST_INITIAL_TYPE, "X-ICSRESERVE-CALL", owner),
	SOURCE(REQUEST_CONNECT, "X-ICSRESERVE-INTEROP", interop),
	SOURCE(REQUEST_CALL, "X-ICSRESERVE-CALL", owner),
	SOURCE(REQUEST_AUTO_RECORD, "X-ICSRESERVE-AUTO-RECORD",
	    auto_record),
	SOURCE(REQUEST_HOSTS, "X-ICSRESERVE-HOSTS", hosts),
	SOURCE(REQUEST_PASSWORD, "X-ICSRESERVE-PASSWORD", password),
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

size_t
trace_count(enum request_field f)
{
	size_t i, n = 0;

	for (i = 0; i < COUNT(sources); i++)
		n += sources[i].field == f;
	return n;
}

static const struct field_source *
source_of(enum request_field f, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(sources); i++)
		if (sources[i].field == f && n-- == 0)
			return &sources[i];
	return NULL;
}

static bool
in_people(const struct people *p, struct slice who)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (slice_ieq(who, slice_str(p->items[i].address)))
			return true;
	return false;
}

/* How the organizer is found; NULL: not at all, and *why says why. */
static const char *
organizer_found(const struct rules_input *in, struct arena *a,
    const char **why)
{
	const struct settings *s = in->settings;
	const char *who = in->event->organizer, *id;
	struct slice address = address_read(slice_str(who), a);

	if (in_people(&s->people, slice_str(who)) ||
	    in_people(&s->people, address))
		return _("an address of [people]");
	*why = arena_printf(a, _("because the organizer %s is no mail address"),
	    who);
	if (!address.n)
		return NULL;
	switch (directory_find(in->directory, address, &id)) {
	case DIRECTORY_FOUND:
		return _("known to the directory");
	case DIRECTORY_NEVER:
		if (!s->user_token)
			return _("to be looked up first");
		break;
	case DIRECTORY_NOBODY:
		break;
	}
	*why = arena_printf(a, _("because nobody knows the organizer %s"), who);
	return NULL;
}

/* ORGANIZER stands between the event's own word and the configuration. */
static bool
trace_organizer(const struct rules_input *in, struct arena *a,
    struct trace *t)
{
	const char *found, *why = NULL;

	if (!in->settings->owner_from_organizer || !in->event->organizer ||
	    !*in->event->organizer)
		return false;
	found = organizer_found(in, a, &why);
	t->property = found ? "ORGANIZER" : NULL;
	t->note = found ? found : why;
	return found != NULL;
}

static bool
trace_topic(const struct rules_input *in, struct trace *t)
{
	const struct event *ev = in->event;
	bool masked = in->settings->private != PRIVATE_KEEP &&
	    event_private(ev);

	if (!masked && slice_trim(slice_str(ev->summary)).n) {
		t->property = "SUMMARY";
		return true;
	}
	t->setting = true;
	t->offset = offsetof(struct settings, default_topic);
	t->note = masked ? _("because CLASS is private") :
	    _("because there is no SUMMARY");
	return true;
}

bool
trace_field(const struct rules_input *in, enum request_field f, size_t i,
    struct arena *a, struct trace *t)
{
	const struct field_source *s = source_of(f, i);
	const char *text;

	*t = (struct trace){ 0 };
	if (f == REQUEST_TOPIC)
		return trace_topic(in, t);
	if (!s)
		return false;
	if (event_prop(in->event, s->property)) {
		t->property = s->property;
		return true;
	}
	if (f == REQUEST_OWNER && trace_organizer(in, a, t))
		return true;
	/* A call can't be configured. */
	if (f == REQUEST_CALL || f == REQUEST_INITIAL_TYPE)
		return false;
	memcpy(&text, (const char *)in->settings + s->offset, sizeof(text));
	t->setting = text != NULL;
	t->offset = s->offset;
	return text != NULL;
}
