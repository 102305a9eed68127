/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>

#include "base/hash.h"
#include "csv/uid.h"

struct uid_seen {
	uint64_t digest;	/* first: hash_cmp compares it */
	uint32_t times;
	uint32_t line;		/* of the first */
};

static void
keep(void *item)
{
	(void)item;
}

const char *
uids_derive(struct uids *u, const struct slice *texts, size_t n,
    uint32_t *line)
{
	struct uid_seen *s = ARENA_NEW(u->arena, struct uid_seen);
	struct uid_seen **found;
	size_t i;

	for (i = 0; i < n; i++)
		s->digest = hash_join(s->digest, hash_bytes(texts[i]));
	s->line = *line;
	found = tsearch(s, &u->seen, hash_cmp);
	if (!found)
		abort();	/* out of memory, as in base/mem */
	s = *found;
	*line = s->line;
	if (++s->times == 1)
		return arena_printf(u->arena, "%016" PRIx64
		    "@csv.icsreserve", s->digest);
	return arena_printf(u->arena, "%016" PRIx64 "-%" PRIu32
	    "@csv.icsreserve", s->digest, s->times);
}

void
uids_free(struct uids *u)
{
	tdestroy(u->seen, keep);
	u->seen = NULL;
}
