/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/line.h"
#include "ics/own_text.h"
#include "model/event.h"

#define TOLD_IN_LABEL ", password "

/* A quoted parameter value (RFC 6868 for what can't stand in one). */
static void
add_param(struct str *out, struct slice text)
{
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			str_adds(out, "^'");
		else if (text.p[i] == '^')
			str_adds(out, "^^");
		else if (text.p[i] == '\n')
			str_adds(out, "^n");
		else if ((unsigned char)text.p[i] >= 0x20 &&
		    text.p[i] != 0x7f)
			str_addc(out, text.p[i]);
	}
}

static void
add_label(const struct own_wish *w, struct str *out)
{
	add_param(out, slice_str(w->label));
	if (w->password) {
		str_adds(out, TOLD_IN_LABEL);
		add_param(out, slice_str(w->password));
	}
}

static void
add_conference(const struct own_wish *w, struct str *out)
{
	str_adds(out, "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"");
	add_label(w, out);
	str_addf(out, "\":%s", w->url);
}

void
own_text_block(const struct own_wish *w, struct str *out)
{
	str_adds(out, OWN_BLOCK_OPEN "\\n");
	line_escape(out, slice_str(w->url));
	if (w->password) {
		str_adds(out, "\\n" OWN_BLOCK_TOLD);
		line_escape(out, slice_str(w->password));
	}
	str_adds(out, "\\n" OWN_BLOCK_CLOSE);
}

void
own_text(enum own_kind kind, const struct own_wish *w, struct str *out)
{
	switch (kind) {
	case OWN_CONFERENCE:
		add_conference(w, out);
		break;
	case OWN_URL:
		str_addf(out, "URL:%s", w->url);
		break;
	case OWN_LOCATION:
		str_adds(out, "LOCATION:");
		line_escape(out, slice_str(w->url));
		break;
	case OWN_DESCRIPTION:
		str_adds(out, "DESCRIPTION:");
		own_text_block(w, out);
		break;
	case OWN_ID:
		str_addf(out, "X-ICSRESERVE-ID:%s", w->reserve_id);
		break;
	default:
		break;
	}
}

bool
own_text_break(const char *text, size_t at)
{
	size_t n = 0;

	while (n < at && text[at - n - 1] == '\\')
		n++;
	return n % 2 == 0 && text[at] == '\\' && (text[at + 1] == 'n' ||
	    text[at + 1] == 'N');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The first link between the marks, up to a blank or an escaped line break. */
static struct slice
find_link(struct slice block)
{
	struct slice link = { NULL, 0 };
	size_t i;

	for (i = 0; i < block.n && !link.p; i++)
		if (slice_istarts(slice_from(block, i), SLICE("http://")) ||
		    slice_istarts(slice_from(block, i), SLICE("https://")))
			link = slice_from(block, i);
	for (i = 0; i < link.n; i++)
		if ((unsigned char)link.p[i] <= ' ' || (link.p[i] == '\\' &&
		    strchr("nN", link.p[i + 1])))
			link.n = i;
	return link;
}

bool
own_text_find(struct slice text, size_t at, size_t *from, size_t *to,
    struct slice *link)
{
	static const size_t n = sizeof(OWN_BLOCK_OPEN) - 1;
	struct slice rest = slice_from(text, at);
	const char *open, *close, *next;

	open = memmem(rest.p, rest.n, OWN_BLOCK_OPEN, n);
	if (!open)
		return false;
	rest = slice_of(open, (size_t)(text.p + text.n - open));
	close = memmem(rest.p, rest.n, OWN_BLOCK_CLOSE,
	    sizeof(OWN_BLOCK_CLOSE) - 1);
	if (!close)
		return false;
	while ((next = memmem(open + n, (size_t)(close - open) - n,
	    OWN_BLOCK_OPEN, n)))
		open = next;
	*from = (size_t)(open - text.p);
	*to = (size_t)(close - text.p) + sizeof(OWN_BLOCK_CLOSE) - 1;
	*link = find_link(slice_of(open, (size_t)(close - open)));
	return true;
}

struct slice
own_text_told(const struct own_line *line)
{
	static const size_t n = sizeof(OWN_BLOCK_TOLD) - 1;
	const char *at = line->text, *end;
	size_t from, to;
	struct slice link;

	own_text_find(slice_str(line->text), line->from, &from, &to, &link);
	if (!link.p)
		return slice_of(NULL, 0);
	at = link.p + link.n;
	while ((at = memmem(at, (size_t)(line->text + to - at),
	    OWN_BLOCK_TOLD, n))) {
		for (end = at + n; is_digit(*end); end++)
			;
		if (end > at + n && own_text_break(line->text,
		    (size_t)(at - line->text) - 2) && own_text_break(
		    line->text, (size_t)(end - line->text)))
			return slice_of(at, (size_t)(end - at));
		at = end;
	}
	return slice_of(NULL, 0);
}

static bool
block_tells(const struct own_line *line, const struct own_wish *w)
{
	struct slice told = w->told ? own_text_told(line)
	    : slice_of(NULL, 0);

	if (told.p)
		told = slice_from(told, sizeof(OWN_BLOCK_TOLD) - 1);
	return slice_eq(told, slice_str(w->password));
}

static bool
label_tells(const struct own_line *line, const struct own_wish *w)
{
	static const size_t n = sizeof(TOLD_IN_LABEL) - 1;
	struct line_parts parts;
	struct slice label;
	struct str ours = { 0 };
	size_t digits = 0;
	bool same;

	if (!line_split(slice_str(line->text), &parts) ||
	    !event_param(parts.params, "LABEL", &label))
		return true;
	add_label(w, &ours);
	same = slice_eq(label, str_slice(&ours));
	str_free(&ours);
	while (digits < label.n && is_digit(label.p[label.n - digits - 1]))
		digits++;
	if (label.n < digits + n || memcmp(label.p + label.n - digits - n,
	    TOLD_IN_LABEL, n) != 0)
		digits = 0;
	return same || slice_eq(slice_from(label, label.n - digits),
	    slice_str(w->password));
}

bool
own_text_tells(const struct own_line *line, const struct own_wish *w)
{
	return line->kind == OWN_CONFERENCE ? label_tells(line, w)
	    : line->kind != OWN_DESCRIPTION || block_tells(line, w);
}

/* Ours were those of the first end in what stood there. */
struct slice
own_text_adapted(struct slice was, struct slice now, struct arena *a)
{
	const char *eol = line_eol(now);
	struct str s = { 0 };
	struct slice out, line;

	if (!*eol || strcmp(line_eol(was), eol) == 0)
		return was;
	while (slice_line(&was, &line)) {
		while (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		str_add(&s, line);
		str_adds(&s, eol);
	}
	out = slice_of(arena_dup(a, str_text(&s), s.n), s.n);
	str_free(&s);
	return out;
}

bool
own_text_is_later(const struct own_line *l, const char *now)
{
	struct line_parts parts;
	struct slice v;

	if (!line_split(slice_str(l->text), &parts))
		return false;
	v = slice_trim(parts.value);
	return v.n == strlen(now) && v.p[v.n - 1] == 'Z' &&
	    strncmp(v.p, now, v.n) > 0;
}
