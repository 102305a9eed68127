/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "plan/meeting.h"

#define HOSTS_MAX 10		/* FEISHU-API.md, 1.1: error 123003 */

struct mapper {
	const struct settings *s;
	const struct event *ev;
	struct arena *a;
	struct verdict *v;
};

static void
fail(struct mapper *m, const char *word, const char *property,
    const char *text)
{
	if (m->v->kind == VERDICT_FAIL)
		return;
	m->v->kind = VERDICT_FAIL;
	m->v->word = word;
	m->v->property = property;
	m->v->text = text;
}

/* What the event itself says wins over the configuration. */
static const char *
nearer(const struct mapper *m, const char *property, const char *configured)
{
	const char *own = event_prop(m->ev, property);

	return own ? own : configured;
}

static const char *
json_text(struct mapper *m, struct slice text)
{
	struct str s = { 0 };
	const char *json;

	str_json(&s, slice_trim(text));
	json = arena_dup(m->a, str_text(&s), s.n);
	str_free(&s);
	return json;
}

static void
set(struct mapper *m, enum request_field f, const char *json)
{
	m->v->request.field[f] = json;
}

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
	return s.n > 0 && s.n <= 128;
}

/* The id of a person given by id or by an address of [people]. */
static bool
person(const struct mapper *m, struct slice who, struct slice *id)
{
	const struct people *p = &m->s->people;
	size_t i;

	for (i = 0; i < p->n; i++) {
		if (slice_ieq(who, slice_str(p->items[i].address))) {
			*id = slice_str(p->items[i].id);
			return true;
		}
	}
	*id = who;
	return is_id(who);
}

static const char *
owner_of(struct mapper *m, struct slice *id)
{
	const char *who = event_prop(m->ev, "X-ICSRESERVE-OWNER");

	if (!who && m->s->owner_from_organizer && m->ev->organizer &&
	    person(m, slice_str(m->ev->organizer), id))
		return m->ev->organizer;
	return who ? who : m->s->owner;
}

static void
map_owner(struct mapper *m)
{
	struct slice id;
	const char *who = owner_of(m, &id);

	if (m->s->user_token)
		return;		/* the owner is whose token it is */
	if (!who)
		fail(m, "no-owner", NULL, "nobody owns the meeting: set "
		    "'owner' in [feishu], or X-ICSRESERVE-OWNER in the "
		    "event");
	else if (!person(m, slice_trim(slice_str(who)), &id))
		fail(m, "unknown-person", "X-ICSRESERVE-OWNER",
		    arena_printf(m->a, "the owner '%s' is no id and not in "
		    "[people]: give the id, or add the address there", who));
	else
		set(m, REQUEST_OWNER, json_text(m, id));
}

const char *
meeting_topic(const struct settings *s, const struct event *ev,
    struct arena *a)
{
	struct slice text = slice_trim(slice_str(ev->summary));
	char *topic, *at;

	if (!text.n)
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
	set(m, REQUEST_TOPIC, json_text(m, slice_str(meeting_topic(m->s,
	    m->ev, m->a))));
}

static void
map_flag(struct mapper *m, enum request_field f, const char *property,
    const char *configured)
{
	const char *text = nearer(m, property, configured);
	struct slice t = slice_trim(slice_str(text));

	if (!text)
		return;
	if (slice_ieq(t, SLICE("yes")) || slice_ieq(t, SLICE("true")))
		set(m, f, "true");
	else if (slice_ieq(t, SLICE("no")) || slice_ieq(t, SLICE("false")))
		set(m, f, "false");
	else
		fail(m, "bad-value", property, "neither yes nor no");
}

static void
map_password(struct mapper *m)
{
	const char *text = nearer(m, "X-ICSRESERVE-PASSWORD", m->s->password);
	struct slice t = slice_trim(slice_str(text));

	if (!t.n || slice_ieq(t, SLICE("default")))
		return;
	if (slice_ieq(t, SLICE("none")))
		set(m, REQUEST_PASSWORD, "\"\"");
	else if (t.n >= 4 && t.n <= 9 && strspn(t.p, "0123456789") >= t.n)
		set(m, REQUEST_PASSWORD, json_text(m, t));
	else
		fail(m, "bad-value", "X-ICSRESERVE-PASSWORD", "a password "
		    "has 4 to 9 digits, or is 'default' or 'none'");
}

/* Append a person's id as JSON text; false, and failed, when unknown. */
static bool
add_person(struct mapper *m, struct str *out, struct slice who,
    const char *property)
{
	struct slice id;

	if (!person(m, who, &id)) {
		fail(m, "unknown-person", property, arena_printf(m->a,
		    "'%.*s' is no id and not in [people]: give the id, or "
		    "add the address there", (int)who.n, who.p));
		return false;
	}
	str_json(out, id);
	return true;
}

static bool
is_chair(const struct event_prop *p)
{
	struct slice role;

	return strcmp(p->name, "ATTENDEE") == 0 &&
	    event_param(slice_str(p->params), "ROLE", &role) &&
	    slice_ieq(role, SLICE("CHAIR"));
}

/* Put the words of a hosts setting in the place of what they stand for. */
static void
hosts_meant(struct mapper *m, struct slice word, struct str *list)
{
	struct slice id;
	const char *who;
	size_t i;

	if (slice_ieq(word, SLICE("organizer"))) {
		who = m->ev->organizer && person(m, slice_str(
		    m->ev->organizer), &id) ? m->ev->organizer
		    : owner_of(m, &id);
		str_addf(list, "%s ", who ? who : "");
	} else if (slice_ieq(word, SLICE("chairs"))) {
		for (i = 0; i < m->ev->n_props; i++)
			if (is_chair(&m->ev->props[i]))
				str_addf(list, "%s ", m->ev->props[i].value);
	} else if (!slice_ieq(word, SLICE("none"))) {
		str_add(list, word);
		str_addc(list, ' ');
	}
}

static void
map_hosts(struct mapper *m)
{
	const char *text = nearer(m, "X-ICSRESERVE-HOSTS", m->s->hosts);
	struct slice rest = slice_str(text), word;
	struct str list = { 0 }, json = { 0 };
	size_t n = 0;

	while (slice_word(&rest, " ,\t", &word))
		hosts_meant(m, word, &list);
	rest = str_slice(&list);
	while (slice_word(&rest, " ", &word)) {
		str_adds(&json, n++ ? ",{\"user_type\":1,\"id\":"
		    : "[{\"user_type\":1,\"id\":");
		if (!add_person(m, &json, word, "X-ICSRESERVE-HOSTS"))
			break;
		str_addc(&json, '}');
	}
	str_addc(&json, ']');
	if (n > HOSTS_MAX)
		fail(m, "bad-value", "X-ICSRESERVE-HOSTS",
		    "a meeting has at most 10 hosts");
	else if (n)
		set(m, REQUEST_HOSTS, arena_str(m->a, str_text(&json)));
	str_free(&list);
	str_free(&json);
}

/*
 * Who may do something: numbers are those of the API (FEISHU-API.md, 1.1).
 * "anyone" is what holds without a checker.
 */
static const struct permission {
	int number;
	const char *property;
	size_t setting;		/* offset of the text in struct settings */
} permissions[] = {
	{ 1, "X-ICSRESERVE-HOST", offsetof(struct settings,
	    host_permission) },
	{ 2, "X-ICSRESERVE-INVITE", offsetof(struct settings,
	    invite_permission) },
	{ 3, "X-ICSRESERVE-JOIN", offsetof(struct settings,
	    join_permission) },
};

static const char *
setting_text(const struct settings *s, size_t offset)
{
	const char *text;

	memcpy(&text, (const char *)s + offset, sizeof(text));
	return text;
}

/* The checker's field and list; false when the text makes none. */
static bool
add_checker(struct mapper *m, const char *property, struct slice text,
    struct str *out)
{
	struct slice word, rest = text;
	bool tenant = slice_istarts(text, SLICE("tenant:"));
	size_t i, n = 0;

	if (tenant)
		rest = slice_trim(slice_from(text, 7));
	else if (slice_istarts(text, SLICE("users:")))
		rest = slice_from(text, 6);
	else if (!slice_ieq(text, SLICE("attendees")))
		return false;
	str_addf(out, "{\"check_field\":%d,\"check_mode\":1,"
	    "\"check_list\":[", tenant ? 3 : 1);
	if (tenant && rest.n) {
		str_json(out, rest);
		n++;
	} else if (slice_ieq(text, SLICE("attendees"))) {
		for (i = 0; i < m->ev->n_props; i++) {
			if (strcmp(m->ev->props[i].name, "ATTENDEE") != 0)
				continue;
			str_adds(out, n++ ? "," : "");
			add_person(m, out, slice_str(m->ev->props[i].value),
			    property);
		}
	} else {
		while (slice_word(&rest, " ,\t", &word)) {
			str_adds(out, n++ ? "," : "");
			add_person(m, out, word, property);
		}
	}
	str_adds(out, "]}");
	return n > 0;
}

static void
map_permissions(struct mapper *m)
{
	struct str json = { 0 };
	struct slice text;
	size_t i;

	for (i = 0; i < sizeof(permissions) / sizeof(*permissions); i++) {
		text = slice_trim(slice_str(nearer(m, permissions[i].property,
		    setting_text(m->s, permissions[i].setting))));
		if (!text.n || slice_ieq(text, SLICE("anyone")))
			continue;
		str_addf(&json, "%s{\"permission\":%d,\"permission_checkers\""
		    ":[", json.n ? "," : "[", permissions[i].number);
		if (!add_checker(m, permissions[i].property, text, &json))
			fail(m, "bad-value", permissions[i].property, "not "
			    "one of anyone, tenant:KEY, attendees, "
			    "users: ID ...");
		str_adds(&json, "]}");
	}
	if (json.n) {
		str_addc(&json, ']');
		set(m, REQUEST_PERMISSIONS, arena_str(m->a, str_text(&json)));
	}
	str_free(&json);
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
		fail(m, "bad-value", "X-ICSRESERVE-CALL",
		    "a number has the form +86-02187654321");
	str_adds(&json, "{\"callee\":{\"user_type\":6,\"pstn_sip_info\":{");
	if (event_param(params, "NICKNAME", &nick)) {
		str_adds(&json, "\"nickname\":");
		str_json(&json, nick);
		str_addc(&json, ',');
	}
	str_adds(&json, "\"main_address\":");
	str_json(&json, n);
	str_adds(&json, "}}}");
	set(m, REQUEST_CALL, arena_str(m->a, str_text(&json)));
	set(m, REQUEST_INITIAL_TYPE, "2");
	str_free(&json);
}

void
meeting_map(const struct rules_input *in, struct arena *a,
    struct verdict *v)
{
	const struct settings *s = in->settings;
	struct mapper m = { s, in->event, a, v };

	map_owner(&m);
	map_topic(&m);
	map_permissions(&m);
	map_call(&m);
	map_flag(&m, REQUEST_CONNECT, "X-ICSRESERVE-INTEROP", s->interop);
	map_flag(&m, REQUEST_AUTO_RECORD, "X-ICSRESERVE-AUTO-RECORD",
	    s->auto_record);
	map_hosts(&m);
	map_password(&m);
	if (v->request.field[REQUEST_CALL] &&
	    v->request.field[REQUEST_AUTO_RECORD] &&
	    strcmp(v->request.field[REQUEST_AUTO_RECORD], "true") == 0)
		fail(&m, "bad-value", "X-ICSRESERVE-AUTO-RECORD",
		    "a one-to-one call can't be recorded");
}
