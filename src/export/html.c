/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "export/export.h"
#include "page.h"

struct page {
	struct str *out;
	const struct export_input *in;
	bool zh;			/* Chinese, else English */
	const struct meeting **order;	/* as they are shown */
	struct texts calendars;		/* their names, sorted, each once */
};

#define COLOURS 8		/* of calendars, .c0 to .c7 in page.css */

/*
 * Append a word in the page's language as HTML, with n for its {n}.  NULL:
 * the word has none.
 */
static void
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

/* The same in a span that the script may put into another language. */
static void
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

/* The heading of a day, given as its local midnight. */
static void
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
	const char **at = VEC_FIND(&p->calendars, &name, vec_by_text);
	int colour = at ? (int)((at - p->calendars.items) % COLOURS) : 0;
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

/* A meeting as an item of its day's list; i makes its ids unique. */
static void
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

/* Where the page may lead its reader: no crawler, no referrer. */
#define META \
	"<meta name=\"viewport\" content=\"width=device-width," \
	" initial-scale=1\">\n" \
	"<meta name=\"referrer\" content=\"no-referrer\">\n" \
	"<meta name=\"robots\" content=\"noindex\">\n" \
	"<meta name=\"color-scheme\" content=\"light dark\">\n"

/* By the day in the event's own zone, days without times first, by time. */
static int
compare_meetings(const void *a, const void *b)
{
	const struct meeting *x = *(const struct meeting *const *)a;
	const struct meeting *y = *(const struct meeting *const *)b;
	int64_t day_x = text_midnight(x->start + x->start_offset);
	int64_t day_y = text_midnight(y->start + y->start_offset);

	if (day_x != day_y)
		return day_x < day_y ? -1 : 1;
	if (x->all_day != y->all_day)
		return x->all_day ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x > y) - (x < y);
}

static void
page_open(struct page *p, struct str *out, const struct export_input *in)
{
	const char *name, **all;
	size_t i, n = 0;

	*p = (struct page){ .out = out, .in = in };
	p->zh = in->lang && strcmp(in->lang, "zh") == 0;
	p->order = xcalloc(in->n + 1, sizeof(*p->order));
	for (i = 0; i < in->n; i++) {
		p->order[i] = &in->meetings[i];
		name = in->meetings[i].calendar;
		*VEC_ADD(&p->calendars) = name ? name : "";
	}
	qsort(p->order, in->n, sizeof(*p->order), compare_meetings);
	VEC_SORT(&p->calendars, vec_by_text);
	all = p->calendars.items;
	for (i = 0; i < in->n; i++)
		if (!n || strcmp(all[n - 1], all[i]) != 0)
			all[n++] = all[i];
	p->calendars.n = n;
}

/* --- above the agenda --------------------------------------------------- */

static void
add_title(struct page *p)
{
	if (p->in->title && *p->in->title)
		text_html(p->out, p->in->title);
	else
		part_word(p, WORD_TITLE, NULL);
}

static void
add_head(struct page *p)
{
	struct str *out = p->out;

	str_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\"%s>\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
	    META "<title>", p->zh ? "zh-CN" : "en",
	    p->in->lang ? "" : " data-auto", page_csp);
	add_title(p);
	str_adds(out, "</title>\n<style>");
	str_adds(out, page_css);
	str_adds(out, "</style>\n</head>\n<body>\n");
}

/* Hidden, for without the script they do nothing. */
static void
add_tools(struct page *p)
{
	struct str *out = p->out;
	size_t i;

	str_adds(out, "<form id=\"tools\" role=\"search\" hidden>\n<label>");
	part_span(p, WORD_SEARCH, NULL);
	str_adds(out, "<input type=\"search\" id=\"q\" autocomplete=\"off\">"
	    "</label>\n");
	str_addf(out, "<label%s>", p->calendars.n > 1 ? "" : " hidden");
	part_span(p, WORD_CALENDAR, NULL);
	str_adds(out, "<select id=\"cal\">\n<option value=\"\""
	    " data-w=\"all_calendars\">");
	part_word(p, WORD_ALL_CALENDARS, NULL);
	str_adds(out, "</option>\n");
	for (i = 0; i < p->calendars.n; i++) {
		str_adds(out, "<option value=\"");
		text_html(out, p->calendars.items[i]);
		str_adds(out, "\">");
		text_html(out, p->calendars.items[i]);
		str_adds(out, "</option>\n");
	}
	str_adds(out, "</select></label>\n</form>\n"
	    "<p id=\"count\" role=\"status\" aria-live=\"polite\"></p>\n");
}

static void
add_header(struct page *p)
{
	bool named = p->in->title && *p->in->title;

	str_addf(p->out, "<header>\n<h1 id=\"title\" dir=\"auto\"%s>",
	    named ? "" : " data-w=\"title\"");
	add_title(p);
	str_addf(p->out, "</h1>\n<p id=\"zone\" data-w=\"own_zone\"%s>",
	    p->in->n ? "" : " hidden");
	part_word(p, WORD_OWN_ZONE, NULL);
	str_adds(p->out, "</p>\n");
	add_tools(p);
	str_adds(p->out, "</header>\n");
}

/* --- the agenda --------------------------------------------------------- */

static bool
is_past(const struct page *p, const struct meeting *m)
{
	return m->end <= p->in->now;
}

static size_t
count_past(const struct page *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->in->n; i++)
		n += is_past(p, p->order[i]);
	return n;
}

static void
add_days(struct page *p, bool past)
{
	const struct meeting *m;
	int64_t day, shown = 0;
	bool open = false;
	size_t i;

	for (i = 0; i < p->in->n; i++) {
		m = p->order[i];
		if (is_past(p, m) != past)
			continue;
		day = text_midnight(m->start + m->start_offset);
		if (!open || day != shown) {
			str_adds(p->out, open ? "</ol></section>\n" : "");
			str_adds(p->out, "<section class=\"day\">");
			part_day(p, day);
			str_adds(p->out, "<ol>\n");
		}
		open = true;
		shown = day;
		part_meeting(p, m, i);
	}
	str_adds(p->out, open ? "</ol></section>\n" : "");
}

/* A sentence that is shown in place of meetings. */
static void
add_note(struct page *p, const char *attributes, enum word w, bool shown)
{
	str_addf(p->out, "<p %s data-w=\"%s\"%s>", attributes,
	    page_words[w].name, shown ? "" : " hidden");
	part_word(p, w, NULL);
	str_adds(p->out, "</p>\n");
}

static void
add_agenda(struct page *p)
{
	size_t past = count_past(p);
	char n[24];

	snprintf(n, sizeof(n), "%zu", past);
	str_addf(p->out, "<main>\n<details id=\"past\"%s><summary>",
	    past ? "" : " hidden");
	part_word(p, WORD_PAST, n);
	str_adds(p->out, "</summary>\n<div id=\"ended\">\n");
	add_days(p, true);
	str_adds(p->out, "</div></details>\n<div id=\"days\">\n");
	add_days(p, false);
	str_adds(p->out, "</div>\n");
	if (!p->in->n)
		add_note(p, "class=\"empty\"", WORD_EMPTY, true);
	add_note(p, "id=\"upcoming\"", WORD_NO_UPCOMING,
	    past && past == p->in->n);
	add_note(p, "id=\"none\"", WORD_NONE_FOUND, false);
	str_adds(p->out, "</main>\n");
}

static void
add_footer(struct page *p)
{
	struct civil c = clock_to_civil(p->in->now);
	char buf[CLOCK_TEXT];

	str_adds(p->out, "<footer><p>");
	part_span(p, WORD_GENERATED, NULL);
	str_addf(p->out, " <time id=\"made\" datetime=\"%s\">"
	    "%04d-%02d-%02d %02d:%02d UTC</time> · icsreserve</p></footer>\n",
	    clock_rfc3339(p->in->now, buf), c.year, c.month, c.day, c.hour,
	    c.minute);
}

static void
write_html(struct str *out, const struct export_input *in)
{
	struct page p;

	page_open(&p, out, in);
	add_head(&p);
	add_header(&p);
	add_agenda(&p);
	add_footer(&p);
	str_adds(out, "<script>");
	str_adds(out, page_js);
	str_adds(out, "</script>\n</body>\n</html>\n");
	free(p.order);
	VEC_FREE(&p.calendars);
}

const struct export_format format_html = { "html", "html", write_html };
