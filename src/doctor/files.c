/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/view.h"
#include "doctor/check.h"
#include "doctor/files.h"
#include "ics/cut.h"

static void
tell_temporary(struct doctor *d, const char *folder)
{
	struct dirent *entry;
	struct slice name;
	DIR *dir = opendir(folder);

	while (dir && (entry = readdir(dir))) {
		name = slice_str(entry->d_name);
		if (slice_starts(name, SLICE(".icsreserve-")) && name.n > 4 &&
		    strcmp(name.p + name.n - 4, ".tmp") == 0)
			check_warn(d, _("the next `icsreserve sync` takes it "
			    "away; when it does not, remove it"), "%s/%s: left "
			    "behind by a run that was killed", folder,
			    entry->d_name);
	}
	if (dir)
		closedir(dir);
}

/* Also while nothing is to be written: the next event will want it. */
static void
tell_unwritable(struct doctor *d, const struct scan *sc, const char *folder)
{
	if (!sc->calendar->output && sc->calendar->settings.write_back &&
	    access(folder, W_OK) == -1 && errno != ENOENT)
		check_warn(d, _("let this user write the folder; or set "
		    "`output` in the calendar, or [writeback] mode = none"),
		    "%s: no link can be written into its files: %s", folder,
		    strerror(errno));
}

/* A run at work has them too: then nothing follows from one. */
static void
tell_left_behind(struct doctor *d, const struct scan *sc)
{
	struct str folder = { 0 }, last = { 0 };
	size_t i;

	if (d->locked)
		return;
	/* A folder itself, or a file in one. */
	if (sc->calendar->output) {
		tell_temporary(d, sc->calendar->output);
		file_dirname(&folder, sc->calendar->output);
		tell_temporary(d, str_text(&folder));
	}
	for (i = 0; i < sc->files.n; i++) {
		file_dirname(&folder, sc->files.items[i]->row.path);
		if (i == 0 || strcmp(str_text(&folder), str_text(&last))) {
			tell_temporary(d, str_text(&folder));
			tell_unwritable(d, sc, str_text(&folder));
		}
		str_clear(&last);
		str_add(&last, str_slice(&folder));
	}
	str_free(&folder);
	str_free(&last);
}

/* --- invitations --------------------------------------------------------- */

/* The line of the first METHOD that is not PUBLISH; 0: there is none. */
static uint32_t
method_line(const struct scan_file *f)
{
	struct view view;
	struct cut cut;
	struct err ignored;
	const struct cut_calendar *cal;
	uint32_t line = 0;
	size_t i;

	if (f->status != SCAN_READ || view_open(&view, f->row.path,
	    &ignored) == -1)
		return 0;
	cut_bytes(&cut, view.bytes, &view);
	for (i = 0; i < cut.calendars.n && !line; i++) {
		cal = &VEC_AT(&cut.calendars, struct cut_calendar, i);
		if (cal->reason == CUT_METHOD)
			line = cal->reason_line;
	}
	cut_free(&cut);
	view_close(&view);
	return line;
}

static void
tell_invitations(struct doctor *d, const struct scan *sc)
{
	const struct scan_file *f, *first = NULL;
	uint32_t line, first_line = 0;
	size_t i, n = 0;

	for (i = 0; i < sc->files.n; i++) {
		f = sc->files.items[i];
		line = method_line(f);
		if (line && !n++) {
			first = f;
			first_line = line;
		}
	}
	if (n)
		check_warn(d,
		    _("keep calendars there, not the invitations that come by "
		    "mail"),
		    "%s:%u: %s%s", first->row.path, first_line,
		    cut_reason_text(CUT_METHOD),
		    n == 1 ? ""
			   : arena_printf(
				 &d->arena, _(" (and %zu more files)"), n - 1));
}

void
files_tell(struct doctor *d, const struct scan *sc)
{
	tell_left_behind(d, sc);
	tell_invitations(d, sc);
}
