/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/clock.h"
#include "base/vec.h"
#include "export/html_part.h"

#define COLOURS 8		/* of calendars, .c0 to .c7 in page.css */

void
part_word(struct page *p, enum word w, const char *n)
{
	struct str text = { 0 };
	const char *s = page_words[w].text[p->zh];
	const char *gap = strstr(s, "{n}");

	if (gap && n) {
		str_add(&text, slice_of(s, (size_t)(gap - s)));
		str_adds(&text, n);
		s = gap + 3;
	}
	str_adds(&text, s);
	text_html(p->out, str_text(&text));
	str_free(&text);
}

void
part_span(struct page *p, enum word w, const char *n)
{
	str_addf(p->out, "<span data-w=\"%s\"", page_words[w].name);
	if (n) {
		str_adds(p->out, " data-n=\"");
		text_html(p->out, n);
		str_addc(p->out, '"');
	}
	str_addc(p->out, '>');
	part_word(p, w, n);
	str_adds(p->out, "</span>");
}

/* --- days --------------------------------------------------------------- */

static const char *const months[] = { "January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December" };
/* 1 January 1970 was a Thursday. */
static const char *const weekdays[][2] = { { "Thursday", "星期四" },
	{ "Friday", "星期五" }, { "Saturday", "星期六" },
	{ "Sunday", "星期日" }, { "Monday", "星期一" },
	{ "Tuesday", "星期二" }, { "Wednesday", "星期三" } };

void
part_day(struct page *p, int64_t day)
{
	struct civil c = clock_to_civil(day);
	int64_t of_week = (day / 86400 % 7 + 7) % 7;
	const char *name = weekdays[of_week][p->zh];

	str_adds(p->out, "<h2>");
	if (p->zh)
		str_addf(p->out, "%d年%d月%d日%s", c.year, c.month, c.day,
		    name);
	else
		str_addf(p->out, "%s, %d %s %d", name, c.day,
		    months[c.month - 1], c.year);
	str_adds(p->out, "</h2>");
}

static void
add_short_day(struct page *p, int64_t day)
{
	struct civil c = clock_to_civil(day);

	if (p->zh)
		str_addf(p->out, "%d月%d日", c.month, c.day);
	else
		str_addf(p->out, "%d %.3s", c.day, months[c.month - 1]);
}

/* --- when --------------------------------------------------------------- */

/* Without end the day of its start; with it, those up to the last. */
static void
add_dates(struct page *p, const struct meeting *m)
{
	int64_t last = meeting_last_day(m);

	str_adds(p->out, "<time datetime=\"");
	meeting_start(p->out, m);
	str_adds(p->out, "\" data-w=\"all_day\">");
	part_word(p, WORD_ALL_DAY, NULL);
	str_adds(p->out, "</time>");
	if (last <= text_midnight(m->start + m->start_offset))
		return;
	str_adds(p->out, " – <time datetime=\"");
	text_date(p->out, last);
	str_adds(p->out, "\">");
	add_short_day(p, last);
	str_adds(p->out, "</time>");
}

static void
add_times(struct page *p, const struct meeting *m)
{
	int64_t start = m->start + m->start_offset;
	int64_t end = m->end + m->end_offset;
	struct civil from = clock_to_civil(start), to = clock_to_civil(end);

	str_adds(p->out, "<time datetime=\"");
	meeting_start(p->out, m);
	str_addf(p->out, "\">%02d:%02d</time> – <time datetime=\"", from.hour,
	    from.minute);
	meeting_end(p->out, m);
	str_adds(p->out, "\">");
	if (text_midnight(start) != text_midnight(end)) {
		add_short_day(p, end);
		str_addc(p->out, ' ');
	}
	str_addf(p->out, "%02d:%02d</time>", to.hour, to.minute);
}

/* The zone, with its offset unless it is UTC itself. */
static void
add_zone(struct page *p, const struct meeting *m)
{
	const char *zone = meeting_zone(m);

	str_adds(p->out, "\n<p class=\"zone\" data-z=\"");
	text_html(p->out, zone);
	str_adds(p->out, "\">");
	text_html(p->out, zone);
	if (strcmp(zone, "UTC") != 0) {
		str_adds(p->out, " (UTC");
		text_offset(p->out, m->start_offset);
		str_addc(p->out, ')');
	}
	str_adds(p->out, "</p>");
}

static void
add_when(struct page *p, const struct meeting *m)
{
	str_adds(p->out, "<div class=\"when\">");
	if (m->all_day) {
		add_dates(p, m);
	} else {
		add_times(p, m);
		add_zone(p, m);
	}
	str_adds(p->out, "</div>\n");
}

/* --- what --------------------------------------------------------------- */

static void
add_item(struct page *p, const char *attributes, const char *text)
{
	if (!text || !*text)
		return;
	str_addf(p->out, "<span %s>", attributes);
	text_html(p->out, text);
	str_adds(p->out, "</span>\n");
}

static void
add_calendar(struct page *p, const struct meeting *m)
{
	const char *name = m->calendar ? m->calendar : "";
	const char **at = vec_find(p->calendars, p->n_calendars,
	    sizeof(name), &name, vec_by_text);
	int colour = at ? (int)((at - p->calendars) % COLOURS) : 0;
	char attributes[32];

	snprintf(attributes, sizeof(attributes),
	    "class=\"c c%d\" dir=\"auto\"", colour);
	add_item(p, attributes, name);
}

/* "123456789" as "123 456 789", as the programs show it. */
static void
add_number(struct page *p, const char *number)
{
	struct str text = { 0 };
	size_t i, n = number ? strlen(number) : 0;
	bool digits = n == 9 && strspn(number, "0123456789") == n;

	for (i = 0; i < n; i++) {
		if (digits && i && i % 3 == 0)
			str_addc(&text, ' ');
		str_addc(&text, number[i]);
	}
	if (n) {
		part_span(p, WORD_MEETING_NO, str_text(&text));
		str_addc(p->out, '\n');
	}
	str_free(&text);
}

static void
add_link(struct page *p, const char *url, enum word w, const char *attributes)
{
	if (!text_is_link(url))
		return;
	str_adds(p->out, "<a href=\"");
	text_html(p->out, url);
	str_addf(p->out, "\" rel=\"noopener noreferrer\" data-w=\"%s\"%s>",
	    page_words[w].name, attributes);
	part_word(p, w, NULL);
	str_adds(p->out, "</a>\n");
}

static void
add_what(struct page *p, const struct meeting *m, size_t i)
{
	bool live = m->state && strcmp(m->state, "live") == 0;

	str_addf(p->out,
	    "<div class=\"what\"><h3 id=\"t%zu\" dir=\"auto\">", i);
	text_html(p->out, m->topic && *m->topic ? m->topic : "–");
	str_adds(p->out, "</h3>\n<p class=\"meta\">");
	add_calendar(p, m);
	add_item(p, "dir=\"auto\"", m->location);
	if (m->recurring) {
		part_span(p, WORD_REPEATS, NULL);
		str_addc(p->out, '\n');
	}
	add_number(p, m->meeting_no);
	add_item(p, "class=\"state\"", live ? NULL : m->state);
	str_adds(p->out, "</p>\n");
	if (text_is_link(m->app_link) || text_is_link(m->live_link)) {
		str_adds(p->out, "<p class=\"meta links\">");
		add_link(p, m->app_link, WORD_APP, "");
		add_link(p, m->live_link, WORD_LIVE, "");
		str_adds(p->out, "</p>\n");
	}
	str_adds(p->out, "</div>\n");
}

void
part_meeting(struct page *p, const struct meeting *m, size_t i)
{
	char attributes[64];

	str_adds(p->out, "<li class=\"m\" data-c=\"");
	text_html(p->out, m->calendar);
	str_adds(p->out, "\">\n");
	add_when(p, m);
	add_what(p, m, i);
	snprintf(attributes, sizeof(attributes),
	    " class=\"join\" aria-describedby=\"t%zu\"", i);
	add_link(p, m->url, WORD_JOIN, attributes);
	str_adds(p->out, "</li>\n");
}
