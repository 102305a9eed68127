/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/intl.h"
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

/* Bytes of the first character, one for what is none, and its cells. */
static size_t
take(struct slice text, size_t *width)
{
	size_t n = str_utf8(text);

	n = n ? n : 1;
	*width = char_width(text, n);
	return n;
}

/* The longest beginning of at most `most` cells; its bytes. */
static size_t
fitting(struct slice text, size_t most, size_t *width)
{
	locale_t loc = utf8_locale(), old = loc ? uselocale(loc) : loc;
	size_t at = 0, n, w;

	*width = 0;
	while (at < text.n) {
		n = take(slice_from(text, at), &w);
		if (*width + w > most)
			break;
		*width += w;
		at += n;
	}
	if (loc)
		uselocale(old);
	return at;
}

void
table_pad(struct str *out, const char *text, size_t width)
{
	size_t used = table_width(slice_str(text));

	str_addf(out, "%s%*s", text, used < width ? (int)(width - used) : 0,
	    "");
}

size_t
table_width(struct slice text)
{
	size_t width;

	fitting(text, SIZE_MAX, &width);
	return width;
}

/* The same, and the cells that were added. */
static size_t
cut(struct str *out, struct slice text, size_t width)
{
	size_t used, n = fitting(text, width, &used);

	if (n == text.n) {
		str_add(out, text);
		return used;
	}
	n = fitting(text, width ? width - 1 : 0, &used);
	str_add(out, slice_of(text.p, n));
	str_adds(out, ELLIPSIS);
	return used + 1;
}

void
table_cut(struct str *out, struct slice text, size_t width)
{
	cut(out, text, width ? width : SIZE_MAX);
}

/* --- lines of a text ----------------------------------------------------- */

/* Full-width marks with which no line begins; three bytes each. */
static bool
is_closing(struct slice text)
{
	static const char marks[] = "，。；：、！？）》」』”";
	size_t i;

	for (i = 0; text.n >= 3 && i + 3 < sizeof(marks); i += 3)
		if (!memcmp(text.p, marks + i, 3))
			return true;
	return false;
}

/* Whether a line may end before the byte `at`. */
static bool
may_end(struct slice text, size_t at, bool wide)
{
	if (!at || (wide && is_closing(slice_from(text, at))))
		return false;
	return text.p[at] == ' ' || text.p[at - 1] == ',' || wide;
}

/* The bytes up to the first place where a line may end. */
static size_t
first_word(struct slice text)
{
	size_t at = 0, n, w, wide = 0;

	while (at < text.n) {
		n = take(slice_from(text, at), &w);
		if (may_end(text, at, w == 2 || wide == 2))
			return at;
		wide = w;
		at += n;
	}
	return text.n;
}

static size_t
broken_word(struct slice text, size_t room)
{
	size_t n = first_word(text), width, fit;

	if (slice_ihas(slice_of(text.p, n), SLICE("://")))
		return n;
	fit = fitting(text, room, &width);
	return fit && fit < n ? fit : n;
}

/* Bytes of the line that a text begins with; more than room only for a word
 * that may not be broken. */
static size_t
line_end(struct slice text, size_t room)
{
	size_t at = 0, end = 0, n, w, wide = 0, width = 0;

	while (at < text.n) {
		n = take(slice_from(text, at), &w);
		if (may_end(text, at, w == 2 || wide == 2))
			end = at;
		if (width + w > room && text.p[at] != ' ')
			return end ? end : broken_word(text, room);
		width += w;
		wide = w;
		at += n;
	}
	return text.n;
}

/* A newline; blanks before it go. */
static void
end_line(struct str *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
	str_addc(out, '\n');
}

/* Begin a line below. */
static void
go_below(struct str *out, size_t indent)
{
	end_line(out);
	str_addf(out, "%*s", (int)indent, "");
}

static void
wrap(struct str *out, struct slice text, const struct table_wrap *how)
{
	size_t at = how->at, n, room;

	for (;;) {
		room = how->width > at ? how->width - at : 1;
		n = line_end(text, room);
		/* A word that the next line has more room for waits. */
		if (at > how->indent && table_width(slice_of(text.p,
		    first_word(text))) > room)
			n = 0;
		str_add(out, slice_of(text.p, n));
		text = slice_from(text, n);
		while (text.n && *text.p == ' ')
			text = slice_from(text, 1);
		if (!text.n)
			return;
		go_below(out, how->indent);
		at = how->indent;
	}
}

void
table_wrap(struct str *out, struct slice text, const struct table_wrap *how)
{
	locale_t loc = utf8_locale(), old = loc ? uselocale(loc) : loc;

	if (!how->width || how->width < how->indent + TABLE_ROOM)
		str_add(out, text);
	else
		wrap(out, text, how);
	if (loc)
		uselocale(old);
}

#define BELOW 4

void
table_line(struct str *out, const struct table_line *l)
{
	struct table_wrap below = { l->width, BELOW, BELOW };
	size_t head = table_width(l->head);
	bool fits = !l->width || head + table_width(l->title) +
	    table_width(l->tail) <= l->width;
	struct slice rest = slice_trim(l->tail);

	str_add(out, l->head);
	if (!fits && l->width <= head + TABLE_ROOM) {
		go_below(out, BELOW);
		head = BELOW;
	}
	table_cut(out, l->title, fits ? 0 : l->width > head + TABLE_MIN
	    ? l->width - head : TABLE_MIN);
	if (fits) {
		str_add(out, l->tail);
	} else if (rest.n) {
		go_below(out, BELOW);
		table_wrap(out, rest, &below);
	}
	end_line(out);
}

/* Terminals with less have no column for labels. */
#define NARROW 60

void
table_field(struct str *out, const struct table_field *f)
{
	size_t label = table_width(slice_str(f->label)) + GAP;
	bool narrow = f->width && f->width < NARROW;
	struct table_wrap how = { f->width, f->column, f->column };

	if (narrow)
		how.indent = BELOW;
	if (narrow || label >= f->column)
		how.at = label + GAP;
	str_addf(out, "%*s%s%*s", GAP, "", f->label, (int)(how.at - label),
	    "");
	table_wrap(out, f->value, &how);
	str_addc(out, '\n');
}

/* --- cells --------------------------------------------------------------- */

void
table_add(struct table *t, const char *text)
{
	struct table_cell *c = VEC_ADD(&t->cells);

	c->none = !text;
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
	vsnprintf(buf, sizeof(buf), intl_text(fmt), ap);
	va_end(ap);
	table_add(t, buf);
}

/* --- printing ---------------------------------------------------------- */

/* A table on its way to a terminal. */
struct layout {
	const struct table *t;
	size_t width;		/* of a line; 0: without a bound */
	struct column {
		size_t width;
		bool below;
	} *columns;
};

static void
measure(struct layout *l)
{
	const struct table *t = l->t;
	size_t i, w, *width;

	for (i = 0; i < t->n_columns; i++)
		l->columns[i].width = t->columns[i].title
		    ? table_width(slice_str(intl_text(
		    t->columns[i].title))) : 0;
	for (i = 0; i < t->cells.n; i++) {
		w = t->cells.items[i].width;
		width = &l->columns[i % t->n_columns].width;
		if (w > *width)
			*width = w;
	}
}

/* Cells of the row, its flexible columns with at most `most` each. */
static size_t
row_width(const struct layout *l, size_t most)
{
	size_t i, w, total = 0;

	for (i = 0; i < l->t->n_columns; i++) {
		if (l->columns[i].below)
			continue;
		w = l->columns[i].width;
		if (l->t->columns[i].flexible && w > most)
			w = most;
		total += w + (total ? GAP : 0);
	}
	return total;
}

/* The column of the row that leaves it first; n_columns: none does. */
static size_t
first_below(const struct layout *l)
{
	const struct table_column *columns = l->t->columns;
	size_t i, best = l->t->n_columns;

	for (i = 0; i < l->t->n_columns; i++)
		if (!l->columns[i].below && columns[i].below &&
		    (best == l->t->n_columns ||
		    columns[i].below > columns[best].below))
			best = i;
	return best;
}

/* Take cells from the widest flexible column until the line fits. */
static void
shrink(struct layout *l)
{
	size_t i, total = row_width(l, SIZE_MAX), n = l->t->n_columns, widest;

	for (; total > l->width; total--) {
		widest = n;
		for (i = 0; i < n; i++)
			if (l->t->columns[i].flexible && !l->columns[i].below &&
			    l->columns[i].width > TABLE_MIN && (widest == n ||
			    l->columns[i].width > l->columns[widest].width))
				widest = i;
		if (widest == n)
			return;
		l->columns[widest].width--;
	}
}

static void
arrange(struct layout *l)
{
	size_t next;

	measure(l);
	if (!l->width)
		return;
	while (row_width(l, TABLE_ROOM) > l->width &&
	    (next = first_below(l)) < l->t->n_columns)
		l->columns[next].below = true;
	shrink(l);
}

static void
print_cell(struct str *out, struct slice text, size_t width)
{
	size_t used = cut(out, text, width);

	str_addf(out, "%*s", (int)(width - used + GAP), "");
}

static struct slice
cell_text(const struct table *t, const struct table_cell *c)
{
	return slice_of(t->text.p + c->off, c->n);
}

static void
print_heading(struct str *out, const struct layout *l)
{
	size_t i;

	if (!l->t->columns[0].title)
		return;
	for (i = 0; i < l->t->n_columns; i++)
		if (!l->columns[i].below)
			print_cell(out, slice_str(intl_text(
			    l->t->columns[i].title)), l->columns[i].width);
	end_line(out);
}

/* One that left the row: beside the others there when it fits. */
static void
print_below(struct str *out, const struct layout *l, size_t column,
    const struct table_cell *c, size_t *at)
{
	const struct table_column *k = &l->t->columns[column];
	const char *name = k->label ? intl_text(k->label) : NULL;
	size_t label = name ? table_width(slice_str(name)) + 1 : 0;
	size_t room = l->width > GAP + label ? l->width - GAP - label : 1;

	if (c->none || !c->n || (k->spare && !l->t->whole))
		return;
	if (*at && *at + GAP + label + c->width > l->width) {
		str_addc(out, '\n');
		*at = 0;
	}
	str_addf(out, "%*s%s%s", GAP, "", name ? name : "",
	    name ? " " : "");
	*at += GAP + label;
	if (k->flexible && !l->t->whole)
		*at += cut(out, cell_text(l->t, c), room);
	else {
		str_add(out, cell_text(l->t, c));
		*at += c->width;
	}
}

static void
print_row(struct str *out, const struct layout *l,
    const struct table_cell *row)
{
	size_t i, at = 0;

	for (i = 0; i < l->t->n_columns; i++)
		if (!l->columns[i].below)
			print_cell(out, cell_text(l->t, &row[i]),
			    l->columns[i].width);
	end_line(out);
	for (i = 0; i < l->t->n_columns; i++)
		if (l->columns[i].below)
			print_below(out, l, i, &row[i], &at);
	if (at)
		str_addc(out, '\n');
}

void
table_print(struct str *out, const struct table *t, size_t width)
{
	struct layout l = { t, width, xcalloc(t->n_columns,
	    sizeof(*l.columns)) };
	size_t i;

	arrange(&l);
	print_heading(out, &l);
	for (i = 0; i + t->n_columns <= t->cells.n; i += t->n_columns)
		print_row(out, &l, &t->cells.items[i]);
	free(l.columns);
}

void
table_free(struct table *t)
{
	VEC_FREE(&t->cells);
	str_free(&t->text);
}
