/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"

void *
vec_room(void *items, size_t *cap, size_t n, size_t size)
{
	if (n == *cap) {
		*cap = *cap ? *cap * 2 : 16;
		items = xrealloc(items, *cap * size);
	}
	memset((char *)items + n * size, 0, size);
	return items;
}

size_t
vec_gap(void *items, size_t *n, size_t size, size_t at)
{
	char *p = (char *)items + at * size;

	memmove(p + size, p, ((*n)++ - at) * size);
	memset(p, 0, size);
	return at;
}

void
vec_sort(void *items, size_t n, size_t size, vec_cmp *cmp)
{
	if (n > 1)
		qsort(items, n, size, cmp);
}

size_t
vec_lower(const void *items, size_t n, size_t size, const void *key,
    vec_cmp *cmp)
{
	size_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (cmp(key, (const char *)items + mid * size) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void *
vec_find(void *items, size_t n, size_t size, const void *key, vec_cmp *cmp)
{
	size_t i = vec_lower(items, n, size, key, cmp);
	char *at;

	if (i == n)
		return NULL;
	at = (char *)items + i * size;
	return cmp(key, at) == 0 ? at : NULL;
}

int
vec_by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
vec_release(void *items)
{
	free(items);
}
