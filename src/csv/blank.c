/* SPDX-License-Identifier: MIT */
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "csv/blank.h"

/* The first character, and its bytes in *n; -1 for none. */
static UChar32
first(struct slice s, size_t *n)
{
	UChar32 c;
	int32_t i = 0;

	*n = str_utf8(s);
	if (!*n)
		return -1;
	U8_NEXT_UNSAFE(s.p, i, c);
	return c;
}

static bool
is_empty(UChar32 c)
{
	return c >= 0x80 && u_charType(c) == U_FORMAT_CHAR;
}

static bool
is_blank(UChar32 c)
{
	/* U+0085 and those of ASCII stand in lines of text. */
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x85 ||
	    (c >= 0x80 && (u_charType(c) == U_SPACE_SEPARATOR ||
	    u_charType(c) == U_LINE_SEPARATOR ||
	    u_charType(c) == U_PARAGRAPH_SEPARATOR));
}

size_t
blank_at(struct slice s)
{
	size_t n;

	/* Most characters are none. */
	if (!s.n || (s.p[0] > ' ' && s.p[0] <= '~'))
		return 0;
	return is_blank(first(s, &n)) ? n : 0;
}

size_t
blank_empty_at(struct slice s)
{
	size_t n;

	if (!s.n || !((unsigned char)s.p[0] & 0x80))
		return 0;
	return is_empty(first(s, &n)) ? n : 0;
}

static size_t
either_at(struct slice s)
{
	size_t n = blank_at(s);

	return n ? n : blank_empty_at(s);
}

struct slice
blank_trim(struct slice s)
{
	size_t n, back;

	while ((n = either_at(s)))
		s = slice_from(s, n);
	do {
		for (n = 0, back = 1; back <= 4 && back <= s.n && !n; back++)
			if (either_at(slice_of(s.p + s.n - back, back)) ==
			    back)
				n = back;
		s.n -= n;
	} while (n);
	return s;
}

void
blank_show(struct str *out, struct slice text)
{
	size_t from = 0, at, n;
	UChar32 c;

	for (at = 0; at < text.n; at += n ? n : 1) {
		c = first(slice_from(text, at), &n);
		if (c < 0x80 || !(is_empty(c) || is_blank(c)))
			continue;
		/* Whole, for what has a use behind another character. */
		str_plain(out, slice_of(text.p + from, at - from));
		str_addf(out, "<U+%04X>", (unsigned)c);
		from = at + n;
	}
	str_plain(out, slice_from(text, from));
}
