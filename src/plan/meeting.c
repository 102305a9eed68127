/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "plan/hosts.h"
#include "plan/mapper.h"
#include "plan/meeting.h"
#include "plan/permission.h"

static void
set(struct mapper *m, enum request_field f, const char *json)
{
	m->v->request.field[f] = json;
}

static const char *
quoted(struct mapper *m, struct slice text)
{
	struct str s = { 0 };
	const char *json;

	str_json(&s, slice_trim(text));
	json = arena_dup(m->a, str_text(&s), s.n);
	str_free(&s);
	return json;
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
