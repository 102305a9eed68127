/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PAGE_SIZE_MIN ((size_t)64 * 1024)

struct arena_page {
	struct arena_page *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char data[];
};

static void
die_of_memory(void)
{
	fputs("icsreserve: out of memory\n", stderr);
	abort();
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		die_of_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		die_of_memory();
	return p;
}

void *
xrealloc(void *old, size_t n)
{
	void *p = realloc(old, n ? n : 1);

	if (!p)
		die_of_memory();
	return p;
}

char *
xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_page *page = a->pages;
	size_t size;
	void *p;

	if (n > SIZE_MAX / 2)
		die_of_memory();
	n = (n + align - 1) / align * align;
	if (!page || page->size - page->used < n) {
		size = n > PAGE_SIZE_MIN ? n : PAGE_SIZE_MIN;
		page = xcalloc(1, sizeof(*page) + size);
		page->size = size;
		page->next = a->pages;
		a->pages = page;
	}
	p = page->data + page->used;
	page->used += n;
	return p;
}

char *
arena_dup(struct arena *a, const char *p, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, p, n);
	return copy;
}

char *
arena_str(struct arena *a, const char *s)
{
	return s ? arena_dup(a, s, strlen(s)) : NULL;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *s;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die_of_memory();
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

void
arena_free(struct arena *a)
{
	struct arena_page *page, *next;

	for (page = a->pages; page; page = next) {
		next = page->next;
		free(page);
	}
	a->pages = NULL;
}
