/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/line.h"
#include "ics/own_text.h"

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
add_conference(const struct own_wish *w, struct str *out)
{
	str_adds(out, "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"");
	add_param(out, slice_str(w->label));
	if (w->password) {
		str_adds(out, TOLD_IN_LABEL);
		add_param(out, slice_str(w->password));
	}
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

/* What stands behind a mark, digits alone: passwords are such. */
static struct slice
told(struct slice text, struct slice mark)
{
	size_t i, n;

	for (i = 0; i + mark.n <= text.n; i++) {
		if (memcmp(text.p + i, mark.p, mark.n) != 0)
			continue;
		text = slice_from(text, i + mark.n);
		for (n = 0; n < text.n && text.p[n] >= '0' &&
		    text.p[n] <= '9'; n++)
			;
		return slice_of(text.p, n);
	}
	return slice_of(NULL, 0);
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

bool
own_text_tells(const struct own_line *line, const struct own_wish *w)
{
	struct slice text = slice_str(line->text), found, link;
	size_t from, to;

	if (line->kind == OWN_CONFERENCE) {
		found = told(text, SLICE(TOLD_IN_LABEL));
	} else if (line->kind == OWN_DESCRIPTION) {
		/* In a block it stands behind the link. */
		own_text_find(text, line->from, &from, &to, &link);
		from = (size_t)(link.p - text.p) + link.n;
		found = told(slice_of(text.p + from, to - from),
		    SLICE(OWN_BLOCK_TOLD));
	} else {
		return true;
	}
	return slice_eq(found, slice_str(w->password));
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
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		str_add(&s, line);
		str_adds(&s, eol);
	}
	out = slice_of(arena_dup(a, str_text(&s), s.n), s.n);
	str_free(&s);
	return out;
}
