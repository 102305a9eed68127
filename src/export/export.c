/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "export/export.h"
#include "export/text.h"

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
