/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "export/export.h"

static void
add_times(struct str *out, const struct meeting *m)
{
	struct str text = { 0 };

	meeting_start(&text, m);
	member_text(out, "start", str_text(&text));
	str_clear(&text);
	meeting_end(&text, m);
	member_word(out, "end", str_text(&text));
	member_word(out, "timezone", meeting_zone(m));
	str_clear(&text);
	meeting_expires(&text, m);
	member_word(out, "expires", str_text(&text));
	str_free(&text);
}

/* A meeting is a line, so that two exports can be compared. */
static void
add_meeting(struct str *out, const struct meeting *m)
{
	str_addc(out, '\n');
	member_open(out, NULL, '{');
	member_text(out, "calendar", m->calendar);
	member_text(out, "uid", m->uid);
	member_word(out, "recurrence_id", m->recurrence_id);
	member_text(out, "topic", m->topic);
	member_word(out, "location", m->location);
	add_times(out, m);
	member_bool(out, "all_day", m->all_day);
	member_bool(out, "recurring", m->recurring);
	member_text(out, "state", m->state);
	member_word(out, "url", m->url);
	member_word(out, "meeting_no", m->meeting_no);
	member_word(out, "reserve_id", m->reserve_id);
	member_word(out, "app_link", m->app_link);
	member_word(out, "live_link", m->live_link);
	member_close(out, '}');
}

static void
write_json(struct str *out, const struct export_input *in)
{
	size_t i;

	member_open(out, NULL, '{');
	member_text(out, "schema", "icsreserve-export/1");
	member_time(out, "generated", in->now);
	member_word(out, "title", in->title);
	member_open(out, "meetings", '[');
	for (i = 0; i < in->n; i++) {
		str_adds(out, i ? "," : "");
		add_meeting(out, &in->meetings[i]);
	}
	str_adds(out, in->n ? "\n" : "");
	member_close(out, ']');
	member_close(out, '}');
	str_addc(out, '\n');
}

const struct export_format format_json = { "json", "json", write_json };
