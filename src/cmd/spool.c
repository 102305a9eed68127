/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"
#include "base/view.h"
#include "cmd/outfile.h"
#include "cmd/spool.h"

int
spool_open(char **folder, struct err *e)
{
	const char *tmp = getenv("TMPDIR");
	struct str path = { 0 };

	str_addf(&path, "%s/icsreserve.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(path.p)) {
		err_errno(e, ERR_FAILED, "%s", path.p);
		str_free(&path);
		return -1;
	}
	*folder = path.p;
	return 0;
}

const char *
spool_file(struct arena *a, const char *folder)
{
	return arena_printf(a, "%s/links.ics", folder);
}

int
spool_print(const char *folder, struct err *e)
{
	struct arena a = { 0 };
	const char *path = spool_file(&a, folder);
	struct view view;
	int rc = 0;

	if (access(path, F_OK) == 0) {
		rc = view_open(&view, path, e);
		if (rc == 0) {
			rc = outfile_write("-", view.bytes, 0666, e);
			view_close(&view);
		}
	}
	arena_free(&a);
	return rc;
}

void
spool_remove(char *folder)
{
	struct arena a = { 0 };

	if (!folder)
		return;
	unlink(spool_file(&a, folder));
	rmdir(folder);
	arena_free(&a);
	free(folder);
}
