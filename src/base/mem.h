/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_MEM_H
#define ICSR_BASE_MEM_H

#include <stddef.h>

/*
 * Allocators that never return NULL: out of memory ends the program with
 * one sentence.  An abort at any point is a tested stop (see base/step.h),
 * so nothing is lost by it.
 */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);

/*
 * An arena holds the data of a run: allocated piece by piece, freed at
 * once.  A zeroed struct is an empty arena.
 */
struct arena {
	struct arena_page *pages;
};

/* Zeroed memory, aligned for any type, owned by the arena. */
void *arena_alloc(struct arena *a, size_t n);
/* A copy of n bytes with a NUL behind it. */
char *arena_dup(struct arena *a, const char *p, size_t n);
/* A copy of a string; NULL gives NULL. */
char *arena_str(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Free everything; the arena is empty again. */
void arena_free(struct arena *a);

/* Allocate one zeroed struct of a type from an arena. */
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

#endif
