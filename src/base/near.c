/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/near.h"

#define NEAR_MAX 40

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Insertions, deletions and changes between two short words. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[NEAR_MAX + 1], n = strlen(b), i, j, diagonal, above;

	if (n > NEAR_MAX || strlen(a) > NEAR_MAX)
		return NEAR_MAX;
	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 1; a[i - 1]; i++) {
		diagonal = row[0];
		row[0] = i;
		for (j = 1; j <= n; j++) {
			above = row[j];
			row[j] = least(row[j] + 1, row[j - 1] + 1,
			    diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[n];
}

void
near_try(struct near *n, const char *known)
{
	size_t d = distance(n->typed, known);

	if (d > strlen(known) / 3 + 1 || (n->best && d >= n->distance))
		return;
	n->best = known;
	n->distance = d;
}
