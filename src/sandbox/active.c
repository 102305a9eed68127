/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

#include "sandbox/active.h"
#include "sandbox/box.h"
#include "sandbox/limits.h"
#include "sandbox/parse.h"
#include "sandbox/reserve.h"

#define IN_PROGRESS 2	/* a meeting's status */
#define IN_MEETING 2	/* a participant's */

static struct json_object *
number_text(int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	return json_object_new_string(text);
}

/* Add what is missing; value is taken over. */
static void
fill(struct json_object *o, const char *name, struct json_object *value)
{
	if (json_object_object_get_ex(o, name, NULL))
		json_object_put(value);
	else
		json_object_object_add(o, name, value);
}

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
	meeting = json_object_object_get(o, "meeting");
	if (!meeting && assume_is(&b->opt.assume, ASSUME_NO_MEETING, "404"))
		return call_refuse(c, CODE_NOT_EXIST, "no meeting is held");
	data = json_object_new_object();
	if (meeting) {
		meeting = parse_copy(meeting);
		if (!with)
			json_object_object_del(meeting, "participants");
		json_object_object_add(data, "meeting", meeting);
	}
	reply_data(&c->reply, data);
	return 0;
}

/* --- starting and ending -------------------------------------------------- */

static struct json_object *
make_participant(struct json_object *given, struct json_object *owner,
    int64_t now)
{
	bool is_text = json_object_is_type(given, json_type_string);
	struct json_object *p = is_text ? json_object_new_object() :
	    parse_copy(given);
	const char *id;

	if (is_text)
		json_object_object_add(p, "id", json_object_get(given));
	fill(p, "id", json_object_new_string(""));
	id = json_object_get_string(json_object_object_get(p, "id"));
	fill(p, "first_join_time", number_text(now));
	fill(p, "final_leave_time", number_text(0));
	fill(p, "in_meeting_duration", number_text(0));
	fill(p, "user_type", json_object_new_int(1));
	fill(p, "is_host", json_object_new_boolean(id && !strcmp(id,
	    json_object_get_string(owner))));
	fill(p, "is_cohost", json_object_new_boolean(false));
	fill(p, "is_external", json_object_new_boolean(false));
	fill(p, "status", json_object_new_int(IN_MEETING));
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

static struct json_object *
make_abilities(void)
{
	static const char *const names[] = { "use_video", "use_audio",
		"use_share_screen", "use_follow_screen", "use_recording",
		"use_pstn" };
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		json_object_object_add(o, names[i],
		    json_object_new_boolean(i < 3));
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
	fill(m, "id", number_text(old ? 0 : store_new_id(&b->store)));
	copy_field(m, "topic", s);
	fill(m, "topic", json_object_new_string(""));
	json_object_object_add(m, "url", reserve_url(b, o));
	copy_field(m, "meeting_no", o);
	copy_field(m, "password", o);
	fill(m, "create_time", number_text(box_now(b)));
	fill(m, "start_time", number_text(box_now(b)));
	json_object_object_add(m, "end_time", number_text(0));
	json_object_object_add(host, "id", json_object_get(
	    json_object_object_get(o, "owner_id")));
	json_object_object_add(host, "user_type", json_object_new_int(1));
	json_object_object_add(m, "host_user", host);
	copy_field(m, "meeting_connect", s);
	fill(m, "meeting_connect", json_object_new_boolean(false));
	json_object_object_add(m, "status",
	    json_object_new_int(IN_PROGRESS));
	json_object_object_add(m, "ability", make_abilities());
	return m;
}

static int
find(struct box *b, struct json_object *what, int64_t *id,
    struct json_object **o, struct err *e)
{
	if (!parse_number(json_object_object_get(what, "reserve_id"), id) ||
	    !(*o = store_get(&b->store, *id)))
		return err_set(e, ERR_USAGE, "reserve_id: there is no such "
		    "reservation");
	return 0;
}

int
active_start(struct box *b, struct json_object *what, struct err *e)
{
	struct json_object *given = json_object_object_get(what,
	    "participants");
	struct json_object *o, *meeting, *people;
	int64_t id, n;

	if (find(b, what, &id, &o, e) == -1)
		return -1;
	if (given && !json_object_is_type(given, json_type_array))
		return err_set(e, ERR_USAGE, "participants: a list");
	people = make_participants(given, json_object_object_get(o,
	    "owner_id"), box_now(b));
	if (!people)
		return err_set(e, ERR_USAGE, "participants: ids or objects");
	meeting = make_meeting(b, o, json_object_object_get(o, "meeting"));
	n = (int64_t)json_object_array_length(people);
	json_object_object_add(meeting, "participant_count", number_text(n));
	json_object_object_add(meeting, "participant_count_accumulated",
	    number_text(n));
	json_object_object_add(meeting, "participants", people);
	o = parse_copy(o);
	json_object_object_add(o, "meeting", meeting);
	return store_put(&b->store, id, o, e);
}

int
active_end(struct box *b, struct json_object *what, struct err *e)
{
	struct json_object *o;
	int64_t id;

	if (find(b, what, &id, &o, e) == -1)
		return -1;
	o = parse_copy(o);
	json_object_object_del(o, "meeting");
	return store_put(&b->store, id, o, e);
}
