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
#include "csv/decode.h"

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
