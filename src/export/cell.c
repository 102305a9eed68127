/* SPDX-License-Identifier: MIT */
#include "export/cell.h"
#include "export/text.h"

/* Blanks that spreadsheets pass by, and characters without width: U+00AD,
 * U+034F, U+180E, U+200B to U+200D, U+2060 to U+2064, U+3164, U+FEFF. */
static const char *const blanks[] = { " ", "\xc2\xa0", "\xe3\x80\x80",
	"\xef\xbb\xbf", "\xe2\x80\xaf", "\xe1\x9a\x80", "\xc2\xad",
	"\xcd\x8f", "\xe1\xa0\x8e", "\xe2\x80\x8b", "\xe2\x80\x8c",
	"\xe2\x80\x8d", "\xe2\x81\x9f", "\xe2\x81\xa0", "\xe2\x81\xa1",
	"\xe2\x81\xa2", "\xe2\x81\xa3", "\xe2\x81\xa4", "\xe3\x85\xa4" };
/* The last five are full-width: Excel in East Asia takes them as well. */
static const char *const formula[] = { "=", "+", "-", "@", "|", "\t", "\n",
	"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0",
	"\xef\xbd\x9c" };

/* The length of the one that s begins with, 0 when there is none. */
static size_t
starts_with(struct slice s, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_starts(s, slice_str(list[i])))
			return strlen(list[i]);
	return 0;
}

/* U+2000 to U+200A: the spaces of typesetters. */
static size_t
thin_space(struct slice s)
{
	return s.n >= 3 && memcmp(s.p, "\xe2\x80", 2) == 0 &&
	    (unsigned char)s.p[2] >= 0x80 && (unsigned char)s.p[2] <= 0x8a
	    ? 3 : 0;
}

/* U+FE00 to U+FE0F: how the character before looks. */
static size_t
variation(struct slice s)
{
	return s.n >= 3 && memcmp(s.p, "\xef\xb8", 2) == 0 &&
	    (unsigned char)s.p[2] <= 0x8f ? 3 : 0;
}

/*
 * Apostrophes in front are passed by, so that a reader who takes one away
 * always has the text again.
 */
static bool
is_formula(struct slice s)
{
	size_t n;

	while (s.n && s.p[0] == '\'')
		s = slice_from(s, 1);
	while ((n = starts_with(s, blanks, sizeof(blanks) / sizeof(*blanks)))
	    || (n = thin_space(s)) || (n = variation(s)))
		s = slice_from(s, n);
	return starts_with(s, formula, sizeof(formula) / sizeof(*formula));
}

void
cell_add(struct str *out, const char *text)
{
	struct str safe = { 0 };
	const char *p;

	/* First of all: behind a control character a formula's sign would
	 * come to the front. */
	text_clean(&safe, text);
	p = str_text(&safe);
	/* Elsewhere ; and tab separate, and readers trim bare blanks. */
	if (!is_formula(str_slice(&safe)) && !strpbrk(p, ",;\"\t\n") &&
	    *p != ' ' && (!safe.n || p[safe.n - 1] != ' ')) {
		str_adds(out, p);
	} else {
		str_adds(out, is_formula(str_slice(&safe)) ? "\"'" : "\"");
		for (; *p; p++) {
			if (*p == '"')
				str_addc(out, '"');
			str_addc(out, *p);
		}
		str_addc(out, '"');
	}
	str_free(&safe);
}

void
cell_row(struct str *out, const char *const *cells, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i)
			str_addc(out, ',');
		cell_add(out, cells[i]);
	}
	str_adds(out, "\r\n");
}
