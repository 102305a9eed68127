/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "export/cell.h"

static bool
is_formula(const char *text)
{
	/* Full-width =, +, - and @ are taken as well by some. */
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	if (strchr("\t\r\n", *text) && *text)
		return true;
	text += strspn(text, " ");
	if (*text && strchr("=+-@\t\r\n", *text))
		return true;
	for (i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

/* Between cells of a record stands a comma; records end with CRLF. */
static void
separate(struct str *out)
{
	if (out->n && out->p[out->n - 1] != '\n' &&
	    !(out->n == 3 && strcmp(out->p, CELL_BOM) == 0))
		str_addc(out, ',');
}

void
cell_text(struct str *out, const char *text)
{
	const char *mark;

	separate(out);
	if (!text)
		text = "";
	mark = is_formula(text) ? "'" : "";
	str_addc(out, '"');
	str_adds(out, mark);
	for (; *text; text++) {
		if (*text == '"')
			str_addc(out, '"');
		str_addc(out, *text);
	}
	str_addc(out, '"');
}

void
cell_time(struct str *out, int64_t unix_s)
{
	char when[CLOCK_TEXT];

	separate(out);
	if (unix_s)
		str_adds(out, clock_rfc3339(unix_s, when));
	else
		str_adds(out, "\"\"");
}

void
cell_number(struct str *out, int64_t n)
{
	separate(out);
	str_addf(out, "%jd", (intmax_t)n);
}

void
cell_end(struct str *out)
{
	str_adds(out, "\r\n");
}
