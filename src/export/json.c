/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "export/formats.h"

/* A member that is null when there is no text. */
static void
add_text(struct str *out, const char *name, const char *text)
{
	str_addf(out, ",\n\"%s\":", name);
	if (text && *text)
		str_json(out, slice_str(text));
	else
		str_adds(out, "null");
}

static void
add_bool(struct str *out, const char *name, bool value)
{
	str_addf(out, ",\n\"%s\":%s", name, value ? "true" : "false");
}

static void
add_times(struct str *out, const struct meeting *m)
{
	struct str text = { 0 };

	meeting_start(&text, m);
	add_text(out, "start", str_text(&text));
	str_clear(&text);
	meeting_end(&text, m);
	add_text(out, "end", str_text(&text));
	add_text(out, "timezone", meeting_zone(m));
	str_clear(&text);
	meeting_expires(&text, m);
	add_text(out, "expires", str_text(&text));
	str_free(&text);
}

static void
add_meeting(struct str *out, const struct meeting *m)
{
	str_adds(out, "{\"calendar\":");
	str_json(out, slice_str(m->calendar));
	str_adds(out, ",\n\"uid\":");
	str_json(out, slice_str(m->uid));
	add_text(out, "recurrence_id", m->recurrence_id);
	str_adds(out, ",\n\"topic\":");
	str_json(out, slice_str(m->topic));
	add_text(out, "location", m->location);
	add_times(out, m);
	add_bool(out, "all_day", m->all_day);
	add_bool(out, "recurring", m->recurring);
	add_text(out, "state", m->state);
	add_text(out, "url", m->url);
	add_text(out, "meeting_no", m->meeting_no);
	add_text(out, "reserve_id", m->reserve_id);
	add_text(out, "app_link", m->app_link);
	add_text(out, "live_link", m->live_link);
	str_addc(out, '}');
}

void
export_json(struct str *out, const struct export_input *in)
{
	char buf[CLOCK_TEXT];
	size_t i;

	str_adds(out, "{\"schema\":\"icsreserve-export/1\"");
	add_text(out, "generated", clock_rfc3339(in->now, buf));
	add_text(out, "title", in->title);
	str_adds(out, ",\n\"meetings\":[");
	for (i = 0; i < in->n; i++) {
		str_adds(out, i ? ",\n" : "\n");
		add_meeting(out, &in->meetings[i]);
	}
	str_adds(out, in->n ? "\n]}\n" : "]}\n");
}
