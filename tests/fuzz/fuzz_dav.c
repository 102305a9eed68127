/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "dav/collection.h"
#include "dav/limits.h"
#include "dav/multistatus.h"
#include "fuzz.h"
#include "ics/likeness.h"

/* No name leads out of the folder; a '/' marks one that is no file's. */
static void
check_href(const char *href)
{
	struct str name = { 0 };
	const char *file;
	bool outside;

	if (collection_member("https://h/u/team/", href, &name, &outside)) {
		file = name.p + (name.n && name.p[0] == '/');
		HOLD(!outside && *file && strlen(name.p) == name.n);
		HOLD(!strpbrk(file, "/\n\r\t\x7f"));
		HOLD(strcmp(file, ".") != 0 && strcmp(file, "..") != 0);
	}
	str_free(&name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	struct dav_multistatus m;
	struct arena a = { 0 };
	struct err e = { 0 };
	size_t i;

	if (multistatus_read(&m, bytes, &a, &e) == 0) {
		HOLD(m.responses.n <= DAV_MEMBERS_MAX);
		for (i = 0; i < m.responses.n; i++)
			check_href(m.responses.items[i].href);
		multistatus_free(&m);
	} else {
		HOLD(e.code == ERR_SOURCE && *e.msg);
	}
	check_href(arena_dup(&a, bytes.p, bytes.n));
	HOLD(meaning_digest(bytes, true) == meaning_digest(bytes, true));
	HOLD(meaning_digest(bytes, false) != 0);
	arena_free(&a);
	return 0;
}
