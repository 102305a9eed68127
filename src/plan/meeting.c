/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/intl.h"
#include "model/address.h"
#include "plan/mapper.h"
#include "plan/meeting.h"
#include "plan/roles.h"

static void
set(struct mapper *m, enum request_field f, const char *json)
{
	m->v->request.field[f] = json;
}

static const char *
quoted(struct mapper *m, struct slice text)
{
	struct str s = { 0 };

	str_json(&s, slice_trim(text));
	return str_keep(&s, m->a).p;
}

/*
 * Who owns the meeting, NULL when pending or failed.  An explicit owner who
 * is not found is not replaced by another: somebody has written it down.
 */
static const char *
owner_id(struct mapper *m)
{
	const char *who = event_prop(m->ev, "X-ICSRESERVE-OWNER");
	const char *id = NULL;

	if (!who && m->s->owner_from_organizer && m->ev->organizer &&
	    mapper_find_person(m, m->ev->organizer, &id) != PERSON_NOBODY)
		return id;
	who = who ? who : m->s->owner;
	if (who)
		return mapper_require_person(m, slice_str(who),
		    "X-ICSRESERVE-OWNER");
	mapper_fail(m, "no-owner", NULL, _("nobody owns the meeting: set "
	    "'owner' in [feishu], or X-ICSRESERVE-OWNER in the event"));
	return NULL;
}

static void
map_owner(struct mapper *m)
{
	const char *id;

	m->field = REQUEST_OWNER;
	if (m->s->user_token)
		return;		/* the owner is whose token it is */
	id = owner_id(m);
	if (id)
		set(m, REQUEST_OWNER, quoted(m, slice_str(id)));
}

const char *
meeting_topic(const struct settings *s, const struct event *ev,
    struct arena *a)
{
	struct slice text = slice_trim(slice_str(ev->summary));
	char *topic, *at;

	if (!text.n || (s->private != PRIVATE_KEEP && event_private(ev)))
		return s->default_topic;
	topic = arena_dup(a, text.p, text.n);
	for (at = topic; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = ' ';
	return topic;
}

static void
map_topic(struct mapper *m)
{
	const char *topic = meeting_topic(m->s, m->ev, m->a);

	if (topic)
		set(m, REQUEST_TOPIC, quoted(m, slice_str(topic)));
	else
		mapper_fail(m, "no-summary", NULL, _("it has no summary; say "
		    "what it is"));
}

static void
map_flag(struct mapper *m, enum request_field f, const char *property,
    const char *configured)
{
	const char *text = mapper_nearer(m, property, configured);
	struct slice t = slice_trim(slice_str(text));

	if (!text)
		return;
	if (slice_ieq(t, SLICE("yes")) || slice_ieq(t, SLICE("true")))
		set(m, f, "true");
	else if (slice_ieq(t, SLICE("no")) || slice_ieq(t, SLICE("false")))
		set(m, f, "false");
	else
		mapper_fail(m, "bad-value", property, _("neither yes nor no"));
}

static void
map_password(struct mapper *m)
{
	const char *text = mapper_nearer(m, "X-ICSRESERVE-PASSWORD",
	    m->s->password);
	struct slice t = slice_trim(slice_str(text));

	if (!t.n || slice_ieq(t, SLICE("default")))
		return;
	if (slice_ieq(t, SLICE("none")))
		set(m, REQUEST_PASSWORD, "\"\"");
	else if (t.n >= 4 && t.n <= 9 && strspn(t.p, "0123456789") >= t.n)
		set(m, REQUEST_PASSWORD, quoted(m, t));
	else
		mapper_fail(m, "bad-value", "X-ICSRESERVE-PASSWORD",
		    _("a password has 4 to 9 digits, or is 'default' or "
		    "'none'"));
}

/* X-ICSRESERVE-CALL;NICKNAME=dodo:+86-02187654321 */
static void
map_call(struct mapper *m)
{
	struct str json = { 0 };
	const char *number = event_prop(m->ev, "X-ICSRESERVE-CALL");
	struct slice n = slice_trim(slice_str(number)), nick;
	struct slice params = slice_str(event_params(m->ev,
	    "X-ICSRESERVE-CALL"));
	size_t i;

	if (!number)
		return;
	for (i = 4; i < n.n && n.p[i] >= '0' && n.p[i] <= '9'; i++)
		;
	if (!slice_starts(n, SLICE("+86-")) || i != n.n || n.n < 9)
		mapper_fail(m, "bad-value", "X-ICSRESERVE-CALL",
		    _("a number has the form +86-02187654321"));
	str_adds(&json, "{\"callee\":{\"user_type\":6,\"pstn_sip_info\":{");
	if (event_param(params, "NICKNAME", &nick)) {
		str_adds(&json, "\"nickname\":");
		str_json(&json, nick);
		str_addc(&json, ',');
	}
	str_adds(&json, "\"main_address\":");
	str_json(&json, n);
	str_adds(&json, "}}}");
	mapper_set(m, REQUEST_CALL, &json);
	set(m, REQUEST_INITIAL_TYPE, "2");
	str_free(&json);
}

void
meeting_map(const struct rules_input *in, struct arena *a,
    struct verdict *v)
{
	const struct settings *s = in->settings;
	struct mapper m = { .in = in, .s = s, .ev = in->event, .a = a,
		.v = v };

	map_owner(&m);
	map_topic(&m);
	permission_map(&m);
	map_call(&m);
	map_flag(&m, REQUEST_CONNECT, "X-ICSRESERVE-INTEROP", s->interop);
	map_flag(&m, REQUEST_AUTO_RECORD, "X-ICSRESERVE-AUTO-RECORD",
	    s->auto_record);
	hosts_map(&m);
	map_password(&m);
	if (v->request.field[REQUEST_CALL] &&
	    v->request.field[REQUEST_AUTO_RECORD] &&
	    strcmp(v->request.field[REQUEST_AUTO_RECORD], "true") == 0)
		mapper_fail(&m, "bad-value", "X-ICSRESERVE-AUTO-RECORD",
		    _("a one-to-one call can't be recorded"));
}

/* --- where the fields come from ------------------------------------------- */

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
