/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/vec.h"

/* Shorter ones would mask half of an innocent text. */
#define MASK_MIN 6

/* What is to be masked: one of the singletons of base/. */
static struct VEC(const struct secret *) living;
/* Paths of files and folders that are not. */
static struct texts spared;

void
secret_guard(void)
{
	struct rlimit core;

	/* The hard limit is left to the commands that are run. */
	if (getrlimit(RLIMIT_CORE, &core) == 0) {
		core.rlim_cur = 0;
		setrlimit(RLIMIT_CORE, &core);
	}
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

static void
wipe(struct secret *s)
{
	if (s->text)
		explicit_bzero(s->text, strlen(s->text));
	free(s->text);
	s->text = NULL;
	s->path = false;
}

void
secret_set(struct secret *s, struct slice text)
{
	char *copy = xmalloc(text.n + 1);

	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	secret_free(s);
	s->text = copy;
	*VEC_ADD(&living) = s;
}

void
secret_set_path(struct secret *s, struct slice text)
{
	secret_set(s, text);
	s->path = true;
}

void
secret_spare(const char *path)
{
	size_t i;

	for (i = 0; i < spared.n; i++)
		if (strcmp(spared.items[i], path) == 0)
			return;
	if (path[0] == '/' && path[1])
		*VEC_ADD(&spared) = xstrdup(path);
}

void
secret_free(struct secret *s)
{
	size_t i;

	for (i = 0; i < living.n; i++)
		if (living.items[i] == s)
			living.items[i] = living.items[--living.n];
	if (living.n == 0)
		VEC_FREE(&living);
	wipe(s);
}

bool
secret_empty(const struct secret *s)
{
	return !s->text || !*s->text;
}

const char *
secret_reveal(const struct secret *s)
{
	return s->text ? s->text : "";
}

/* --- masking -------------------------------------------------------------- */

static bool
is_path_byte(char c)
{
	return c == '/' || c == '.' || c == '-' || c == '_' || c == '~' ||
	    (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    (unsigned char)c >= 0x80;
}

/* Whether a path that stands at from leads up to, or goes on behind, at. */
static bool
leads_to(const char *from, const char *path, const char *at)
{
	size_t n = strlen(path);

	if (strncmp(from, path, n) != 0)
		return false;
	from += n;
	if (from < at && *from != '/')
		return false;
	for (; from < at; from++)
		if (!is_path_byte(*from))
			return false;
	return true;
}

/* Whether what stands at a place of the text is the end of a file's path. */
static bool
is_of_file(const char *text, const char *at)
{
	const char *from = at;
	size_t i;

	while (from > text && at - from < PATH_MAX) {
		from--;
		if (*from != '/' || (from > text && is_path_byte(from[-1])))
			continue;
		for (i = 0; i < spared.n; i++)
			if (leads_to(from, spared.items[i], at))
				return true;
	}
	return false;
}

/* A text as it is meant, and for each byte where it stands as written. */
struct meant {
	struct str text;
	struct VEC(size_t) at;
};

static void
add_meant(struct meant *m, size_t at, unsigned char c)
{
	/* The server may have put this backslash before another character. */
	if (c == '\\')
		return;
	str_addc(&m->text, (char)c);
	*VEC_ADD(&m->at) = at;
}

/* U+0000 to U+FFFF in UTF-8. */
static void
add_character(struct meant *m, size_t at, unsigned code)
{
	if (code < 0x80) {
		add_meant(m, at, (unsigned char)code);
		return;
	}
	if (code < 0x800) {
		add_meant(m, at, (unsigned char)(0xC0 | code >> 6));
	} else {
		add_meant(m, at, (unsigned char)(0xE0 | code >> 12));
		add_meant(m, at, (unsigned char)(0x80 | (code >> 6 & 0x3F)));
	}
	add_meant(m, at, (unsigned char)(0x80 | (code & 0x3F)));
}

/*
 * JSON and URLs write some characters in another way, and JSON in a string of
 * JSON does so twice: backslashes don't count, and "\u00e9" and "%C3" are the
 * bytes that they stand for.
 */
static void
find_meaning(struct meant *m, const char *text)
{
	const char *p = text;
	size_t at, escape;
	int code;

	m->text.secret = true;
	while (*p) {
		at = (size_t)(p - text);
		p += escape = strspn(p, "\\");
		if (escape && *p == 'u' && (code = num_hex(p + 1, 4)) > 0) {
			add_character(m, at, (unsigned)code);
			p += 5;
		} else if (*p == '%' && (code = num_hex(p + 1, 2)) > 0) {
			add_meant(m, at, (unsigned char)code);
			p += 3;
		} else if (*p) {
			add_meant(m, at, (unsigned char)*p++);
		}
	}
	*VEC_ADD(&m->at) = (size_t)(p - text);
}

static void
meant_free(struct meant *m)
{
	str_free(&m->text);
	VEC_FREE(&m->at);
}

/* Mask each place in text where what is looked for stands in m. */
static void
mask(char *text, const char *seen, const struct meant *m, const char *what,
    bool path)
{
	const char *begin = str_text(&m->text), *p;
	size_t from, to, n = strlen(what);

	for (p = begin; (p = strstr(p, what)); p++) {
		from = m->at.items[p - begin];
		to = m->at.items[(size_t)(p - begin) + n];
		if (!path || !is_of_file(seen, seen + from))
			memset(text + from, '*', to - from);
	}
}

/*
 * In "Authorization: Basic" (RFC 7617, 2) a password stands behind a name of
 * any length: what base64 (RFC 4648, 4) makes of a secret that begins at a
 * byte that is first, second or third of three, without the digits in which
 * other bytes have a part.
 */
static void
add_base64(struct str *out, const char *secret, size_t before)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t bit, bits = strlen(secret) * 8, i;
	unsigned value, k;

	for (bit = before * 2; bit + 6 <= bits; bit += 6) {
		for (value = k = 0; k < 6; k++) {
			i = bit + k;
			value = value << 1 | ((unsigned char)secret[i / 8] >>
			    (7 - i % 8) & 1U);
		}
		str_addc(out, digits[value]);
	}
}

static void
mask_secret(char *text, const char *seen, const struct meant *m,
    const struct secret *s)
{
	struct meant secret = { 0 };
	struct str coded = { .secret = true };
	size_t before;

	if (strlen(s->text) < MASK_MIN)
		return;
	find_meaning(&secret, s->text);
	if (secret.text.n >= MASK_MIN / 2)
		mask(text, seen, m, str_text(&secret.text), s->path);
	for (before = 0; !s->path && before < 3; before++) {
		str_clear(&coded);
		add_base64(&coded, s->text, before);
		mask(text, seen, m, str_text(&coded), false);
	}
	meant_free(&secret);
	str_free(&coded);
}

/* A secret may be part of another one: each is looked for in the whole text. */
void
secret_mask(char *text)
{
	struct meant m = { 0 };
	char *seen;
	size_t i;

	if (living.n == 0)
		return;
	seen = xstrdup(text);
	find_meaning(&m, seen);
	for (i = 0; i < living.n; i++)
		mask_secret(text, seen, &m, living.items[i]);
	meant_free(&m);
	explicit_bzero(seen, strlen(seen));
	free(seen);
}
