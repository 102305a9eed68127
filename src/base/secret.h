/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_SECRET_H
#define ICSR_BASE_SECRET_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * A secret is a type of its own, so that no formatter takes it: there is no
 * way to its text but secret_reveal, which only http/ and api/ may call
 * (a lint checks).  A zeroed struct is the empty secret.
 */
struct secret {
	char *text;
	bool path;		/* of secret_set_path */
};

/*
 * Keep a copy of text.  From then on secret_mask hides it, until it is
 * freed.  What the secret held before is wiped.
 */
void secret_set(struct secret *s, struct slice text);
/*
 * The same with the path of a URL.  Paths of files may end as it does: it
 * stays readable in those that secret_spare knows.
 */
void secret_set_path(struct secret *s, struct slice text);
/* Let a file or folder of this machine, and what is in it, be shown; nothing
 * unless the path is absolute. */
void secret_spare(const char *path);
/*
 * Let no core file and no other process of this user have the memory:
 * RLIMIT_CORE is 0 and the process is not dumpable from now on.  To be
 * called before a secret can be there; the environment may hold one.
 */
void secret_guard(void);
/* Wipe and free. */
void secret_free(struct secret *s);
bool secret_empty(const struct secret *s);
/* The text, owned by the secret; "" when empty. */
const char *secret_reveal(const struct secret *s);

/*
 * Overwrite with '*' each place in text where a living secret of six
 * bytes or more stands.  Texts from servers and commands pass through it
 * before they are kept or shown: a server may echo a token.
 */
void secret_mask(char *text);

#endif
