/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

#include "sandbox/box.h"
#include "sandbox/meeting.h"
#include "sandbox/reserve.h"

#define IN_PROGRESS 2	/* a meeting's status */

struct json_object *
meeting_digits(int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	return json_object_new_string(text);
}

void
meeting_number(struct json_object *o, const char *name, int64_t n)
{
	json_object_object_add(o, name, meeting_digits(n));
}

void
meeting_fill(struct json_object *o, const char *name, struct json_object *value)
{
	if (json_object_object_get_ex(o, name, NULL))
		json_object_put(value);
	else
		json_object_object_add(o, name, value);
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
	meeting_fill(m, "id",
	    meeting_digits(old ? 0 : store_new_id(&b->store)));
	copy_field(m, "topic", s);
	meeting_fill(m, "topic", json_object_new_string(""));
	json_object_object_add(m, "url", reserve_url(b, o));
	copy_field(m, "meeting_no", o);
	copy_field(m, "password", o);
	meeting_fill(m, "create_time", meeting_digits(box_now(b)));
	meeting_fill(m, "start_time", meeting_digits(box_now(b)));
	json_object_object_add(m, "end_time", meeting_digits(0));
	json_object_object_add(host, "id", json_object_get(
	    json_object_object_get(o, "owner_id")));
	json_object_object_add(host, "user_type", json_object_new_int(1));
	json_object_object_add(m, "host_user", host);
	copy_field(m, "meeting_connect", s);
	meeting_fill(m, "meeting_connect", json_object_new_boolean(false));
	json_object_object_add(m, "status",
	    json_object_new_int(IN_PROGRESS));
	json_object_object_add(m, "ability", make_abilities());
	return m;
}
