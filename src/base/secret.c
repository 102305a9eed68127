/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/vec.h"

/* Shorter ones would mask half of an innocent text. */
#define MASK_MIN 6

/* What is to be masked: one of the singletons of base/. */
static struct VEC(const struct secret *) living;
/* Paths of files and folders that are not. */
static struct texts spared;

void
secret_guard(void)
{
	struct rlimit core;

	/* The hard limit is left to the commands that are run. */
	if (getrlimit(RLIMIT_CORE, &core) == 0) {
		core.rlim_cur = 0;
		setrlimit(RLIMIT_CORE, &core);
	}
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

static void
wipe(struct secret *s)
{
	if (s->text)
		explicit_bzero(s->text, strlen(s->text));
	free(s->text);
	s->text = NULL;
	s->path = false;
}

void
secret_set(struct secret *s, struct slice text)
{
	char *copy = xmalloc(text.n + 1);

	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	secret_free(s);
	s->text = copy;
	*VEC_ADD(&living) = s;
}

void
secret_set_path(struct secret *s, struct slice text)
{
	secret_set(s, text);
	s->path = true;
}

void
secret_spare(const char *path)
{
	size_t i;

	for (i = 0; i < spared.n; i++)
		if (strcmp(spared.items[i], path) == 0)
			return;
	if (path[0] == '/' && path[1])
		*VEC_ADD(&spared) = xstrdup(path);
}

void
secret_free(struct secret *s)
{
	size_t i;

	for (i = 0; i < living.n; i++)
		if (living.items[i] == s)
			living.items[i] = living.items[--living.n];
	if (living.n == 0)
		VEC_FREE(&living);
	wipe(s);
}

bool
secret_empty(const struct secret *s)
{
	return !s->text || !*s->text;
}

const char *
secret_reveal(const struct secret *s)
{
	return s->text ? s->text : "";
}

/* --- masking -------------------------------------------------------------- */

static bool
is_path_byte(char c)
{
	return c == '/' || c == '.' || c == '-' || c == '_' || c == '~' ||
	    (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    (unsigned char)c >= 0x80;
}

/* Whether a path that stands at from leads up to, or goes on behind, at. */
static bool
leads_to(const char *from, const char *path, const char *at)
{
	size_t n = strlen(path);

	if (strncmp(from, path, n) != 0)
		return false;
	from += n;
	if (from < at && *from != '/')
		return false;
	for (; from < at; from++)
		if (!is_path_byte(*from))
			return false;
	return true;
}

/* Whether what stands at a place of the text is the end of a file's path. */
static bool
is_of_file(const char *text, const char *at)
{
	const char *from = at;
	size_t i;

	while (from > text && at - from < PATH_MAX) {
		from--;
		if (*from != '/' || (from > text && is_path_byte(from[-1])))
			continue;
		for (i = 0; i < spared.n; i++)
			if (leads_to(from, spared.items[i], at))
				return true;
	}
	return false;
}

static void
mask(char *text, const char *seen, const struct secret *s)
{
	size_t n = strlen(s->text);
	const char *at;

	if (n < MASK_MIN)
		return;
	for (at = seen; (at = strstr(at, s->text)); at++)
		if (!s->path || !is_of_file(seen, at))
			memset(text + (at - seen), '*', n);
}

/* A secret may be part of another one: each is looked for in the whole text. */
void
secret_mask(char *text)
{
	char *seen;
	size_t i;

	if (living.n == 0)
		return;
	seen = xstrdup(text);
	for (i = 0; i < living.n; i++)
		mask(text, seen, living.items[i]);
	explicit_bzero(seen, strlen(seen));
	free(seen);
}
