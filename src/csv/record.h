/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CSV_RECORD_H
#define ICSR_CSV_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"
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
 * 4 bytes, with ERR_SOURCE when nothing tells the encoding.
 */
int decode_open(struct decode *d, struct slice bytes, const char *encoding,
    struct err *e);

/*
 * The next line: 1, or 0 at the end.  -1 with ERR_SOURCE and the line's
 * number for bytes that are not of the encoding, and for NUL bytes.
 */
int decode_next(struct decode *d, struct decode_line *l, struct err *e);

void decode_close(struct decode *d);

/*
 * Records of a table (RFC 4180).  libcsv reads the fields, strictly, and
 * gets one line after the other, so that the place of each record is known
 * and what is wrong with one ends with its line.
 */
struct csv_record {
	uint32_t line;		/* where it begins, from 1 */
	uint32_t off, len;	/* in the bytes, with its line end */
	size_t fields;		/* how many it has, up to the last that is not
				 * empty */
	const char *fault;	/* why it is none, static; NULL: fine.  Cells
				 * in front of the fault are right. */
	struct str text;	/* of the cells, one after the other */
	struct VEC(size_t) ends;	/* where each cell ends in text */
};

struct record_reader {
	struct decode *lines;	/* borrowed */
	struct csv_parser *csv;
};

/*
 * Begin with the lines that are left.  record_close afterwards.
 */
void record_open(struct record_reader *r, struct decode *lines,
    char delimiter);
void record_close(struct record_reader *r);

/*
 * Read the next record that is not empty into *rec, which is zeroed before
 * the first call and used again: 1, or 0 at the end.  Blanks around a cell
 * without quotes are dropped; line ends in a cell are LF.  -1 with
 * ERR_SOURCE for a quotation mark that is not closed until the end (naming
 * the line of its record), and what decode_next fails with.
 */
int record_next(struct record_reader *r, struct csv_record *rec, struct err *e);
void record_free(struct csv_record *rec);

/* Cell i, empty when there is none; borrowed until the next record. */
struct slice record_cell(const struct csv_record *rec, size_t i);

/*
 * The delimiter of a table by its first line: which of comma, semicolon
 * and tab stands there most often outside of quotes; comma when none does.
 */
char record_delimiter(struct slice line);

#endif
