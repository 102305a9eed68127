/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_PROVIDERS_H
#define ICSR_PLAN_PROVIDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/*
 * Where meetings live: a table of hosts and paths that join one.  Private to
 * links.
 *
 * A host that begins with a dot stands for itself and its subdomains, one
 * with '*' is a glob.  In the path '?' stands for any character, '&' for any
 * but '/', '?' and '#', '@' for several of these, '%' for digits and '-', '$'
 * for a token of Nextcloud Talk; what follows the first '*' is a glob over
 * the rest, query and fragment too.  Without a '*' a query or fragment may
 * follow.
 */
struct provider {
	const char *host, *path;
	const char *name;	/* NULL: no meeting, whatever later rows say */
};
extern const struct provider providers[];
extern const size_t providers_n;

bool provider_host_is(struct slice host, const char *pattern);
bool provider_path_is(struct slice path, const char *pattern);

#endif
