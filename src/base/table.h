/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_TABLE_H
#define ICSR_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"

/*
 * Text in aligned columns, by the cells that a terminal gives each
 * character: two for most of Chinese, none for combining marks.  A zeroed
 * struct with `cells` and `columns` set is an empty table.
 */
struct table_column {
	const char *title;	/* NULL in all: no heading */
	bool flexible;		/* cut, with an ellipsis, when it is narrow */
};

struct table {
	const struct table_column *columns;
	size_t n_columns;
	struct vec cells;	/* struct table_cell, row by row */
	struct str text;
};

#define TABLE_OF(c) { .columns = (c), \
	.n_columns = sizeof(c) / sizeof(*(c)), \
	.cells = { .size = sizeof(struct table_cell) } }

/* Private to table. */
struct table_cell {
	size_t off, n;		/* in text */
	size_t width;		/* cells on a terminal */
};

/*
 * Add the next cell; rows fill up from left to right.  NULL is "-".
 * Control characters are made visible.
 */
void table_add(struct table *t, const char *text);
void table_addf(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Print the heading and all rows, each line with a newline.  width: the
 * cells that a line may have, for which flexible columns give way down to
 * TABLE_MIN cells each; 0: as many as it takes.
 */
#define TABLE_MIN 8
void table_print(struct str *out, const struct table *t, size_t width);
void table_free(struct table *t);

/* The cells that a text takes; invalid UTF-8 counts a cell each byte. */
size_t table_width(struct slice text);

#endif
