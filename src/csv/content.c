/* SPDX-License-Identifier: MIT */
#include "csv/content.h"
#include "csv/limits.h"

static bool
is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* The bytes of text that a line of so many bytes has room for. */
static size_t
fitting(struct slice text, size_t room)
{
	size_t n = room;

	if (text.n <= room)
		return text.n;
	while (n > room - 3 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void
fold(struct str *out, struct slice text)
{
	size_t n = fitting(text, CSV_FOLD_WIDTH);

	str_add(out, slice_of(text.p, n));
	for (text = slice_from(text, n); text.n; text = slice_from(text, n)) {
		n = fitting(text, CSV_FOLD_WIDTH - 1);
		str_adds(out, "\r\n ");
		str_add(out, slice_of(text.p, n));
	}
	str_adds(out, "\r\n");
}

static void
fold_free(struct str *out, struct str *line)
{
	fold(out, str_slice(line));
	str_free(line);
}

static void
add_plain(struct str *line, struct slice value)
{
	size_t i, from = 0;

	for (i = 0; i < value.n; i++) {
		if (!is_control(value.p[i]))
			continue;
		str_add(line, slice_of(value.p + from, i - from));
		from = i + 1;
	}
	str_add(line, slice_from(value, from));
}

/* What stands for a character in a TEXT; NULL: itself. */
static const char *
escape(char c)
{
	switch (c) {
	case '\n':
	case '\r':	/* CRLF was made LF before: this one stood alone */
		return "\\n";
	case '\\':
		return "\\\\";
	case ';':
		return "\\;";
	case ',':
		return "\\,";
	default:
		return is_control(c) ? "" : NULL;
	}
}

void
content_raw(struct str *out, const char *name, struct slice value)
{
	struct str line = { 0 };

	str_adds(&line, name);
	str_addc(&line, ':');
	add_plain(&line, value);
	fold_free(out, &line);
}

void
content_text(struct str *out, const char *name, struct slice value)
{
	struct str line = { 0 };
	size_t i, from = 0;
	const char *as;

	str_adds(&line, name);
	str_addc(&line, ':');
	for (i = 0; i < value.n; i++) {
		as = escape(value.p[i]);
		if (!as)
			continue;
		str_add(&line, slice_of(value.p + from, i - from));
		str_adds(&line, as);
		from = i + 1;
	}
	str_add(&line, slice_from(value, from));
	fold_free(out, &line);
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
	add_plain(&line, value);
	fold_free(out, &line);
}
