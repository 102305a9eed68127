/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/table.h"

#define GAP 2
#define ELLIPSIS "\xe2\x80\xa6"

/*
 * wcwidth knows the characters of the locale alone, and a timer's is "C":
 * a locale of its own, the same everywhere.
 */
static locale_t
utf8_locale(void)
{
	static locale_t loc;

	if (!loc)
		loc = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return loc;
}

/* Cells of the first character, which has n bytes. */
static size_t
char_width(struct slice text, size_t n)
{
	mbstate_t state = { 0 };
	wchar_t c = 0;
	int width;

	if (n < 2 || mbrtowc(&c, text.p, n, &state) != n)
		return 1;
	width = wcwidth(c);
	return width < 0 ? 1 : (size_t)width;
}

/* The longest beginning of at most `most` cells; its bytes. */
static size_t
fitting(struct slice text, size_t most, size_t *width)
{
	locale_t loc = utf8_locale(), old = loc ? uselocale(loc) : loc;
	size_t at = 0, n, w;

	*width = 0;
	while (at < text.n) {
		n = str_utf8(slice_from(text, at));
		n = n ? n : 1;
		w = char_width(slice_from(text, at), n);
		if (*width + w > most)
			break;
		*width += w;
		at += n;
	}
	if (loc)
		uselocale(old);
	return at;
}

size_t
table_width(struct slice text)
{
	size_t width;

	fitting(text, SIZE_MAX, &width);
	return width;
}

void
table_add(struct table *t, const char *text)
{
	struct table_cell *c = vec_add(&t->cells);

	c->off = t->text.n;
	str_plain(&t->text, slice_str(text ? text : "-"));
	c->n = t->text.n - c->off;
	c->width = table_width(slice_of(str_text(&t->text) + c->off, c->n));
}

void
table_addf(struct table *t, const char *fmt, ...)
{
	va_list ap;
	char buf[256];

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	table_add(t, buf);
}

/* --- printing ---------------------------------------------------------- */

static void
measure(const struct table *t, size_t *widths)
{
	const struct table_cell *c;
	size_t i, w;

	for (i = 0; i < t->n_columns; i++)
		widths[i] = t->columns[i].title
		    ? table_width(slice_str(t->columns[i].title)) : 0;
	for (i = 0; i < t->cells.n; i++) {
		c = &VEC_AT(&t->cells, struct table_cell, i);
		w = c->width;
		if (w > widths[i % t->n_columns])
			widths[i % t->n_columns] = w;
	}
}

/* Take cells from the widest flexible column until the line fits. */
static void
shrink(const struct table *t, size_t *widths, size_t width)
{
	size_t i, total = GAP * (t->n_columns - 1), widest;

	for (i = 0; i < t->n_columns; i++)
		total += widths[i];
	while (total > width) {
		widest = t->n_columns;
		for (i = 0; i < t->n_columns; i++)
			if (t->columns[i].flexible && widths[i] > TABLE_MIN &&
			    (widest == t->n_columns ||
			    widths[i] > widths[widest]))
				widest = i;
		if (widest == t->n_columns)
			return;
		widths[widest]--;
		total--;
	}
}

static void
print_cell(struct str *out, struct slice text, size_t width, bool last)
{
	size_t used, n = fitting(text, width, &used);

	if (n < text.n) {
		n = fitting(text, width - 1, &used);
		str_add(out, slice_of(text.p, n));
		str_adds(out, ELLIPSIS);
		used++;
	} else {
		str_add(out, text);
	}
	if (!last)
		str_addf(out, "%*s", (int)(width - used + GAP), "");
}

/* Columns that are empty to the end of the line leave no blanks there. */
static void
end_line(struct str *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
	str_addc(out, '\n');
}

void
table_print(struct str *out, const struct table *t, size_t width)
{
	size_t *widths = xcalloc(t->n_columns, sizeof(*widths));
	const struct table_cell *c;
	size_t i, column;

	measure(t, widths);
	if (width)
		shrink(t, widths, width);
	for (i = 0; t->columns[0].title && i < t->n_columns; i++)
		print_cell(out, slice_str(t->columns[i].title), widths[i],
		    i + 1 == t->n_columns);
	if (t->columns[0].title)
		end_line(out);
	for (i = 0; i < t->cells.n; i++) {
		c = &VEC_AT(&t->cells, struct table_cell, i);
		column = i % t->n_columns;
		print_cell(out, slice_of(t->text.p + c->off, c->n),
		    widths[column], column + 1 == t->n_columns);
		if (column + 1 == t->n_columns)
			end_line(out);
	}
	free(widths);
}

void
table_free(struct table *t)
{
	vec_free(&t->cells);
	str_free(&t->text);
}
