/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_DECODE_H
#define ICSR_CSV_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"
#include "charset/codec.h"
#include "charset/detect.h"

/*
 * The bytes of a table as lines of UTF-8, each with its place in the
 * bytes.  Lines end with CRLF, LF or CR, each its own way; what a record
 * is, is not known here.
 */
struct decode {
	struct slice bytes;	/* borrowed */
	size_t off;
	uint32_t line;
	const char *name;	/* of the encoding, for messages */
	bool assumed;		/* nobody named it, and nothing in the bytes
				 * proves it */
	char others[DETECT_OTHERS];	/* of detect.h */
	bool utf8;
	bool twice;		/* UTF-8 that a program took for windows-1252
				 * and wrote as UTF-8: that is undone */
	struct codec codec;	/* unless utf8; of what is undone */
	size_t width;		/* bytes of a line feed: 1, 2 or 4 */
	char lf[4], cr[4];
	struct str text;
};

struct decode_line {
	struct slice text;	/* without line end and byte order mark; good
				 * until the next call */
	uint32_t line;		/* from 1 */
	uint32_t off, len;	/* in the bytes, with line end and mark */
};

/*
 * Begin.  encoding is a name that iconv(3) knows; NULL finds out: a byte
 * order mark of UTF-8, UTF-16 or UTF-32; UTF-8 when all bytes are; UTF-16
 * when there are NUL bytes and the line ends have that form; else what
 * charset/detect.h assumes.  UTF-8 whose byte order mark was made UTF-8 once
 * more is undone by line.  decode_close afterwards in any case.  -1 with
 * ERR_USAGE for an encoding that is unknown or has no line ends of 1, 2 or
 * 4 bytes, with ERR_SOURCE for one that can't be found out.
 */
int decode_open(struct decode *d, struct slice bytes, const char *encoding,
    struct err *e);

/*
 * The next line: 1, or 0 at the end.  -1 with ERR_SOURCE and the line's
 * number for bytes that are not of the encoding, and for NUL bytes.
 */
int decode_next(struct decode *d, struct decode_line *l, struct err *e);

void decode_close(struct decode *d);

#endif
