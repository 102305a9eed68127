/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ENCODING_H
#define ICSR_SYNC_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "charset/detect.h"

/*
 * In which encoding the texts of a calendar file are.  RFC 5545, 3.1.4
 * wants UTF-8; other encodings are read as an assumption.
 */
struct encoding {
	const char *name;	/* NULL: not known */
	bool utf8;
	bool assumed;		/* nobody named it */
	char others[DETECT_OTHERS];	/* of detect.h */
	size_t bad_lines;	/* lines with bytes that are not of it */
	uint32_t first;		/* where the first of them begins, from 1 */
};

/*
 * Look at all lines.  given: the encoding of what is not UTF-8, which must
 * be known; NULL finds out.  A file in UTF-8 is that whatever is given.
 */
struct encoding encoding_find(struct slice bytes, const char *given);

/* What is said of an encoding that nobody named, with the remedy. */
const char *encoding_assumption(const struct encoding *enc, struct arena *a);

/*
 * A calendar in UTF-16 or UTF-32: its text in UTF-8, and back to bytes.
 */
struct utf16 {
	const char *name;	/* static; NULL: the file is none such */
	bool mark;		/* it begins with a byte order mark */
};

/* Larger files are refused: text and bytes are in memory at once. */
#define UTF16_SIZE_MAX ((size_t)256 << 20)

/* Known by its byte order mark, else by the form of its line ends. */
struct utf16 utf16_find(struct slice raw);

/*
 * Append the text of a file, without the mark.  ERR_SOURCE when it is too
 * large, or when its text would not give the same bytes again.
 */
int utf16_read(const struct utf16 *u, struct slice raw, struct str *out,
    struct err *e);

/* Append the bytes of a file with this text. */
void utf16_write(const struct utf16 *u, struct slice text, struct str *out);

/* Whether a file in any encoding begins with BEGIN:, a byte order mark and
 * blank lines before it left aside. */
bool utf16_begins_calendar(struct slice bytes);

#endif
