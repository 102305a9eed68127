/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CHARSET_LANGUAGE_H
#define ICSR_CHARSET_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <unicode/umachine.h>

/*
 * The letters of languages beyond ASCII.  They are numbered in the order in
 * which they are expected: of two that explain a text alike the first counts.
 */
#define LANGUAGES ((size_t)27)

/* Families of encodings, to be joined; a language is written in some. */
enum language_family {
	LANGUAGE_WEST = 1, LANGUAGE_CENTRAL = 2, LANGUAGE_TURKISH = 4,
	LANGUAGE_BALTIC = 8, LANGUAGE_CYRILLIC = 16, LANGUAGE_OTHER = 32,
};

/* Whether a language of a family has a small letter in front of another; next
 * may be 0: the word ends. */
bool language_has(size_t language, int family, UChar32 letter, UChar32 next);

/* Whether a letter is one of its frequent ones, if it is of a script in which
 * these tell encodings apart. */
bool language_usual(size_t language, UChar32 letter);
bool language_is_frequent(size_t language);

#endif
