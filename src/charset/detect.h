/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CHARSET_DETECT_H
#define ICSR_CHARSET_DETECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

/*
 * In which encoding a file is that does not say so.  UTF-8 is known by its
 * form.  Other encodings are not: what a file is read as is then an
 * assumption, and the caller says so.
 *
 * Of encodings with two bytes for a character (GB18030, Big5, Shift_JIS,
 * EUC-JP, EUC-KR) the text must be valid in the encoding and must consist
 * of those characters that are in daily use; between several, ICU's
 * detector decides, and for texts too short for it the order above.
 * Else it is that with one byte for a character in which words come out
 * (charset/narrow), or GB18030 with rare characters.
 */

/* What a byte order mark says; NULL: there is none. */
const char *detect_mark(struct slice bytes);

/* The length of that mark; 0. */
size_t detect_mark_length(struct slice bytes);

/* UTF-16 without a mark: its name when line ends have that form; NULL. */
const char *detect_utf16(struct slice bytes);

/* Whether all of it is UTF-8. */
bool detect_all_utf8(struct slice s);

/* Room for the names of other encodings. */
#define DETECT_OTHERS 80

/* What is known of a text, line by line; a zeroed one knows nothing. */
struct detect {
	size_t good;		/* characters of UTF-8 beyond ASCII */
	size_t wide;		/* those of three bytes and more */
	size_t bad;		/* bytes that are not UTF-8 */
	size_t broken;		/* characters that these are of */
	size_t bad_lines;	/* lines with such bytes */
	uint32_t first;		/* the number of the first of them */
	struct str sample;	/* lines beyond ASCII, up to a bound */
	/* By detect_name: names of encodings in which the text would be as
	 * likely, ", " between them; "". */
	char others[DETECT_OTHERS];
};

/* Add a line, without its end and without folds. */
void detect_line(struct detect *d, struct slice line, uint32_t number);
void detect_free(struct detect *d);

/*
 * The name of the encoding, static.  "UTF-8" also when a few bytes of a
 * text in UTF-8 are broken: bad is not 0 then.  NULL: the text is valid in
 * none that can be told.
 */
const char *detect_name(struct detect *d);

#endif
