/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_CSV_H
#define ICSR_EXPORT_CSV_H

#include "base/str.h"
#include "export/export.h"

/*
 * Tables: rows of CSV (RFC 4180) that a spreadsheet opens without harm, and
 * those of an export.
 */

/* What a file begins with, for Excel to take it as UTF-8. */
#define CELL_BOM "\xef\xbb\xbf"

/*
 * Append one cell, with no comma around it, quoted when it must be.
 * NULL is an empty cell.  What is not UTF-8 becomes U+FFFD, control
 * characters but tab and LF are left out.  A text that a spreadsheet
 * would take for a formula gets a ' in front: a text that begins with a tab
 * or LF, or whose first character that is neither a blank nor a mark is
 * = + - @ or their full-width form (OWASP, "CSV Injection").  A text that
 * begins with ' and such a character gets another '.
 */
void cell_add(struct str *out, const char *text);

/* Append a row of n cells, with commas and CRLF. */
void cell_row(struct str *out, const char *const *cells, size_t n);

/*
 * The parts of a table (format_csv), for one that is written row by row, as
 * `icsreserve import --csv` does.  Its form: export/export.h.
 */

/* The byte order mark and the names of the columns. */
void export_csv_header(struct str *out);

/* A row: as many cells as the header names, in its order, and a line end.  A
 * booking without a link has an empty cell for it. */
void export_csv_row(struct str *out, const struct meeting *m);

#endif
