/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_VEC_H
#define ICSR_BASE_VEC_H

#include <stddef.h>

/*
 * Growable arrays that know the type of their items:
 *
 *	struct numbers VEC(int);
 *	struct numbers list = { 0 };
 *	*VEC_ADD(&list) = 7;
 *	for (i = 0; i < list.n; i++)
 *		printf("%d\n", list.items[i]);
 *	VEC_FREE(&list);
 *
 * A zeroed one is empty.  Items move when it grows, so keep indexes rather
 * than pointers while adding.  v is evaluated more than once.
 */
#define VEC(type) { type *items; size_t n, cap; }

/* Add one zeroed item at the end and return a pointer to it. */
#define VEC_ADD(v) ((v)->items = vec_room((v)->items, &(v)->cap, (v)->n, \
	sizeof(*(v)->items)), &(v)->items[(v)->n++])
/* The same at an index from 0 to n, before the items from there on. */
#define VEC_INSERT(v, at) ((v)->items = vec_room((v)->items, &(v)->cap, \
	(v)->n, sizeof(*(v)->items)), &(v)->items[vec_gap((v)->items, \
	&(v)->n, sizeof(*(v)->items), (at))])
/* Sort as qsort does: equal items in any order. */
#define VEC_SORT(v, cmp) \
	vec_sort((v)->items, (v)->n, sizeof(*(v)->items), (cmp))
/*
 * The index of the first item that is not before the key, n when there is
 * none; cmp(key, item) as for bsearch, and the items are sorted by it.
 */
#define VEC_LOWER(v, key, cmp) \
	vec_lower((v)->items, (v)->n, sizeof(*(v)->items), (key), (cmp))
/* The first item that equals the key in an array sorted by cmp, or NULL.  For
 * vec_by_text the key is a pointer to the text's pointer. */
#define VEC_FIND(v, key, cmp) \
	vec_find((v)->items, (v)->n, sizeof(*(v)->items), (key), (cmp))
/* Free the items; the array is empty and can be used again. */
#define VEC_FREE(v) (vec_release((v)->items), (v)->items = NULL, \
	(v)->n = (v)->cap = 0)

/* A list of texts; VEC_FREE leaves the texts themselves alone. */
struct texts VEC(const char *);

typedef int vec_cmp(const void *, const void *);
/* The order of strings (const char *), by bytes. */
int vec_by_text(const void *a, const void *b);

/* What the macros above call. */
void *vec_room(void *items, size_t *cap, size_t n, size_t size);
size_t vec_gap(void *items, size_t *n, size_t size, size_t at);
void vec_sort(void *items, size_t n, size_t size, vec_cmp *cmp);
size_t vec_lower(const void *items, size_t n, size_t size, const void *key,
    vec_cmp *cmp);
void *vec_find(void *items, size_t n, size_t size, const void *key,
    vec_cmp *cmp);
void vec_release(void *items);

#endif
