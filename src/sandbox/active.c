/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "sandbox/active.h"
#include "sandbox/box.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/reserve.h"

#define IN_PROGRESS 2	/* a meeting's status */
#define IN_MEETING 2	/* a participant's */
#define HAS_LEFT 4

static struct json_object *
make_abilities(void)
{
	static const char *const names[] = { "use_video", "use_audio",
		"use_share_screen", "use_follow_screen", "use_recording",
		"use_pstn" };
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		json_put_bool(o, names[i], i < 3);
	return o;
}

static void
copy_field(struct json_object *to, const char *name,
    struct json_object *from)
{
	struct json_object *v = json_object_object_get(from, name);

	if (v)
		json_object_object_add(to, name, json_object_get(v));
}

/*
 * The meeting of a reservation as it begins, without participants; id and
 * times are those of `old`, where it has them; NULL: there was none.
 */
static struct json_object *
make_meeting(struct box *b, struct json_object *o, struct json_object *old)
{
	struct json_object *m = json_object_new_object();
	struct json_object *host = json_object_new_object();
	struct json_object *s = json_object_object_get(o,
	    "meeting_settings");

	copy_field(m, "id", old);
	copy_field(m, "create_time", old);
	copy_field(m, "start_time", old);
	json_fill(m, "id",
	    json_digits(old ? 0 : store_new_id(&b->store)));
	copy_field(m, "topic", s);
	json_fill(m, "topic", json_object_new_string(""));
	json_object_object_add(m, "url", reserve_url(b, o));
	copy_field(m, "meeting_no", o);
	copy_field(m, "password", o);
	json_fill(m, "create_time", json_digits(box_now(b)));
	json_fill(m, "start_time", json_digits(box_now(b)));
	json_put_digits(m, "end_time", 0);
	json_object_object_add(host, "id", json_object_get(
	    json_object_object_get(o, "owner_id")));
	json_put_int(host, "user_type", 1);
	json_object_object_add(m, "host_user", host);
	copy_field(m, "meeting_connect", s);
	json_fill(m, "meeting_connect", json_object_new_boolean(false));
	json_put_int(m, "status", IN_PROGRESS);
	json_object_object_add(m, "ability", make_abilities());
	return m;
}

/* The reservation that a request of the control endpoints names. */
static int
find(struct box *b, struct call *c, int64_t *id, struct json_object **o,
    struct err *e)
{
	if (!json_number(json_object_object_get(c->json, "reserve_id"), id) ||
	    !(*o = store_get(&b->store, *id)))
		return err_set(e, ERR_USAGE, "reserve_id: there is no such "
		    "reservation");
	return 0;
}

/* --- starting and ending ------------------------------------------------- */

static struct json_object *
make_participant(struct json_object *given, struct json_object *owner,
    int64_t now)
{
	bool is_text = json_object_is_type(given, json_type_string);
	struct json_object *p = is_text ? json_object_new_object() :
	    json_copy(given);
	const char *id;

	if (is_text)
		json_object_object_add(p, "id", json_object_get(given));
	json_fill(p, "id", json_object_new_string(""));
	id = json_object_get_string(json_object_object_get(p, "id"));
	json_fill(p, "first_join_time", json_digits(now));
	json_fill(p, "final_leave_time", json_digits(0));
	json_fill(p, "in_meeting_duration", json_digits(0));
	json_fill(p, "user_type", json_object_new_int(1));
	json_fill(p, "is_host", json_object_new_boolean(id && !strcmp(id,
	    json_object_get_string(owner))));
	json_fill(p, "is_cohost", json_object_new_boolean(false));
	json_fill(p, "is_external", json_object_new_boolean(false));
	json_fill(p, "status", json_object_new_int(IN_MEETING));
	return p;
}

/* NULL when it is not a list of ids and objects. */
static struct json_object *
make_participants(struct json_object *given, struct json_object *owner,
    int64_t now)
{
	struct json_object *list = json_object_new_array(), *one;
	size_t n = given ? json_object_array_length(given) : 0;

	for (size_t i = 0; i < n && i < LIMIT_PARTICIPANTS; i++) {
		one = json_object_array_get_idx(given, i);
		if (!json_object_is_type(one, json_type_string) &&
		    !json_object_is_type(one, json_type_object)) {
			json_object_put(list);
			return NULL;
		}
		json_object_array_add(list, make_participant(one, owner,
		    now));
	}
	return list;
}

int
active_start(struct box *b, struct call *c, struct err *e)
{
	struct json_object *given = json_object_object_get(c->json,
	    "participants");
	struct json_object *o, *meeting, *people;
	int64_t id, n;

	if (find(b, c, &id, &o, e) == -1)
		return -1;
	if (given && !json_object_is_type(given, json_type_array))
		return err_set(e, ERR_USAGE, "participants: a list");
	people = make_participants(given, json_object_object_get(o,
	    "owner_id"), box_now(b));
	if (!people)
		return err_set(e, ERR_USAGE, "participants: ids or objects");
	meeting = make_meeting(b, o, json_object_object_get(o, "meeting"));
	n = (int64_t)json_object_array_length(people);
	json_put_digits(meeting, "participant_count", n);
	json_put_digits(meeting, "participant_count_accumulated", n);
	json_object_object_add(meeting, "participants", people);
	o = json_copy(o);
	json_object_object_add(o, "meeting", meeting);
	return store_put(&b->store, id, o, e);
}

int
active_end(struct box *b, struct call *c, struct err *e)
{
	struct json_object *o;
	int64_t id;

	if (find(b, c, &id, &o, e) == -1)
		return -1;
	o = json_copy(o);
	json_object_object_del(o, "meeting");
	return store_put(&b->store, id, o, e);
}

/* --- a script for it ----------------------------------------------------- */

static const char *const words[] = { "start", "end", "join", "leave", "host",
	"cohost", "use" };
enum word { START, END, JOIN, LEAVE, HOST, COHOST, USE, WORDS };

static enum word
word_of(struct json_object *step)
{
	const char *text = json_string(json_object_object_get(step, "do"));
	int i;

	for (i = 0; text && i < WORDS; i++)
		if (!strcmp(words[i], text))
			return (enum word)i;
	return WORDS;
}

/* A step as it is kept: "at" as a number, a start with the meeting's id. */
static int
take_step(struct box *b, struct json_object *steps,
    struct json_object *given, int64_t *last, struct err *e)
{
	struct json_object *step;
	enum word word;
	int64_t at = 0;

	if (!json_object_is_type(given, json_type_object) || !json_unix_time(
	    json_object_object_get(given, "at"), &at) || at < *last)
		return err_set(e, ERR_USAGE, "steps: at: a time, in order");
	word = word_of(given);
	if (word == WORDS)
		return err_set(e, ERR_USAGE, "steps: do: start, end, join, "
		    "leave, host, cohost or use");
	if (word >= JOIN && word <= COHOST && !json_string(
	    json_object_object_get(given, "who")))
		return err_set(e, ERR_USAGE, "steps: who: an id");
	*last = at;
	step = json_copy(given);
	json_put_int(step, "at", at);
	if (word == START)
		json_put_int(step, "id", store_new_id(&b->store));
	json_object_array_add(steps, step);
	return 0;
}

int
active_play(struct box *b, struct call *c, struct err *e)
{
	struct json_object *given = json_object_object_get(c->json, "steps");
	struct json_object *steps, *o;
	int64_t id, last = 0;
	size_t i;

	if (find(b, c, &id, &o, e) == -1)
		return -1;
	if (!json_object_is_type(given, json_type_array))
		return err_set(e, ERR_USAGE, "steps: a list");
	steps = json_object_new_array();
	for (i = 0; i < json_object_array_length(given); i++) {
		if (take_step(b, steps, json_object_array_get_idx(given, i),
		    &last, e) == 0)
			continue;
		json_object_put(steps);
		return -1;
	}
	o = json_copy(o);
	json_object_object_add(o, "play", steps);
	return store_put(&b->store, id, o, e);
}

/* --- playing it ----------------------------------------------------------- */

struct player {
	const char *id;		/* the script's */
	int64_t joined, left, seconds, since, user_type;
	bool in, host, cohost, external;
};

struct scene {
	bool runs;
	int64_t id, start;
	struct players VEC(struct player) people;
	int64_t in, most;
	struct json_object *used;	/* names of abilities; borrowed */
};

static struct player *
player_of(struct scene *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->people.n; i++)
		if (!strcmp(s->people.items[i].id, id))
			return &s->people.items[i];
	return NULL;
}

static void
come(struct scene *s, const char *id, struct json_object *step, int64_t at)
{
	struct player *p = player_of(s, id);
	int64_t type = 1;

	json_number(json_object_object_get(step, "user_type"), &type);
	if (!p) {
		p = VEC_ADD(&s->people);
		*p = (struct player){ .id = id, .joined = at,
			.user_type = type, .external =
			json_object_get_boolean(json_object_object_get(step,
			"external")) };
	}
	if (p->in)
		return;
	p->in = true;
	p->since = at;
	s->in++;
	s->most = s->in > s->most ? s->in : s->most;
}

static void
leave(struct scene *s, struct player *p, int64_t at)
{
	if (!p || !p->in)
		return;
	p->in = false;
	p->left = at;
	p->seconds += at - p->since;
	s->in--;
}

static void
become_host(struct scene *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->people.n; i++)
		s->people.items[i].host = !strcmp(s->people.items[i].id, id);
}

static void
begin(struct scene *s, struct json_object *step, int64_t at)
{
	VEC_FREE(&s->people);
	*s = (struct scene){ .runs = true, .start = at,
		.used = json_object_new_object() };
	json_number(json_object_object_get(step, "id"), &s->id);
}

static void
act(struct scene *s, struct json_object *step, int64_t at)
{
	const char *who = json_string(json_object_object_get(step, "who"));
	const char *what = json_string(json_object_object_get(step, "what"));
	struct player *p = who ? player_of(s, who) : NULL;

	switch (word_of(step)) {
	case START:
		json_object_put(s->used);
		begin(s, step, at);
		break;
	case END:
		s->runs = false;
		break;
	case JOIN:
		come(s, who, step, at);
		break;
	case LEAVE:
		leave(s, p, at);
		break;
	case HOST:
		become_host(s, who);
		break;
	case COHOST:
		if (p)
			p->cohost = true;
		break;
	case USE:
		if (what && s->used)
			json_put_bool(s->used, what, true);
		break;
	case WORDS:
		break;
	}
}

static struct scene
scene_at(struct json_object *steps, int64_t now)
{
	struct scene s = { 0 };
	struct json_object *step;
	size_t i, n = json_object_array_length(steps);
	int64_t at;

	for (i = 0; i < n; i++) {
		step = json_object_array_get_idx(steps, i);
		if (!json_number(json_object_object_get(step, "at"), &at) ||
		    at > now)
			break;
		act(&s, step, at);
	}
	return s;
}

/* --- the answer ---------------------------------------------------------- */

static struct json_object *
person(const struct player *p, enum id_type type, int64_t now)
{
	struct json_object *o = json_object_new_object();
	struct str id = { 0 };

	people_id(&id, p->id, type);
	json_put_text(o, "id", str_text(&id));
	json_put_digits(o, "first_join_time", p->joined);
	json_put_digits(o, "final_leave_time", p->in ? 0 : p->left);
	json_put_digits(o, "in_meeting_duration", p->seconds +
	    (p->in ? now - p->since : 0));
	json_put_int(o, "user_type", p->user_type);
	json_put_bool(o, "is_host", p->host);
	json_put_bool(o, "is_cohost", p->cohost);
	json_put_bool(o, "is_external", p->external);
	json_put_int(o, "status", p->in ? IN_MEETING : HAS_LEFT);
	str_free(&id);
	return o;
}

static struct json_object *
show(struct box *b, const struct scene *s, struct json_object *o,
    enum id_type type)
{
	struct json_object *old = json_object_new_object(), *m;
	struct json_object *people = json_object_new_array();
	struct json_object *ability;
	size_t i;

	json_put_digits(old, "id", s->id);
	json_put_digits(old, "create_time", s->start);
	json_put_digits(old, "start_time", s->start);
	m = make_meeting(b, o, old);
	json_object_put(old);
	json_put_digits(m, "participant_count", s->most);
	json_put_digits(m, "participant_count_accumulated",
	    (int64_t)s->people.n);
	ability = json_object_object_get(m, "ability");
	json_object_object_foreach(s->used, name, value)
		json_object_object_add(ability, name, json_object_get(value));
	for (i = 0; i < s->people.n && i < LIMIT_PARTICIPANTS; i++)
		json_object_array_add(people, person(&s->people.items[i],
		    type, box_now(b)));
	json_object_object_add(m, "participants", people);
	return m;
}

/*
 * The meeting that the script of a reservation has at this time, as the API
 * answers it, ids of the kind that the call wants; the caller's to put.  NULL:
 * none runs.
 */
static struct json_object *
played(struct box *b, const struct call *c, struct json_object *o)
{
	struct json_object *steps = json_object_object_get(o, "play");
	struct json_object *m = NULL;
	enum id_type type = ID_OPEN;
	struct scene s;

	if (!steps)
		return NULL;
	people_id_type(call_arg(c, "user_id_type"), &type);
	s = scene_at(steps, box_now(b));
	if (s.runs)
		m = show(b, &s, o, type);
	json_object_put(s.used);
	VEC_FREE(&s.people);
	return m;
}

/* --- the endpoint -------------------------------------------------------- */

static bool
flag_of(struct call *c, const char *name, bool *out)
{
	const char *text = call_arg(c, name);

	*out = text && (!strcmp(text, "true") || !strcmp(text, "1"));
	return !text || *out || !*text || !strcmp(text, "false") ||
	    !strcmp(text, "0");
}

int
active_get(struct box *b, struct call *c)
{
	struct json_object *o, *meeting, *data;
	bool with;
	int64_t id;

	if (!flag_of(c, "with_participants", &with))
		return call_refuse_field(c, CODE_FIELD, "with_participants",
		    call_arg(c, "with_participants"));
	o = reserve_find(b, c, &id);
	if (!o)
		return -1;
	meeting = played(b, c, o);
	if (!meeting)
		meeting = json_copy(json_object_object_get(o, "meeting"));
	if (!meeting && assume_is(&b->opt.assume, ASSUME_NO_MEETING, "404"))
		return call_refuse(c, CODE_NOT_EXIST, "no meeting is held");
	data = json_object_new_object();
	if (meeting) {
		if (!with)
			json_object_object_del(meeting, "participants");
		json_object_object_add(data, "meeting", meeting);
	}
	reply_data(&c->reply, data);
	return 0;
}
