/* SPDX-License-Identifier: MIT */
#include "export/cell.h"
#include "export/formats.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

static void
add_meeting(struct str *out, const struct meeting *m)
{
	struct str start = { 0 }, end = { 0 }, expires = { 0 };
	const char *cells[12];

	meeting_start(&start, m);
	meeting_end(&end, m);
	meeting_expires(&expires, m);
	cells[0] = m->calendar;
	cells[1] = m->uid;
	cells[2] = m->recurrence_id;
	cells[3] = m->topic;
	cells[4] = str_text(&start);
	cells[5] = str_text(&end);
	cells[6] = meeting_zone(m);
	cells[7] = m->url;
	cells[8] = m->meeting_no;
	cells[9] = m->reserve_id;
	cells[10] = str_text(&expires);
	cells[11] = m->state;
	cell_row(out, cells, LEN(cells));
	str_free(&start);
	str_free(&end);
	str_free(&expires);
}

void
export_csv(struct str *out, const struct export_input *in)
{
	static const char *const header[] = { "calendar", "uid",
		"recurrence_id", "summary", "start", "end", "timezone", "url",
		"meeting_no", "reserve_id", "expires", "state" };
	size_t i;

	str_adds(out, CELL_BOM);
	cell_row(out, header, LEN(header));
	for (i = 0; i < in->n; i++)
		add_meeting(out, &in->meetings[i]);
}
