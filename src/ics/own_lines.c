/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "ics/line.h"
#include "ics/own_lines.h"
#include "model/event.h"

/* --- the value of an own line -------------------------------------------- */

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
	struct slice line;

	if (!*eol || strcmp(line_eol(was), eol) == 0)
		return was;
	while (slice_line(&was, &line)) {
		while (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		str_add(&s, line);
		str_adds(&s, eol);
	}
	return str_keep(&s, a);
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

/* --- what stands in a VEVENT ---------------------------------------------- */

#define LINK_MAX 2000

static const char *const names[OWN_NAMES] = {
	[OWN_CONFERENCE] = "CONFERENCE",
	[OWN_URL] = "URL",
	[OWN_LOCATION] = "LOCATION",
	[OWN_DESCRIPTION] = "DESCRIPTION",
	[OWN_ID] = "X-ICSRESERVE-ID",
	[OWN_DTSTAMP] = "DTSTAMP",
	[OWN_LAST_MODIFIED] = "LAST-MODIFIED",
};

const char *
own_name(enum own_kind kind)
{
	return names[kind];
}

const char *
own_link_key(struct slice text, struct arena *a)
{
	struct str s = { .max = LINK_MAX };
	const char *key = NULL;
	struct slice t;
	size_t i, n;

	line_unescape(&s, slice_trim(text));
	t = slice_trim(str_slice(&s));
	n = slice_istarts(t, SLICE("https://")) ? 8 :
	    slice_istarts(t, SLICE("http://")) ? 7 : 0;
	for (i = 0; i < t.n; i++)
		if ((unsigned char)t.p[i] <= ' ')
			n = 0;
	if (n && !s.over) {
		key = arena_dup(a, t.p, t.n);
		n += strcspn(key + n, "/?#");
		for (i = 0; i < n; i++)
			if (t.p[i] >= 'A' && t.p[i] <= 'Z')
				((char *)(uintptr_t)key)[i] =
				    (char)(t.p[i] - 'A' + 'a');
	}
	str_free(&s);
	return key;
}

static bool
find_kind(const char *name, enum own_kind *kind)
{
	size_t i;

	for (i = 0; i < OWN_NAMES; i++) {
		if (strcmp(names[i], name) == 0) {
			*kind = (enum own_kind)i;
			return true;
		}
	}
	return false;
}

unsigned
own_kind_bit(const char *name)
{
	enum own_kind kind;

	return find_kind(name, &kind) && kind < OWN_KINDS ? OWN_BIT(kind) : 0;
}

static const char *
unfolded(struct arena *a, struct slice raw)
{
	struct str s = { .max = ICS_COMPONENT_MAX };

	line_unfold(&s, raw);
	return str_keep(&s, a).p;
}

/* Each block is a candidate by itself; a text without one is one. */
static void
add_blocks(struct own_event *ev, struct own_line *l, struct arena *a)
{
	struct own_line line = *l;
	struct slice link;
	size_t at = 0;

	while (own_text_find(slice_str(line.text), at, &line.from, &line.to,
	    &link)) {
		line.key = link.p ? own_link_key(link, a) : NULL;
		l = at ? VEC_ADD(&ev->lines) : l;
		*l = line;
		at = line.to;
	}
}

static void
add_line(struct own_event *ev, enum own_kind kind, struct slice raw,
    struct arena *a)
{
	struct own_line *l = VEC_ADD(&ev->lines);
	struct line_parts parts;

	*l = (struct own_line){ .kind = kind, .raw = raw,
		.text = unfolded(a, raw) };
	if (!line_split(slice_str(l->text), &parts))
		return;
	parts.value = slice_trim(parts.value);
	l->blank = parts.value.n == 0;
	if (kind == OWN_ID) {
		l->key = l->blank ? NULL : arena_dup(a, parts.value.p,
		    parts.value.n);
	} else if (kind == OWN_DESCRIPTION) {
		add_blocks(ev, l, a);
	} else if (kind < OWN_KINDS) {
		l->key = own_link_key(parts.value, a);
	}
}

void
own_read(struct own_event *ev, struct slice file, size_t off, size_t len,
    struct arena *a)
{
	struct line_walk w = { .rest = slice_of(file.p + off, len) };
	enum own_kind kind;

	*ev = (struct own_event){ .file = file, .off = off, .len = len,
		.eol = "\r\n" };
	while (line_walk(&w)) {
		if (w.depth == 0 && !w.ends)
			ev->eol = line_eol(w.raw);
		/* Before what is nested in it, or else its END. */
		if (!ev->insert_at && w.depth == (w.begins ? 1 : 0) &&
		    (w.begins || w.ends))
			ev->insert_at = (size_t)(w.raw.p - file.p);
		if (w.depth == 1 && find_kind(w.name, &kind))
			add_line(ev, kind, w.raw, a);
	}
}

void
own_free(struct own_event *ev)
{
	VEC_FREE(&ev->lines);
}

/* Whether the line says what we wrote, in whatever form. */
static bool
says(const struct own_line *l, const char *wrote, struct arena *a)
{
	struct line_parts parts;
	const char *key;

	if (!l->key || l->kind >= OWN_KINDS || l->kind == OWN_DESCRIPTION ||
	    !line_split(slice_str(wrote), &parts))
		return false;
	if (l->kind == OWN_ID)
		return slice_eq(slice_trim(parts.value), slice_str(l->key));
	key = own_link_key(parts.value, a);
	return key && strcmp(key, l->key) == 0;
}

const struct own_undo *
own_undo_of(const struct own_wish *wish, const struct own_line *l,
    struct arena *a)
{
	const struct own_undos *all = wish->undos;
	const struct own_undo *u, *found = NULL;
	size_t i;

	for (i = 0; all && i < all->n; i++) {
		u = &all->items[i];
		if (strcmp(u->name, own_name(l->kind)) != 0)
			continue;
		if (strcmp(u->wrote, l->text) == 0)
			return u;
		if (!found && says(l, u->wrote, a))
			found = u;
	}
	return found;
}

bool
own_undo_inserted(const struct own_wish *wish, enum own_kind kind)
{
	const struct own_undos *all = wish->undos;
	size_t i;

	for (i = 0; all && i < all->n; i++)
		if (strcmp(all->items[i].name, own_name(kind)) == 0 &&
		    !all->items[i].was.p)
			return true;
	return wish->unknown;
}

const char *
own_digest(struct slice component, char buf[OWN_DIGEST])
{
	snprintf(buf, OWN_DIGEST, "#%016jx",
	    (uintmax_t)hash_bytes(component));
	return buf;
}

bool
own_link_allowed(const char *url, const struct text_list *hosts)
{
	struct slice s = slice_str(url), host;
	size_t i;

	if (!slice_starts(s, SLICE("https://")) || s.n > LINK_MAX)
		return false;
	for (i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f ||
		    strchr("\"<>\\^`{|}", s.p[i]))
			return false;
	s = slice_from(s, sizeof("https://") - 1);
	host = slice_of(s.p, strcspn(s.p, "/?#"));
	for (i = 0; i < hosts->n; i++)
		if (slice_ieq(host, slice_str(hosts->items[i])))
			return true;
	return false;
}
