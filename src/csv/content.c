/* SPDX-License-Identifier: MIT */
#include "csv/content.h"
#include "ics/line.h"

static bool
is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* Add the value without control characters; a line end may be kept. */
static void
add_plain(struct str *out, struct slice value, bool lines)
{
	size_t i;
	char c;

	for (i = 0; i < value.n; i++) {
		c = value.p[i];
		/* CRLF was made LF before: a CR stood alone. */
		if (lines && (c == '\n' || c == '\r'))
			str_addc(out, '\n');
		else if (!is_control(c))
			str_addc(out, c);
	}
}

static void
fold_free(struct str *out, struct str *line)
{
	line_fold(out, str_slice(line), "\r\n");
	str_free(line);
}

void
content_raw(struct str *out, const char *name, struct slice value)
{
	struct str line = { 0 };

	str_addf(&line, "%s:", name);
	add_plain(&line, value, false);
	fold_free(out, &line);
}

void
content_text(struct str *out, const char *name, struct slice value)
{
	struct str line = { 0 }, text = { 0 };

	str_addf(&line, "%s:", name);
	add_plain(&text, value, true);
	line_escape(&line, str_slice(&text));
	fold_free(out, &line);
	str_free(&text);
}

void
content_zoned(struct str *out, const char *name, struct slice zone,
    struct slice value)
{
	struct str line = { 0 };
	size_t i;
	char c;

	str_addf(&line, "%s;TZID=\"", name);
	for (i = 0; i < zone.n; i++) {
		c = zone.p[i];
		str_addc(&line, c == '"' ? '\''
		    : is_control(c) || c == '\t' ? '?' : c);
	}
	str_adds(&line, "\":");
	add_plain(&line, value, false);
	fold_free(out, &line);
}
