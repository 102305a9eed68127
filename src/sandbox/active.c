/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "sandbox/active.h"
#include "sandbox/box.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/meeting.h"
#include "sandbox/play.h"
#include "sandbox/reserve.h"

#define IN_MEETING 2	/* a participant's */

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
	meeting = play_meeting(b, c, o);
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

/* --- starting and ending -------------------------------------------------- */

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

static int
find(struct box *b, struct json_object *what, int64_t *id,
    struct json_object **o, struct err *e)
{
	if (!json_number(json_object_object_get(what, "reserve_id"), id) ||
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
	meeting = meeting_make(b, o, json_object_object_get(o, "meeting"));
	n = (int64_t)json_object_array_length(people);
	json_put_digits(meeting, "participant_count", n);
	json_put_digits(meeting, "participant_count_accumulated", n);
	json_object_object_add(meeting, "participants", people);
	o = json_copy(o);
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
	o = json_copy(o);
	json_object_object_del(o, "meeting");
	return store_put(&b->store, id, o, e);
}
