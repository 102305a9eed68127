/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/json.h"
#include "base/mem.h"
#include "export/export.h"
#include "fuzz.h"
#include "ics/cut.h"
#include "ics/line.h"

#define TEXTS 12

/* The texts of one meeting stand between bytes of value 0. */
static void
fill(struct meeting *m, char *bytes, size_t n)
{
	const char **texts[TEXTS] = { &m->topic, &m->uid, &m->location,
		&m->url, &m->zone, &m->recurrence_id, &m->label,
		&m->calendar, &m->meeting_no, &m->reserve_id, &m->app_link,
		&m->live_link };
	size_t i, at = 0;

	for (i = 0; i < TEXTS && at < n; i++) {
		*texts[i] = bytes + at;
		at += strlen(bytes + at) + 1;
	}
}

/* Lines and cells as RFC 4180 has them; none is a formula. */
static void
check_csv(struct slice rest)
{
	bool quoted = false, begins = true;
	size_t i;

	for (i = 0; i < rest.n; i++) {
		if (begins)
			HOLD(!strchr("=+-@|\t", rest.p[i + (rest.p[i] == '"')]));
		begins = !quoted && (rest.p[i] == ',' || rest.p[i] == '\n');
		if (rest.p[i] == '"')
			quoted = !quoted;
		HOLD((unsigned char)rest.p[i] >= ' ' ||
		    strchr("\t\r\n", rest.p[i]));
	}
	HOLD(!quoted);
}

static void
check_ics(struct slice bytes, size_t n)
{
	struct cut c;

	cut_bytes(&c, bytes, NULL);
	HOLD(c.reason == CUT_FINE && c.calendars.n == 1);
	HOLD(c.events.n <= n);
	cut_free(&c);
}

static void
check_json(struct slice text)
{
	struct json_object *o = json_read(text);

	HOLD(o);
	json_free(o);
}

/* No text of a meeting opens an element. */
static void
check_html(struct slice page, struct slice empty)
{
	size_t i, tags = 0, had = 0;

	for (i = 0; i + 1 < page.n; i++)
		tags += page.p[i] == '<' && strncmp(page.p + i, "<script",
		    7) == 0;
	for (i = 0; i + 1 < empty.n; i++)
		had += empty.p[i] == '<' && strncmp(empty.p + i, "<script",
		    7) == 0;
	HOLD(tags == had);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct meeting m = { .start = 1764554400, .end = 1764558000,
		.state = "live", .expires = 1764559800 };
	struct export_input in = { .meetings = &m, .n = 1,
		.now = 1764000000, .title = "t" };
	struct str out = { 0 }, empty = { 0 };
	char *bytes = xcalloc(1, size + 1);

	memcpy(bytes, data, size);
	fill(&m, bytes, size);
	m.all_day = size % 2;
	in.title = m.topic ? m.topic : "t";
	format_csv.write(&out, &in);
	check_csv(str_slice(&out));
	str_clear(&out);
	format_ics.write(&out, &in);
	check_ics(str_slice(&out), 1);
	str_clear(&out);
	format_json.write(&out, &in);
	check_json(str_slice(&out));
	str_clear(&out);
	format_html.write(&out, &in);
	in.title = "t";
	in.n = 0;
	format_html.write(&empty, &in);
	check_html(str_slice(&out), str_slice(&empty));
	str_free(&out);
	str_free(&empty);
	free(bytes);
	return 0;
}
