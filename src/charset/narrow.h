/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CHARSET_NARROW_H
#define ICSR_CHARSET_NARROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/*
 * Encodings with one byte for a character: each byte is some character in
 * nearly all of them, so that validity tells little.  What tells is whether
 * words come out: letters of one language, small ones behind a capital, no
 * signs within.
 */

/* How many other encodings narrow_find names at most. */
#define NARROW_OTHERS 4

struct narrow {
	const char *name;	/* the likeliest, static; NULL: there is none */
	int score;		/* percent of its letters that make sense */
	/* What would give another text that makes as much sense, the
	 * likeliest first. */
	const char *others[NARROW_OTHERS];
	size_t n_others;
	size_t letters;		/* beyond ASCII, by the likeliest */
};

void narrow_find(struct slice text, struct narrow *n);

#endif
