/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "sandbox/box.h"
#include "sandbox/json.h"
#include "sandbox/meeting.h"
#include "sandbox/reserve.h"

#define IN_PROGRESS 2	/* a meeting's status */

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

struct json_object *
meeting_make(struct box *b, struct json_object *o, struct json_object *old)
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
