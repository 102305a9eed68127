/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/line.h"
#include "ics/own_block.h"
#include "ics/own_lines.h"
#include "ics/splice.h"
#include "model/event.h"

/*
 * Where the byte at `at` of the unfolded text stands in the raw line; with
 * `before`, in front of a fold that stands just there.
 */
static size_t
raw_offset(struct slice raw, size_t at, bool before)
{
	size_t i = 0, n = 0, fold;

	while (i < raw.n) {
		fold = line_terminator(slice_from(raw, i));
		if (n == at && (before || !fold))
			break;
		if (fold) {
			/* The last line end has no blank behind it. */
			if (i + fold >= raw.n)
				break;
			i += fold + 1;
		} else {
			i++;
			n++;
		}
	}
	return i;
}

/* How far from the start of its physical line a raw offset is. */
static size_t
column(struct slice raw, size_t at)
{
	size_t n = 0;

	while (n < at && raw.p[at - n - 1] != '\n')
		n++;
	return n;
}

/* Text folded as the continuation of a physical line; ASCII, or not cut. */
static struct slice
folded(struct slice text, size_t col, const char *eol, struct arena *a)
{
	struct str s = { 0 };
	size_t i, c;

	for (i = 0; i < text.n; i += c) {
		c = str_utf8(slice_from(text, i));
		c = c ? c : 1;
		if (col + c > ICS_FOLD_WIDTH && *eol) {
			str_adds(&s, eol);
			str_addc(&s, ' ');
			col = 1;
		}
		str_add(&s, slice_of(text.p + i, c));
		col += c;
	}
	return str_keep(&s, a);
}

/* Put text in the place of [from, to) of the unfolded line. */
static void
edit(const struct own_event *ev, const struct own_line *line, size_t from,
    size_t to, struct slice text, struct arena *a, struct edit_list *edits)
{
	size_t start = raw_offset(line->raw, from, true);
	size_t end = raw_offset(line->raw, to, true);
	const char *eol = line_eol(line->raw);
	struct edit *ed = VEC_ADD(edits);

	ed->off = (size_t)(line->raw.p - ev->file.p) + start;
	ed->len = end - start;
	ed->text = text.n ? folded(text, column(line->raw, start),
	    *eol ? eol : ev->eol, a) : slice_of("", 0);
}

void
own_block_add(const struct own_event *ev, const struct own_line *line,
    const struct own_wish *wish, struct arena *a, struct edit_list *edits)
{
	size_t n = strlen(line->text);
	struct str s = { 0 };

	if (!line->blank)
		str_adds(&s, "\\n\\n");
	own_text_block(wish, &s);
	edit(ev, line, n, n, str_keep(&s, a), a, edits);
}

/* The parts of a block that are ours, in their order; of the link and the
 * password also where their texts are alone (to 0: there is none). */
struct parts {
	struct part { size_t from, to; } at[4], link, told;
	size_t n;
};

static void
add_part(struct parts *p, size_t from, size_t to)
{
	/* Parts that touch are one. */
	if (p->n && p->at[p->n - 1].to == from) {
		p->at[p->n - 1].to = to;
		return;
	}
	p->at[p->n].from = from;
	p->at[p->n++].to = to;
}

/* A line of the block, with the break behind it. */
static void
add_line_part(struct parts *p, const char *text, size_t from, size_t to)
{
	add_part(p, from, own_text_break(text, to) ? to + 2 : to);
}

static void
find_parts(const struct own_line *line, bool told, struct parts *p)
{
	const char *text = line->text;
	size_t close = line->to - (sizeof(OWN_BLOCK_CLOSE) - 1), from, to;
	struct slice link, password = { NULL, 0 };

	*p = (struct parts){ .n = 0 };
	own_text_find(slice_str(text), line->from, &from, &to, &link);
	if (link.p)
		p->link = (struct part){ (size_t)(link.p - text),
			(size_t)(link.p - text) + link.n };
	if (told)
		password = own_text_told(line);
	if (password.p)
		p->told = (struct part){ (size_t)(password.p - text),
			(size_t)(password.p - text) + password.n };
	add_line_part(p, text, from, from + sizeof(OWN_BLOCK_OPEN) - 1);
	if (p->link.to)
		add_line_part(p, text, p->link.from, p->link.to);
	if (p->told.to)
		add_line_part(p, text, p->told.from, p->told.to);
	add_part(p, close, line->to);
}

/* The link and the password alone: there is text of somebody's between. */
static void
change_parts(const struct own_event *ev, const struct own_line *line,
    const struct own_wish *wish, const struct parts *p, struct arena *a,
    struct edit_list *edits)
{
	struct str link = { 0 }, told = { 0 };
	size_t to = p->told.to;

	if (!p->link.to)
		return;
	line_escape(&link, slice_str(wish->url));
	if (wish->password) {
		str_adds(&told, OWN_BLOCK_TOLD);
		line_escape(&told, slice_str(wish->password));
		if (!to) {
			str_adds(&link, "\\n");
			str_add(&link, str_slice(&told));
		}
	} else if (to && own_text_break(line->text, to)) {
		to += 2;
	}
	edit(ev, line, p->link.from, p->link.to, str_keep(&link, a), a, edits);
	if (to)
		edit(ev, line, p->told.from, to, str_keep(&told, a), a, edits);
	str_free(&told);
}

void
own_block_change(const struct own_event *ev, const struct own_line *line,
    const struct own_wish *wish, struct arena *a, struct edit_list *edits)
{
	struct str s = { 0 };
	struct parts p;

	find_parts(line, wish->told, &p);
	if (p.n > 1) {
		change_parts(ev, line, wish, &p, a, edits);
		return;
	}
	own_text_block(wish, &s);
	edit(ev, line, line->from, line->to, str_keep(&s, a), a, edits);
}

/* Whether nothing but blanks and line breaks is beside the parts. */
static bool
is_all(const char *text, const struct parts *p)
{
	struct line_parts line;
	size_t i, k = 0;

	if (!line_split(slice_str(text), &line))
		return false;
	for (i = (size_t)(line.value.p - text); text[i]; i++) {
		if (k < p->n && i == p->at[k].from)
			i = p->at[k++].to - 1;
		else if (own_text_break(text, i))
			i++;
		else if (text[i] != ' ' && text[i] != '\t')
			return false;
	}
	return true;
}

bool
own_block_remove(const struct own_event *ev, const struct own_line *line,
    const struct own_wish *wish, struct arena *a, struct edit_list *edits)
{
	const char *text = line->text;
	struct parts p;
	size_t i, breaks;

	find_parts(line, wish->told, &p);
	/* What somebody wrote into it stays a line of its own. */
	for (breaks = 0; p.n == 1 && breaks < 2 && p.at[0].from >= 2 &&
	    own_text_break(text, p.at[0].from - 2); breaks++)
		p.at[0].from -= 2;
	for (i = 0; i < p.n; i++)
		edit(ev, line, p.at[i].from, p.at[i].to, slice_of("", 0), a,
		    edits);
	return is_all(text, &p);
}

/* A description with a representation elsewhere, in an encoding of its own,
 * or that ends in half an escape is not ours to add to. */
bool
own_block_may_stand(const struct own_line *l)
{
	size_t n = strlen(l->text), half = 0;
	struct line_parts parts;
	struct slice v;

	while (half < n && l->text[n - half - 1] == '\\')
		half++;
	return half % 2 == 0 && line_split(slice_str(l->text), &parts) &&
	    !event_param(parts.params, "ALTREP", &v) &&
	    !event_param(parts.params, "ENCODING", &v);
}
