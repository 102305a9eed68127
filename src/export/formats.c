/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "export/formats.h"

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
