/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_TABLE_H
#define ICSR_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"

/*
 * Text for a terminal, by the cells that it gives each character: two for
 * most of Chinese, none for combining marks.
 *
 * A table is rows in aligned columns.  Where a line has too few cells, columns
 * leave the row and stand in lines below it, then the flexible ones of the
 * row are cut.  A zeroed struct with `columns` set is an empty table.
 */
struct table_column {
	const char *title;	/* N_(); NULL in all: no heading */
	bool flexible;		/* may be cut, with an ellipsis */
	int below;		/* leaves the row, the highest first; 0: it
				 * never does */
	const char *label;	/* N_(): what stands before it below the row;
				 * NULL */
	bool spare;		/* is left out rather than put below */
};

/* Private to table. */
struct table_cell {
	size_t off, n;		/* in text */
	size_t width;		/* cells on a terminal */
	bool none;		/* it was NULL */
};
struct table_cells VEC(struct table_cell);

struct table {
	const struct table_column *columns;
	size_t n_columns;
	bool whole;		/* what is below is neither left out nor cut */
	struct table_cells cells;	/* row by row */
	struct str text;
};

#define TABLE_OF(c) { .columns = (c), \
	.n_columns = sizeof(c) / sizeof(*(c)) }

/*
 * Add the next cell; rows fill up from left to right.  NULL is "-".
 * Control characters are made visible.
 */
void table_add(struct table *t, const char *text);
void table_addf(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Print the heading and all rows, each line with a newline.  width: the
 * cells that a line may have; 0: as many as it takes, all in the row.
 * Flexible columns of the row keep TABLE_ROOM cells while others can leave
 * it, and TABLE_MIN in any case.  What is not flexible is never cut.
 */
#define TABLE_ROOM 16
#define TABLE_MIN 8
void table_print(struct str *out, const struct table *t, size_t width);
void table_free(struct table *t);

/* Add the text, and blanks up to `width` cells. */
void table_pad(struct str *out, const char *text, size_t width);

/* The cells that a text takes; invalid UTF-8 counts a cell each byte. */
size_t table_width(struct slice text);

/*
 * Add a text as it is when it has at most width cells or width is 0; else its
 * beginning, with an ellipsis in the last cell.
 */
void table_cut(struct str *out, struct slice text, size_t width);

/*
 * Add a text in lines of at most width cells; those after the first begin
 * with `indent` blanks.  Lines end between words, behind a comma, or beside a
 * character of two cells.  A longer word is broken, but never one with "://"
 * in it.  at: the cells before the text in its first line.  0 as width: one
 * line.
 */
struct table_wrap {
	size_t width, indent, at;
};
void table_wrap(struct str *out, struct slice text,
    const struct table_wrap *how);

/*
 * "head title tail" and a newline, where title gives way: when the line has
 * too few cells the tail goes below it and then the title is cut; when the
 * head leaves less than TABLE_ROOM the title goes below, too.
 */
struct table_line {
	struct slice head, title, tail;	/* with the blanks between them */
	size_t width;			/* 0: without a bound */
};
void table_line(struct str *out, const struct table_line *l);

/*
 * "  label    value" and a newline, the value at `column` or, on a narrow
 * terminal, behind the label; wrapped as by table_wrap.
 */
struct table_field {
	const char *label;	/* as it is to stand there */
	struct slice value;
	size_t column, width;
};
void table_field(struct str *out, const struct table_field *f);

#endif
