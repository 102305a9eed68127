/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/file.h"
#include "base/view.h"
#include "conf/calendar.h"
#include "ics/splice.h"
#include "sync/output.h"

const char *
output_path(struct arena *a, const struct scan_file *f)
{
	const char *output = f->calendar->output, *name;
	bool table = calendar_is_table(f->row.path);

	if (slice_iends(slice_str(output), SLICE(".ics")))
		return arena_str(a, output);
	name = strrchr(f->row.path, '/');
	name = name ? name + 1 : f->row.path;
	/* What a table becomes is a calendar. */
	return arena_printf(a, "%s/%.*s%s", output, (int)(strlen(name) -
	    (table ? 4 : 0)), name, table ? ".ics" : "");
}

int
output_check(const struct scan *sc, struct arena *a, struct err *e)
{
	struct texts paths = { 0 };
	const struct scan_file *f;
	const char *path;
	size_t i;
	int rc = 0;

	for (i = 0; i < sc->files.n && rc == 0; i++) {
		f = sc->files.items[i];
		path = output_path(a, f);
		if (f->status != SCAN_VANISHED)
			*VEC_ADD(&paths) = path;
		if (file_same(f->row.path, path))
			rc = err_set(e, ERR_USAGE, "calendar %s: output is "
			    "the calendar itself: %s", sc->calendar->name,
			    path);
	}
	VEC_SORT(&paths, vec_by_text);
	for (i = 1; i < paths.n && rc == 0; i++)
		if (strcmp(paths.items[i - 1], paths.items[i]) == 0)
			rc = err_set(e, ERR_USAGE, "calendar %s: several "
			    "files would be written to %s; make output a "
			    "folder", sc->calendar->name, paths.items[i]);
	VEC_FREE(&paths);
	return rc;
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
    const struct edit_list *edits)
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
