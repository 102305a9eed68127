/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/file.h"
#include "base/view.h"
#include "ics/splice.h"
#include "sync/output.h"

const char *
output_path(struct arena *a, const struct scan_file *f)
{
	const char *output = f->calendar->output, *name;
	struct err ignored;
	size_t n = strlen(output);

	if (n > 4 && slice_ieq(slice_of(output + n - 4, 4), SLICE(".ics")))
		return arena_str(a, output);
	/* When the folder can't be made, writing into it says so. */
	file_mkdirs(output, &ignored);
	name = strrchr(f->row.path, '/');
	return arena_printf(a, "%s/%s", output, name ? name + 1
	    : f->row.path);
}

/* A sink that compares instead of writing. */
static int
match(void *cookie, struct slice bytes, struct err *e)
{
	struct slice *rest = cookie;

	if (!slice_starts(*rest, bytes))
		return err_set(e, ERR_FAILED, "differs");
	*rest = slice_from(*rest, bytes.n);
	return 0;
}

bool
output_is_current(const char *path, struct slice bytes,
    const struct vec *edits)
{
	struct view view;
	struct err ignored;
	struct slice rest;
	struct splice_sink sink = { match, &rest, NULL };
	bool same;

	if (view_open(&view, path, &ignored) == -1)
		return false;
	rest = view.bytes;
	same = splice_bytes(bytes, edits, &sink, &ignored) == 0 &&
	    rest.n == 0;
	view_close(&view);
	return same;
}
