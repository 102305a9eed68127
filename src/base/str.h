/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_STR_H
#define ICSR_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct arena;

/* Growable strings: their forms for JSON and terminals, and JSON in them. */

/*
 * A growable string.  A zeroed struct is an empty one without a bound;
 * `max` bounds it: what does not fit is dropped and `over` set, so that
 * the one who asked for a bound looks once, at the end.  p is NULL while
 * empty and NUL-terminated afterwards; str_text never gives NULL.
 */
struct str {
	char *p;
	size_t n, cap;
	size_t max;		/* 0: no bound */
	bool over;
	bool secret;		/* its memory is wiped before it is given
				 * back, also when it grows */
};

void str_add(struct str *s, struct slice text);
void str_adds(struct str *s, const char *text);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void str_clear(struct str *s);
void str_free(struct str *s);
const char *str_text(const struct str *s);
struct slice str_slice(const struct str *s);
/* Its text, kept in the arena with a NUL behind it; the string is freed. */
struct slice str_keep(struct str *s, struct arena *a);

/*
 * Text as a JSON string with its quotes.  Bytes that are not UTF-8 become
 * U+FFFD, control characters (also C1 and DEL) \u00XX.
 */
void str_json(struct str *s, struct slice text);

/*
 * JSON that was made by others: bytes that are not UTF-8 become U+FFFD, and
 * control characters above U+001F, which can only stand in its strings, are
 * escaped.
 */
void str_utf8_json(struct str *s, struct slice json);

/*
 * Text for a terminal or a log line: control characters (also C1 and DEL),
 * those that are not seen (base/hidden.h), and bytes that are not UTF-8 are
 * shown as \xNN, so that a hostile calendar can't move the cursor or forge a
 * line.
 */
void str_plain(struct str *s, struct slice text);

/*
 * The length in bytes of the UTF-8 character at the start of s: 1 to 4, or
 * 0 when the bytes there are none (RFC 3629: no surrogates, no overlong
 * forms).
 */
size_t str_utf8(struct slice s);

/*
 * JSON written in order (RFC 8259).  Each call appends a member, or with the
 * name NULL an element of an array or the outermost value.  The ',' before
 * it comes by itself: a string that ends in a value gets one.  Names are
 * written as they are.
 */

/* '{' or '[', and what closes it: '}' or ']'. */
void member_open(struct str *out, const char *name, char bracket);
void member_close(struct str *out, char bracket);

/* A string; null when text is NULL. */
void member_text(struct str *out, const char *name, const char *text);
/* The same, and null also when it is "". */
void member_word(struct str *out, const char *name, const char *text);
/* "2026-12-01T02:00:00Z" of seconds since 1970; null when 0. */
void member_time(struct str *out, const char *name, int64_t unix_s);
void member_int(struct str *out, const char *name, int64_t n);
void member_bool(struct str *out, const char *name, bool value);
/* JSON as it is; null when it is NULL. */
void member_raw(struct str *out, const char *name, const char *json);

#endif
