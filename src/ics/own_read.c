/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "ics/line.h"
#include "ics/own_read.h"
#include "ics/own_text.h"
#include "model/event.h"

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
	const char *text;

	line_unfold(&s, raw);
	text = arena_dup(a, str_text(&s), s.n);
	str_free(&s);
	return text;
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
