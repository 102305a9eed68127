/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hidden.h"
#include "base/str.h"
#include "export/export.h"

/* Of n bytes; C1 controls are C2 80 to C2 9F. */
static bool
is_control(const char *p, size_t n)
{
	unsigned char c = (unsigned char)p[0];

	if (n == 1)
		return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
	return n == 2 && c == 0xc2 && (unsigned char)p[1] < 0xa0;
}

void
text_clean(struct str *out, const char *text)
{
	struct slice all = slice_str(text);
	size_t at, n;

	for (at = 0; at < all.n; at += n ? n : 1) {
		n = str_utf8(slice_from(all, at));
		if (!n)
			str_adds(out, "\xef\xbf\xbd");
		else if (!is_control(all.p + at, n) && !hidden_at(all, at, n))
			str_add(out, slice_of(all.p + at, n));
	}
}

void
text_html(struct str *out, const char *text)
{
	struct str clean = { 0 };
	const char *p;

	text_clean(&clean, text);
	for (p = str_text(&clean); *p; p++) {
		switch (*p) {
		case '&':
			str_adds(out, "&amp;");
			break;
		case '<':
			str_adds(out, "&lt;");
			break;
		case '>':
			str_adds(out, "&gt;");
			break;
		case '"':
			str_adds(out, "&quot;");
			break;
		case '\'':
			str_adds(out, "&#39;");
			break;
		default:
			str_addc(out, *p);
		}
	}
	str_free(&clean);
}

bool
text_is_link(const char *url)
{
	static const char *const chars = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&()*+,;=%";
	struct slice s = slice_str(url), scheme = SLICE("https://");
	struct slice host = slice_from(s, scheme.n);

	return slice_starts(s, scheme) && host.n &&
	    !strchr("/?#:@", host.p[0]) && strspn(url, chars) == s.n;
}

void
text_offset(struct str *out, int32_t offset)
{
	int minutes = abs(offset) / 60;

	str_addf(out, "%c%02d:%02d", offset < 0 && minutes ? '-' : '+',
	    minutes / 60, minutes % 60);
}

void
text_time(struct str *out, int64_t at, int32_t offset)
{
	/* The time must agree with the offset as it is written. */
	int32_t whole = offset / 60 * 60;
	struct civil c = clock_to_civil(at + whole);

	str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month,
	    c.day, c.hour, c.minute, c.second);
	text_offset(out, whole);
}

void
text_date(struct str *out, int64_t local)
{
	struct civil c = clock_to_civil(local);

	str_addf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

int64_t
text_midnight(int64_t local)
{
	int64_t into = local % 86400;

	return local - into - (into < 0 ? 86400 : 0);
}

/* --- meetings ------------------------------------------------------------- */

#define DAY 86400

const char *
meeting_zone(const struct meeting *m)
{
	return m->zone && *m->zone ? m->zone : "UTC";
}

static void
add_time(struct str *out, const struct meeting *m, int64_t at, int32_t offset)
{
	if (m->all_day)
		text_date(out, at + offset);
	else
		text_time(out, at, offset);
}

void
meeting_start(struct str *out, const struct meeting *m)
{
	add_time(out, m, m->start, m->start_offset);
}

void
meeting_end(struct str *out, const struct meeting *m)
{
	if (m->all_day)
		text_date(out, meeting_last_day(m) + DAY);
	else
		add_time(out, m, m->end, m->end_offset);
}

void
meeting_expires(struct str *out, const struct meeting *m)
{
	char buf[CLOCK_TEXT];

	if (m->expires)
		str_adds(out, clock_rfc3339(m->expires, buf));
}

int64_t
meeting_last_day(const struct meeting *m)
{
	int64_t start = m->start + m->start_offset;
	int64_t end = m->end + m->end_offset;

	return text_midnight(end - 1 < start ? start : end - 1);
}

/* --- formats -------------------------------------------------------------- */

const struct export_format *const export_formats[] = {
	&format_ics, &format_csv, &format_json, &format_html, NULL,
};

const struct export_format *
export_format_find(const char *name)
{
	size_t i;

	for (i = 0; export_formats[i]; i++)
		if (strcmp(export_formats[i]->name, name) == 0)
			return export_formats[i];
	return NULL;
}

/* --- JSON ----------------------------------------------------------------- */

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
