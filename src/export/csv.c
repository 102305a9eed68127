/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "export/cell.h"
#include "export/csv.h"
#include "export/formats.h"
#include "export/text.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* Longer texts are neither numbers nor dates nor words of a spreadsheet. */
#define SHORT 20

/* Whether a spreadsheet may take it for a number, a date or TRUE. */
static bool
is_risky(const char *uid)
{
	size_t n = strlen(uid);

	if (strncmp(uid, "uid:", 4) == 0 ||
	    slice_ieq(slice_str(uid), SLICE("true")) ||
	    slice_ieq(slice_str(uid), SLICE("false")))
		return true;
	return !strchr(uid, '@') && strpbrk(uid, "0123456789") &&
	    (n <= SHORT || strspn(uid, "0123456789eE+-.,: ") == n);
}

static const char *
marked(struct str *out, const char *mark, const char *text)
{
	str_addf(out, "%s%s", mark, text);
	return str_text(out);
}

/* The last day of one of whole days, as tables have it. */
static void
add_end(struct str *out, const struct meeting *m)
{
	if (m->all_day)
		text_date(out, meeting_last_day(m));
	else
		meeting_end(out, m);
}

void
export_csv_row(struct str *out, const struct meeting *m)
{
	struct str start = { 0 }, end = { 0 }, expires = { 0 };
	struct str uid = { 0 }, id = { 0 };
	const char *cells[12];

	meeting_start(&start, m);
	add_end(&end, m);
	meeting_expires(&expires, m);
	cells[0] = m->calendar;
	cells[1] = m->uid && is_risky(m->uid) ? marked(&uid, "uid:", m->uid)
	    : m->uid;
	cells[2] = m->recurrence_id;
	cells[3] = m->topic;
	cells[4] = str_text(&start);
	cells[5] = str_text(&end);
	cells[6] = meeting_zone(m);
	cells[7] = m->url;
	cells[8] = m->meeting_no;
	cells[9] = m->reserve_id && *m->reserve_id
	    ? marked(&id, "id:", m->reserve_id) : NULL;
	cells[10] = str_text(&expires);
	cells[11] = m->state;
	cell_row(out, cells, LEN(cells));
	str_free(&start);
	str_free(&end);
	str_free(&expires);
	str_free(&uid);
	str_free(&id);
}

void
export_csv_header(struct str *out)
{
	static const char *const header[] = { "calendar", "uid",
		"recurrence_id", "summary", "start", "end", "timezone", "url",
		"meeting_no", "reserve_id", "expires", "state" };

	str_adds(out, CELL_BOM);
	cell_row(out, header, LEN(header));
}

static void
write_csv(struct str *out, const struct export_input *in)
{
	size_t i;

	export_csv_header(out);
	for (i = 0; i < in->n; i++)
		export_csv_row(out, &in->meetings[i]);
}

const struct export_format format_csv = { "csv", "csv", write_csv };
