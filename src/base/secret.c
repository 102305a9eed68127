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
#define LIVING_MAX 32

/* What is to be masked: one of the singletons of base/. */
static const struct secret *living[LIVING_MAX];
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

static void
replace_living(const struct secret *old, const struct secret *new)
{
	size_t i;

	for (i = 0; i < LIVING_MAX; i++) {
		if (living[i] == old) {
			living[i] = new;
			return;
		}
	}
}

void
secret_set(struct secret *s, struct slice text)
{
	char *copy = xmalloc(text.n + 1);

	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	secret_free(s);
	s->text = copy;
	replace_living(NULL, s);
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
	if (s->text)
		replace_living(s, NULL);
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

void
secret_mask(char *text)
{
	size_t i, n;
	char *at;

	for (i = 0; i < LIVING_MAX; i++) {
		n = living[i] && living[i]->text ? strlen(living[i]->text) : 0;
		if (n < MASK_MIN)
			continue;
		for (at = text; (at = strstr(at, living[i]->text)); at += n)
			if (!living[i]->path || !is_of_file(text, at))
				memset(at, '*', n);
	}
}
