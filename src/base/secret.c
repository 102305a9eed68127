/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>

#include "base/mem.h"
#include "base/secret.h"

/* Shorter ones would mask half of an innocent text. */
#define MASK_MIN 6
#define LIVING_MAX 32

/* What is to be masked: one of the singletons of base/. */
static const struct secret *living[LIVING_MAX];

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
			memset(at, '*', n);
	}
}
