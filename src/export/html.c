/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/vec.h"
#include "export/export.h"
#include "export/html_part.h"

/* Where the page may lead its reader: no crawler, no referrer. */
#define META \
	"<meta name=\"viewport\" content=\"width=device-width," \
	" initial-scale=1\">\n" \
	"<meta name=\"referrer\" content=\"no-referrer\">\n" \
	"<meta name=\"robots\" content=\"noindex\">\n" \
	"<meta name=\"color-scheme\" content=\"light dark\">\n"

/* --- order -------------------------------------------------------------- */

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
	const char *name;
	size_t i, n = 0;

	*p = (struct page){ .out = out, .in = in };
	p->zh = in->lang && strcmp(in->lang, "zh") == 0;
	p->order = xcalloc(in->n + 1, sizeof(*p->order));
	p->calendars = xcalloc(in->n + 1, sizeof(*p->calendars));
	for (i = 0; i < in->n; i++) {
		p->order[i] = &in->meetings[i];
		name = in->meetings[i].calendar;
		p->calendars[i] = name ? name : "";
	}
	qsort(p->order, in->n, sizeof(*p->order), compare_meetings);
	qsort(p->calendars, in->n, sizeof(*p->calendars), vec_by_text);
	for (i = 0; i < in->n; i++)
		if (!n || strcmp(p->calendars[n - 1], p->calendars[i]) != 0)
			p->calendars[n++] = p->calendars[i];
	p->n_calendars = n;
}

static void
page_close(struct page *p)
{
	free(p->order);
	free(p->calendars);
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
	str_addf(out, "<label%s>", p->n_calendars > 1 ? "" : " hidden");
	part_span(p, WORD_CALENDAR, NULL);
	str_adds(out, "<select id=\"cal\">\n<option value=\"\""
	    " data-w=\"all_calendars\">");
	part_word(p, WORD_ALL_CALENDARS, NULL);
	str_adds(out, "</option>\n");
	for (i = 0; i < p->n_calendars; i++) {
		str_adds(out, "<option value=\"");
		text_html(out, p->calendars[i]);
		str_adds(out, "\">");
		text_html(out, p->calendars[i]);
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
	page_close(&p);
}

const struct export_format format_html = { "html", "html", write_html };
