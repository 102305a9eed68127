/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hidden.h"
#include "base/mem.h"
#include "base/str.h"

/* realloc would leave the text where it was. */
static char *
moved(struct str *s, size_t cap)
{
	char *p = xmalloc(cap);

	if (s->p) {
		memcpy(p, s->p, s->n + 1);
		explicit_bzero(s->p, s->cap);
	}
	free(s->p);
	return p;
}

static void
reserve(struct str *s, size_t more)
{
	size_t need = s->n + more + 1, cap = s->cap ? s->cap : 64;

	if (need <= s->cap)
		return;
	while (cap < need)
		cap *= 2;
	s->p = s->secret ? moved(s, cap) : xrealloc(s->p, cap);
	s->cap = cap;
}

void
str_add(struct str *s, struct slice text)
{
	if (s->max && text.n > s->max - s->n) {
		s->over = true;
		text.n = s->max - s->n;
	}
	reserve(s, text.n);
	if (text.n)
		memcpy(s->p + s->n, text.p, text.n);
	s->n += text.n;
	s->p[s->n] = '\0';
}

void
str_adds(struct str *s, const char *text)
{
	str_add(s, slice_str(text));
}

void
str_addc(struct str *s, char c)
{
	str_add(s, slice_of(&c, 1));
}

void
str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0) {
		text = xmalloc((size_t)n + 1);
		vsnprintf(text, (size_t)n + 1, fmt, again);
		str_add(s, slice_of(text, (size_t)n));
		free(text);
	}
	va_end(again);
}

void
str_clear(struct str *s)
{
	s->n = 0;
	s->over = false;
	if (s->p)
		s->p[0] = '\0';
}

void
str_free(struct str *s)
{
	if (s->secret && s->p)
		explicit_bzero(s->p, s->cap);
	free(s->p);
	*s = (struct str){ .max = s->max, .secret = s->secret };
}

const char *
str_text(const struct str *s)
{
	return s->p ? s->p : "";
}

struct slice
str_slice(const struct str *s)
{
	return slice_of(str_text(s), s->n);
}

struct slice
str_keep(struct str *s, struct arena *a)
{
	struct slice kept = slice_of(arena_dup(a, str_text(s), s->n), s->n);

	str_free(s);
	return kept;
}

size_t
str_utf8(struct slice s)
{
	const unsigned char *u = (const unsigned char *)s.p;
	uint32_t c;
	size_t n, i;

	if (!s.n)
		return 0;
	if (u[0] < 0x80)
		return 1;
	n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : u[0] >= 0xc2 ? 2 : 0;
	if (!n || n > s.n || u[0] > 0xf4)
		return 0;
	c = u[0] & (0x7fU >> n);
	for (i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3fU);
	}
	if ((n == 3 && c < 0x800) || (n == 4 && c < 0x10000) ||
	    c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	return n;
}

/* C1 controls are the two bytes C2 80 to C2 9F. */
static bool
is_control(struct slice text, size_t n)
{
	unsigned char c = (unsigned char)text.p[0];

	return n == 1 ? c < 0x20 || c == 0x7f
	    : n == 2 && c == 0xc2 && (unsigned char)text.p[1] < 0xa0;
}

/* One character, as it may stand in JSON outside and inside of strings. */
static void
add_utf8(struct str *s, struct slice text, size_t n)
{
	if (!n)
		str_adds(s, "\xef\xbf\xbd");
	else if (is_control(text, n) && (unsigned char)text.p[0] >= 0x20)
		str_addf(s, "\\u%04x", (unsigned char)text.p[n - 1]);
	else
		str_add(s, slice_of(text.p, n));
}

void
str_utf8_json(struct str *s, struct slice json)
{
	size_t n;

	for (; json.n; json = slice_from(json, n ? n : 1)) {
		n = str_utf8(json);
		add_utf8(s, json, n);
	}
}

void
str_json(struct str *s, struct slice text)
{
	size_t n;

	str_addc(s, '"');
	for (; text.n; text = slice_from(text, n ? n : 1)) {
		n = str_utf8(text);
		if (text.p[0] == '"' || text.p[0] == '\\')
			str_addf(s, "\\%c", text.p[0]);
		else if ((unsigned char)text.p[0] < 0x20)
			str_addf(s, "\\u%04x", (unsigned)text.p[0]);
		else
			add_utf8(s, text, n);
	}
	str_addc(s, '"');
}

void
str_plain(struct str *s, struct slice text)
{
	size_t at, n;

	for (at = 0; at < text.n; at += n) {
		n = str_utf8(slice_from(text, at));
		if (n && !is_control(slice_from(text, at), n) &&
		    !hidden_at(text, at, n)) {
			str_add(s, slice_of(text.p + at, n));
			continue;
		}
		/* Each of its bytes. */
		for (n += !n; n; n--, at++)
			str_addf(s, "\\x%02X", (unsigned char)text.p[at]);
	}
}

/* --- JSON, member by member ----------------------------------------------- */

static void
begin(struct str *out, const char *name)
{
	if (out->n && !strchr("{[,\n", out->p[out->n - 1]))
		str_addc(out, ',');
	if (name)
		str_addf(out, "\"%s\":", name);
}

void
member_open(struct str *out, const char *name, char bracket)
{
	begin(out, name);
	str_addc(out, bracket);
}

void
member_close(struct str *out, char bracket)
{
	str_addc(out, bracket);
}

void
member_text(struct str *out, const char *name, const char *text)
{
	begin(out, name);
	if (text)
		str_json(out, slice_str(text));
	else
		str_adds(out, "null");
}

void
member_word(struct str *out, const char *name, const char *text)
{
	member_text(out, name, text && *text ? text : NULL);
}

void
member_time(struct str *out, const char *name, int64_t unix_s)
{
	char when[CLOCK_TEXT];

	member_text(out, name, unix_s ? clock_rfc3339(unix_s, when) : NULL);
}

void
member_int(struct str *out, const char *name, int64_t n)
{
	begin(out, name);
	str_addf(out, "%" PRId64, n);
}

void
member_bool(struct str *out, const char *name, bool value)
{
	member_raw(out, name, value ? "true" : "false");
}

void
member_raw(struct str *out, const char *name, const char *json)
{
	begin(out, name);
	str_adds(out, json ? json : "null");
}
