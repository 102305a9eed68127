/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_VEC_H
#define ICSR_BASE_VEC_H

#include <stddef.h>

/*
 * A growable array of items of one size.  Start with VEC_OF(type); items
 * move when it grows, so keep indexes rather than pointers while adding.
 */
struct vec {
	void *items;
	size_t n, cap, size;
};

#define VEC_OF(type) { .size = sizeof(type) }
/* Item i as an lvalue of its type. */
#define VEC_AT(v, type, i) (((type *)(v)->items)[i])

/* Add one zeroed item at the end and return it. */
void *vec_add(struct vec *v);
/* Sort as qsort does. */
void vec_sort(struct vec *v, int (*cmp)(const void *, const void *));
/* Free the items; the array is empty and can be used again. */
void vec_free(struct vec *v);

#endif
