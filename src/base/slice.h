/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_SLICE_H
#define ICSR_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * A pointer and a length, passed by value.  A slice never owns: the header
 * that hands one out says whose bytes they are.  The bytes may hold
 * anything, NUL included.
 */
struct slice {
	const char *p;
	size_t n;
};

/* A slice of a string literal. */
#define SLICE(lit) ((struct slice){ "" lit, sizeof(lit) - 1 })
/* The mark of UTF-8 before a text: editors on Windows write it. */
#define SLICE_BOM SLICE("\xef\xbb\xbf")

static inline struct slice
slice_of(const char *p, size_t n)
{
	return (struct slice){ p, n };
}

/* A slice of a string; NULL gives the empty slice. */
static inline struct slice
slice_str(const char *s)
{
	return (struct slice){ s ? s : "", s ? strlen(s) : 0 };
}

bool slice_eq(struct slice a, struct slice b);
/* Equal but for the case of ASCII letters. */
bool slice_ieq(struct slice a, struct slice b);
bool slice_starts(struct slice s, struct slice prefix);
bool slice_istarts(struct slice s, struct slice prefix);
/* Whether it ends with the suffix, and is more than that. */
bool slice_iends(struct slice s, struct slice suffix);
/* Whether part stands in s, ASCII letters of any case. */
bool slice_ihas(struct slice s, struct slice part);

/* Without blanks and tabs (and CR, LF) at both ends. */
struct slice slice_trim(struct slice s);
/* From byte n to the end; empty when there are fewer. */
struct slice slice_from(struct slice s, size_t n);

/*
 * Cut the next word off *rest into *word: what stands before the next of
 * the separators in seps, empty words left out.  False at the end.
 */
bool slice_word(struct slice *rest, const char *seps, struct slice *word);

/*
 * Cut off *line what stands before the next LF of *rest, LF not included.
 * False when nothing is left.
 */
bool slice_line(struct slice *rest, struct slice *line);

/* Match with * and ?, ASCII letters of any case; bounded, no recursion. */
bool slice_glob(struct slice s, struct slice pattern);

/*
 * Which of some known words a slip was meant to be: near_try each of them,
 * and `best` is the nearest, by insertions, deletions and changes of letters,
 * or NULL when none is near: not more than a third of the word and one
 * letter.
 */
struct near {
	const char *typed;
	const char *best;
	size_t distance;
};

void near_try(struct near *n, const char *known);

#endif
