/* SPDX-License-Identifier: MIT */
#ifndef ICSR_EXPORT_CELL_H
#define ICSR_EXPORT_CELL_H

#include <stdint.h>

#include "base/str.h"

/*
 * CSV (RFC 4180): comma, CRLF, UTF-8 with a BOM in front so that
 * spreadsheets take it for that.  A cell that a spreadsheet would take for
 * a formula gets a ' in front: one that begins, blanks aside, with = + - @
 * (also in their full-width forms), a tab or a line end.
 */
#define CELL_BOM "\xef\xbb\xbf"

/* Add the next cell of a record; NULL is an empty one. */
void cell_text(struct str *out, const char *text);
/* "2026-12-01T02:00:00Z"; empty for 0. */
void cell_time(struct str *out, int64_t unix_s);
void cell_number(struct str *out, int64_t n);
/* End the record. */
void cell_end(struct str *out);

#endif
