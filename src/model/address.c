/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/num.h"
#include "model/address.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A kept address against any text, as strcmp would when both are lower. */
static int
compare(const char *kept, struct slice text)
{
	size_t i;
	int d;

	for (i = 0; i < text.n; i++) {
		d = (unsigned char)kept[i] - (unsigned char)lower(text.p[i]);
		if (d || !kept[i])
			return d ? d : -1;
	}
	return kept[i] ? 1 : 0;
}

static bool
is_alnum(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

bool
directory_is_address(struct slice text)
{
	const char *at = memchr(text.p, '@', text.n), *more;
	struct slice local, domain;
	size_t i;

	if (!at || text.n > DIRECTORY_ADDRESS_MAX)
		return false;
	local = slice_of(text.p, (size_t)(at - text.p));
	domain = slice_from(text, local.n + 1);
	for (i = 0; i < local.n; i++) {
		more = memchr("!#$%&'*+-/=?^_`{|}~.", local.p[i], 20);
		if (!is_alnum(local.p[i]) && !more)
			return false;
	}
	for (i = 0; i < domain.n; i++)
		if (!is_alnum(domain.p[i]) && !memchr("-._", domain.p[i], 3))
			return false;
	return local.n && domain.n && is_alnum(domain.p[0]) &&
	    is_alnum(domain.p[domain.n - 1]);
}

int
directory_by_address(const void *address, const void *item)
{
	return -compare(*(const char *const *)item,
	    *(const struct slice *)address);
}

const char *
directory_lower(struct arena *a, struct slice address)
{
	char *copy = arena_dup(a, address.p, address.n), *at;

	for (at = copy; *at; at++)
		*at = lower(*at);
	return copy;
}

enum directory_answer
directory_find(const struct directory *d, struct slice address,
    const char **id)
{
	const struct directory_entry *entry = VEC_FIND(&d->entries, &address,
	    directory_by_address);

	if (!entry)
		return DIRECTORY_NEVER;
	if (!entry->id)
		return DIRECTORY_NOBODY;
	*id = entry->id;
	return DIRECTORY_FOUND;
}

void
directory_add(struct directory *d, struct slice address, const char *id)
{
	size_t at = VEC_LOWER(&d->entries, &address, directory_by_address);
	struct directory_entry *entry = VEC_FIND(&d->entries, &address,
	    directory_by_address);

	if (!entry) {
		entry = VEC_INSERT(&d->entries, at);
		entry->address = directory_lower(&d->arena, address);
	}
	entry->id = arena_str(&d->arena, id);
}

void
directory_want(struct directory *d, struct slice address)
{
	size_t at = VEC_LOWER(&d->wanted, &address, directory_by_address);

	if (d->wanted.n >= DIRECTORY_WANTED_MAX ||
	    VEC_FIND(&d->wanted, &address, directory_by_address))
		return;
	*VEC_INSERT(&d->wanted, at) = directory_lower(&d->arena, address);
}

void
directory_want_none(struct directory *d)
{
	d->wanted.n = 0;
}

void
directory_free(struct directory *d)
{
	VEC_FREE(&d->entries);
	VEC_FREE(&d->wanted);
	arena_free(&d->arena);
}

/* --- as they are written -------------------------------------------------- */

/* A name, and what stands in brackets, are no longer (bytes): a list is read
 * in time linear in its length. */
#define NAME_BYTES 128
#define BRACKET_BYTES 320

enum mark {
	MARK_NONE,		/* a byte of a word */
	MARK_END,		/* ends an entry, and a name */
	MARK_COMMA,		/* ends an entry; may stand in a name */
	MARK_BLANK,
	MARK_OPEN,		/* <address> */
	MARK_CLOSE,
	MARK_ASIDE,		/* (comment) or (address) */
	MARK_ASIDE_END,		/* the end of that */
	MARK_QUOTE,
};

static const unsigned char ascii[128] = {
	[';'] = MARK_END, ['\n'] = MARK_END, ['\r'] = MARK_END,
	[','] = MARK_COMMA, [' '] = MARK_BLANK, ['\t'] = MARK_BLANK,
	['<'] = MARK_OPEN, ['>'] = MARK_CLOSE, ['('] = MARK_ASIDE,
	[')'] = MARK_ASIDE_END, ['"'] = MARK_QUOTE,
};

static const struct {
	const char *text;
	enum mark mark;
} others[] = {
	{ "\uff1b", MARK_END }, { "\u2028", MARK_END },
	{ "\uff0c", MARK_COMMA }, { "\u3001", MARK_COMMA },
	{ "\u00a0", MARK_BLANK }, { "\u3000", MARK_BLANK },
	{ "\u200b", MARK_BLANK }, { "\ufeff", MARK_BLANK },
	{ "\uff1c", MARK_OPEN }, { "\uff1e", MARK_CLOSE },
	{ "\uff08", MARK_ASIDE }, { "\uff09", MARK_ASIDE_END },
};

/* The mark at the start of a text and its length in bytes; 1 for none. */
static enum mark
mark_at(struct slice s, size_t *n)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t i;

	*n = 1;
	if (c < sizeof(ascii))
		return (enum mark)ascii[c];
	for (i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (!slice_starts(s, slice_str(others[i].text)))
			continue;
		*n = strlen(others[i].text);
		return others[i].mark;
	}
	return MARK_NONE;
}

/* Without blanks, quotation marks and brackets around it. */
static struct slice
bare(struct slice s)
{
	static const char *const around[] = { "'", "\"", "[", "]", "<", ">",
		"\u2018", "\u2019", "\u201c", "\u201d" };
	struct slice one;
	size_t i, before;

	do {
		s = slice_trim(s);
		before = s.n;
		for (i = 0; i < sizeof(around) / sizeof(*around); i++) {
			one = slice_str(around[i]);
			if (slice_starts(s, one))
				s = slice_from(s, one.n);
			if (slice_iends(s, one))
				s.n -= one.n;
		}
	} while (s.n != before);
	return s;
}

/* --- one address ---------------------------------------------------------- */

/* The part of a mailto: URI that is an address (RFC 6068, 2). */
static struct slice
decode(struct slice uri, struct arena *a)
{
	const char *query = memchr(uri.p, '?', uri.n);
	char *to;
	size_t i, n = 0;
	int code;

	if (query)
		uri.n = (size_t)(query - uri.p);
	if (!memchr(uri.p, '%', uri.n))
		return uri;
	to = arena_dup(a, uri.p, uri.n);
	for (i = 0; i < uri.n; i++) {
		code = i + 2 < uri.n && to[i] == '%' ? num_hex(to + i + 1, 2)
		    : -1;
		to[n++] = code < 0 ? to[i] : (char)code;
		i += code < 0 ? 0 : 2;
	}
	return slice_of(to, n);
}

/* What stands behind the last "mailto:"; false when there is none. */
static bool
cut_mailto(struct slice *text)
{
	const struct slice mailto = SLICE("mailto:");
	bool found = false;

	while (slice_ihas(*text, mailto)) {
		while (!slice_istarts(*text, mailto))
			*text = slice_from(*text, 1);
		*text = slice_from(*text, mailto.n);
		found = true;
	}
	return found;
}

/* What stands between < and >, when something does. */
static struct slice
in_brackets(struct slice s)
{
	const char *open = memchr(s.p, '<', s.n), *close;

	if (!open)
		return s;
	s = slice_from(s, (size_t)(open + 1 - s.p));
	close = memchr(s.p, '>', s.n);
	return close ? slice_of(s.p, (size_t)(close - s.p)) : s;
}

struct slice
address_read(struct slice text, struct arena *a)
{
	const struct slice smtp = SLICE("smtp:");

	text = slice_trim(text);
	if (cut_mailto(&text))
		text = decode(text, a);
	else if (slice_istarts(text, smtp))
		text = slice_from(text, smtp.n);
	text = bare(in_brackets(text));
	if (slice_starts(text, SLICE("/")) ||
	    slice_istarts(text, SLICE("imceaex-")) ||
	    !directory_is_address(text))
		return slice_of("", 0);
	return text;
}

/* --- lists --------------------------------------------------------------- */

static bool
is_address(struct slice word)
{
	return memchr(word.p, '@', word.n) && (cut_mailto(&word) ||
	    directory_is_address(bare(word)));
}

/* Whether a word is somebody, and no part of a name. */
static bool
is_somebody(struct slice word, const char *const *words)
{
	word = bare(word);
	if (is_address(word) || slice_starts(word, SLICE("ou_")) ||
	    slice_starts(word, SLICE("on_")))
		return true;
	for (; *words; words++)
		if (slice_ieq(word, slice_str(*words)))
			return true;
	return false;
}

/* The length of the word at the start of a text, to the next mark. */
static size_t
word_length(struct slice s)
{
	size_t at = 0, n;

	while (at < s.n && mark_at(slice_from(s, at), &n) == MARK_NONE)
		at++;
	return at;
}

/*
 * What stands between the bracket at the start of a text and its other half;
 * *n is the length with both.  False when that is missing.
 */
static bool
enclosed(struct slice s, struct slice *inner, size_t *n)
{
	size_t start, at, length;
	enum mark open = mark_at(s, &start), m;

	for (at = start; at < s.n && at < BRACKET_BYTES; at += length) {
		m = mark_at(slice_from(s, at), &length);
		if (m == MARK_END)
			return false;
		if (m != (open == MARK_OPEN ? MARK_CLOSE : MARK_ASIDE_END))
			continue;
		*inner = slice_of(s.p + start, at - start);
		*n = at + length;
		return true;
	}
	return false;
}

/* Whether an address in brackets stands at the start of a text. */
static bool
is_bracketed(struct slice s)
{
	struct slice inner;
	size_t n;
	enum mark m = mark_at(s, &n);

	return (m == MARK_OPEN || m == MARK_ASIDE) &&
	    enclosed(s, &inner, &n) && (m == MARK_OPEN || is_address(inner));
}

static struct slice
skip_blanks(struct slice s)
{
	size_t n;

	while (s.n && mark_at(s, &n) == MARK_BLANK)
		s = slice_from(s, n);
	return s;
}

/* The length of a quoted text; 1 for a mark that is never closed. */
static size_t
quoted_length(struct slice s)
{
	const char *close = memchr(s.p + 1, '"', s.n - 1);

	return close ? (size_t)(close + 1 - s.p) : 1;
}

/*
 * The length of the name in front of the '<' of its address; 0 when no name
 * stands at the start of the text.
 */
static size_t
name_length(struct slice text, const char *const *words)
{
	struct slice s = text, inner;
	size_t n;
	enum mark m;

	while (s.n && text.n - s.n < NAME_BYTES && !is_bracketed(s)) {
		m = mark_at(s, &n);
		if (m == MARK_END || m == MARK_CLOSE || ((m == MARK_OPEN ||
		    m == MARK_ASIDE) && !enclosed(s, &inner, &n)))
			return 0;
		if (m == MARK_QUOTE)
			n = quoted_length(s);
		if (m == MARK_NONE) {
			n = word_length(s);
			if (is_somebody(slice_of(s.p, n), words) &&
			    !is_bracketed(skip_blanks(slice_from(s, n))))
				return 0;
		}
		s = slice_from(s, n);
	}
	return is_bracketed(s) ? text.n - s.n : 0;
}

/*
 * Take the person in brackets, or pass by a comment.  What is in brackets
 * and nobody keeps them, so that it is not taken for an id.
 */
static void
take_bracket(struct slice *list, struct slice *who)
{
	static const char *const none[] = { NULL };
	bool person = is_bracketed(*list);
	struct slice inner;
	size_t n;

	if (!enclosed(*list, &inner, &n))
		mark_at(*list, &n);
	if (person)
		*who = is_somebody(inner, none) ? bare(inner)
		    : slice_of(list->p, n);
	*list = slice_from(*list, n);
}

static void
take_word(struct slice *list, struct slice *who)
{
	*who = slice_of(list->p, word_length(*list));
	*list = slice_from(*list, who->n);
	*who = bare(*who);
}

bool
address_next(struct slice *list, const char *const *words, struct slice *who)
{
	size_t n;
	enum mark m;

	*who = slice_of("", 0);
	while (list->n && !who->n) {
		*list = slice_from(*list, name_length(*list, words));
		m = mark_at(*list, &n);
		if (m == MARK_NONE)
			take_word(list, who);
		else if (m == MARK_OPEN || m == MARK_ASIDE)
			take_bracket(list, who);
		else
			*list = slice_from(*list, n);
	}
	return who->n > 0;
}
