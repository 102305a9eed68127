/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/slice.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
slice_ieq(struct slice a, struct slice b)
{
	size_t i;

	if (a.n != b.n)
		return false;
	for (i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool
slice_starts(struct slice s, struct slice prefix)
{
	return s.n >= prefix.n && slice_eq(slice_of(s.p, prefix.n), prefix);
}

bool
slice_istarts(struct slice s, struct slice prefix)
{
	return s.n >= prefix.n && slice_ieq(slice_of(s.p, prefix.n), prefix);
}

bool
slice_iends(struct slice s, struct slice suffix)
{
	return s.n > suffix.n && slice_ieq(slice_of(s.p + s.n - suffix.n,
	    suffix.n), suffix);
}

bool
slice_ihas(struct slice s, struct slice part)
{
	for (; s.n >= part.n && s.n > 0; s = slice_from(s, 1))
		if (slice_istarts(s, part))
			return true;
	return part.n == 0;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice
slice_trim(struct slice s)
{
	while (s.n && blank(s.p[0]))
		s = slice_from(s, 1);
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct slice
slice_from(struct slice s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return slice_of(n ? s.p + n : s.p, s.n - n);
}

bool
slice_word(struct slice *rest, const char *seps, struct slice *word)
{
	size_t n = 0;

	while (rest->n && rest->p[0] && strchr(seps, rest->p[0]))
		*rest = slice_from(*rest, 1);
	while (n < rest->n && (!rest->p[n] || !strchr(seps, rest->p[n])))
		n++;
	*word = slice_of(rest->p, n);
	*rest = slice_from(*rest, n);
	return n > 0;
}

bool
slice_line(struct slice *rest, struct slice *line)
{
	const char *lf;

	if (!rest->n)
		return false;
	lf = memchr(rest->p, '\n', rest->n);
	line->p = rest->p;
	line->n = lf ? (size_t)(lf - rest->p) : rest->n;
	*rest = slice_from(*rest, line->n + (lf ? 1 : 0));
	return true;
}

bool
slice_glob(struct slice s, struct slice pattern)
{
	size_t i = 0, j = 0, star = SIZE_MAX, mark = 0;

	while (i < s.n) {
		if (j < pattern.n && pattern.p[j] == '*') {
			star = j++;
			mark = i;
		} else if (j < pattern.n && (pattern.p[j] == '?' ||
		    lower(pattern.p[j]) == lower(s.p[i]))) {
			i++;
			j++;
		} else if (star != SIZE_MAX) {
			j = star + 1;
			i = ++mark;
		} else {
			return false;
		}
	}
	while (j < pattern.n && pattern.p[j] == '*')
		j++;
	return j == pattern.n;
}

/* --- near words ----------------------------------------------------------- */

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
