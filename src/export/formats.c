/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "export/formats.h"

const struct export_format export_formats[] = {
	{ "ics", "ics", export_ics },
	{ "csv", "csv", export_csv },
	{ "json", "json", export_json },
	{ "html", "html", export_html },
	{ NULL, NULL, NULL },
};

const struct export_format *
export_format_find(const char *name)
{
	const struct export_format *f;

	for (f = export_formats; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
