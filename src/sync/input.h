/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_INPUT_H
#define ICSR_SYNC_INPUT_H

#include <string.h>

#include "base/view.h"
#include "csv/convert.h"
#include "ics/splice.h"
#include "sync/run.h"

/*
 * What a calendar is read from: a file as it is, a table (calendar_is_table)
 * made into a calendar, or standard input, which is read once.
 */

/*
 * The name of standard input in place of a path.  What came there is gone with
 * its run: later runs take nothing under this name for a file.
 */
#define INPUT_STDIN "/dev/stdin"

static inline bool
input_is_stdin(const char *path)
{
	return strcmp(path, INPUT_STDIN) == 0;
}

/* Whether a path, or what came on standard input, is a table. */
bool input_is_table(const struct run *r, const char *path);

/*
 * Read standard input to its end, at most VIEW_SIZE_MAX bytes, into a
 * temporary file without a name.  It is a calendar when it begins with
 * BEGIN:, else a table.
 */
int input_read_stdin(struct run *r, struct err *e);

/*
 * Open a file as view_open does; for a table the view holds the calendar that
 * is made from it, and for a calendar in UTF-16 or UTF-32 its text in UTF-8.
 * ERR_SOURCE with what is wrong with a table as a whole, for
 * a table whose links would go into itself, and for a workbook.  An encoding
 * that is assumed is reported, once in a run.
 */
int input_open(struct run *r, struct view *view,
    const struct calendar *cal, const char *path, struct err *e);

/*
 * How the texts of a calendar that was opened by this path become UTF-8;
 * NULL: they are.  It stays as long as the run.
 */
const struct parse_text *input_text(const struct run *r, const char *path);

/* A text as it is to stand in the calendar opened by this path; in the
 * arena of the run when it is another.  NULL: its encoding has not all of
 * the characters. */
const char *input_encoded(struct run *r, const char *path, const char *text);

/*
 * How a calendar in UTF-16 or UTF-32 that was opened by this path is
 * written; NULL: it is in another encoding, and views hold its own bytes.
 */
const struct utf16 *input_utf16(const struct run *r, const char *path);

/* The table that was opened by this path, or NULL; and its own bytes. */
const struct csv_table *input_table(const struct run *r, const char *path);
struct slice input_table_bytes(const struct run *r, const char *path);

/* The line of a table from which a line of its calendar was made; of other
 * files the line itself. */
uint32_t input_line(const struct run *r, const char *path, uint32_t line);

/*
 * Let problems of tables name the line and column of the table, not of the
 * calendar that was made of it.  Once, when all are there.
 */
void input_place_problems(struct run *r);

/*
 * Add the edits (struct edit) that take out of a table's calendar what no copy
 * may hold: rows that are no events, and passwords.  None for other files.
 */
void input_leave_out(const struct run *r, const char *path,
    struct edit_list *edits);

void input_free(struct input *in);

#endif
