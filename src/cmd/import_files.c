/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/trust.h"
#include "cmd/import_files.h"
#include "cmd/outfile.h"
#include "conf/calendar.h"
#include "sync/input.h"
#include "sync/source.h"

/* --- what is asked for --------------------------------------------------- */

static bool
is_stdin(const char *arg)
{
	return strcmp(arg, "-") == 0;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A shell's <(...) has no real path that could be opened. */
static bool
is_pipe(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISDIR(st.st_mode);
}

/* What came on standard input goes on to standard output. */
static bool
passes_on(const struct texts *files, const struct import_options *o)
{
	size_t i;

	for (i = 0; i < files->n; i++)
		if (is_stdin(files->items[i]))
			return !o->output && !o->change.dry_run;
	return false;
}

static int
check_stdout(const struct import *im, struct err *e)
{
	const struct import_options *o = im->o;
	int n = (outfile_is_stdout(o->output) ||
	    passes_on(&im->s->cli->args, o)) + outfile_is_stdout(o->csv) +
	    outfile_is_stdout(o->rejects);

	if (n > 1)
		return err_set(e, ERR_USAGE, "only one of -o, --csv and "
		    "--rejects can go to standard output");
	if (n && im->s->cli->json)
		return err_set(e, ERR_USAGE, "with --json standard output "
		    "is taken; name files");
	return 0;
}

static int
check_output(const struct import_options *o, size_t n, struct err *e)
{
	if (!o->output)
		return 0;
	if (o->in_place)
		return err_set(e, ERR_USAGE, "--in-place and -o exclude each "
		    "other");
	if (n > 1 && !is_folder(o->output))
		return err_set(e, ERR_USAGE, "-o: for several files name a "
		    "folder that there is");
	if (!outfile_is_stdout(o->output) && !is_folder(o->output) &&
	    !slice_iends(slice_str(o->output), SLICE(".ics")))
		return err_set(e, ERR_USAGE, "-o: '%s' is neither a folder "
		    "nor ends with .ics", o->output);
	return 0;
}

static int
check_keep(const struct import_options *o, const struct texts *files,
    struct err *e)
{
	if (!o->keep)
		return 0;
	if (files->n > 1 || is_stdin(files->items[0]))
		return err_set(e, ERR_USAGE, "--keep remembers one file; "
		    "import several one after the other");
	if (conf_is_url(files->items[0]))
		return err_set(e, ERR_USAGE, "--keep remembers no URL; "
		    "configure a calendar with this url and an output");
	if (!*o->keep || o->keep[0] == '/')
		return err_set(e, ERR_USAGE, "--keep: a name, not a path");
	if (outfile_is_stdout(o->output))
		return err_set(e, ERR_USAGE, "--keep needs a file to write "
		    "the links to");
	return 0;
}

static int
check_reading(const struct import_options *o, struct err *e)
{
	if (o->encoding && !conf_knows_encoding(o->encoding))
		return err_set(e, ERR_USAGE, "--encoding: '%s' is not known; "
		    "`iconv -l' lists those that are", o->encoding);
	if (o->dates && strcmp(o->dates, "mdy") != 0 &&
	    strcmp(o->dates, "dmy") != 0 && strcmp(o->dates, "ymd") != 0)
		return err_set(e, ERR_USAGE, "--dates: '%s' is none of mdy, "
		    "dmy, ymd", o->dates);
	return 0;
}

static int
check_usage(const struct import *im, struct err *e)
{
	const struct import_options *o = im->o;
	const struct texts *files = &im->s->cli->args;

	if (files->n == 0)
		return err_set(e, ERR_USAGE, "name the files to import; - "
		    "is standard input");
	if (check_reading(o, e) == -1 ||
	    check_output(o, files->n, e) == -1 ||
	    check_keep(o, files, e) == -1)
		return -1;
	if ((o->csv && (!*o->csv || is_folder(o->csv))) ||
	    (o->rejects && (!*o->rejects || is_folder(o->rejects))))
		return err_set(e, ERR_USAGE, "--csv and --rejects: name a "
		    "file");
	return check_stdout(im, e);
}

/* --- from files to calendars --------------------------------------------- */

static const char *
absolute(struct arena *a, const char *path, struct err *e)
{
	char cwd[PATH_MAX];

	if (path[0] == '/')
		return arena_str(a, path);
	if (!getcwd(cwd, sizeof(cwd))) {
		err_errno(e, ERR_USAGE, "the working folder");
		return NULL;
	}
	return arena_printf(a, "%s/%s", cwd, path);
}

/* Where the copy with the links goes; NULL: into the file itself. */
static int
choose_output(struct import *im, const char *path, const char **output,
    struct err *e)
{
	struct arena *a = &im->s->conf.arena;
	const char *to = im->o->output;

	*output = NULL;
	if (im->o->in_place)
		return 0;
	if (outfile_is_stdout(to) ||
	    (!to && input_is_stdin(path))) {
		im->spools = true;
		*output = spool_file(a, im->s->conf.state,
		    im->o->change.dry_run);
		return im->o->change.dry_run ? 0
		    : spool_open(im->s->conf.state, e);
	}
	if (!to) {
		*output = outfile_beside(a, path);
		return outfile_check(&im->s->conf, *output, false, e);
	}
	to = absolute(a, to, e);
	if (!to)
		return -1;
	*output = is_folder(to) ? outfile_in(a, to, path) : to;
	return 0;
}

static void
skip(struct import *im, const char *kind, const char *path, int exit,
    const char *why)
{
	struct problem p = { .kind = kind, .file = path, .message = why,
		.exit = exit };

	run_problem(&im->s->run, &p);
}

/* What an import of another of the files wrote is no input. */
static bool
is_links_of_other(struct import *im, const char *real)
{
	struct arena *a = &im->s->conf.arena;
	char *other;
	size_t i;
	bool is = false;

	for (i = 0; i < im->s->cli->args.n && !is; i++) {
		other = realpath(im->s->cli->args.items[i],
		    NULL);
		is = other && strcmp(outfile_beside(a, other), real) == 0;
		free(other);
	}
	return is;
}

static bool
is_there(const struct import *im, const char *path)
{
	size_t i;

	for (i = 0; i < im->cals.n; i++)
		if (strcmp(im->cals.items[i]->path,
		    path) == 0)
			return true;
	return false;
}

/* The calendar that sync takes care of and that has this file, or NULL. */
static struct calendar *
synced(struct import *im, const char *path)
{
	struct calendars *all = &im->s->conf.calendars;
	struct calendar *cal;
	size_t i;

	for (i = 0; i < all->n; i++) {
		cal = &all->items[i];
		if (source_has(cal->path, path))
			return cal;
	}
	return NULL;
}

static int
refuse_second_name(const struct import *im, const struct calendar *cal,
    struct err *e)
{
	if (!im->o->keep || strcmp(im->o->keep, cal->name) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "--keep: %s is kept as '%s' already; "
	    "import it without --keep, or end that one: icsreserve cancel "
	    "--calendar %s", cal->path, cal->name, cal->name);
}

static int
add_file(struct import *im, const char *path, struct err *e)
{
	struct calendar like = { .name = path, .path = path,
		.imported = true, .encoding = im->o->encoding,
		.dates = im->o->dates };
	struct calendar *cal = synced(im, path);

	if (cal && !cal->kept) {
		skip(im, "configured", path, ERR_USAGE, arena_printf(
		    &im->s->conf.arena, _("it is the calendar '%s'; sync takes "
		    "care of it: icsreserve sync %s"), cal->name, cal->name));
		return 0;
	}
	if (cal && refuse_second_name(im, cal, e) == -1)
		return -1;
	if (im->o->in_place && input_is_table(&im->s->run, path))
		return err_set(e, ERR_USAGE, "%s: a table is never edited; "
		    "leave --in-place out", path);
	if (choose_output(im, path, &like.output, e) == -1)
		return -1;
	if (im->o->keep)
		like.name = im->o->keep;
	else if (cal)
		like.name = cal->name;
	if (cal && !im->o->output && !im->o->in_place)
		like.output = cal->output;
	if (cal && !like.encoding)
		like.encoding = cal->encoding;
	if (cal && !like.dates)
		like.dates = cal->dates;
	cal = conf_add_calendar(&im->s->conf, &like, false);
	cal->settings.write_back = true;
	targets_add(&im->cals, cal);
	return 0;
}

/* The calendar that sync takes care of and that has this URL, or NULL. */
static const struct calendar *
synced_url(const struct import *im, const char *url)
{
	const struct calendar *all = im->s->conf.calendars.items;
	size_t i;

	for (i = 0; i < im->s->conf.calendars.n; i++)
		if (all[i].url && strcmp(all[i].url, url) == 0)
			return &all[i];
	return NULL;
}

static int
add_url(struct import *im, const char *url, struct err *e)
{
	struct calendar like = { .url = url, .imported = true,
		.encoding = im->o->encoding, .dates = im->o->dates };
	const struct calendar *of = synced_url(im, url);
	struct arena *a = &im->s->conf.arena;
	struct calendar *cal;
	const char *file;

	if (of) {
		skip(im, "configured", of->path, ERR_USAGE, arena_printf(a,
		    _("it is the calendar '%s'; sync takes care of it: "
		    "icsreserve sync %s"), of->name, of->name));
		return 0;
	}
	if (im->o->in_place)
		return err_set(e, ERR_USAGE, "--in-place: a feed can't be "
		    "written to");
	if (conf_feed(&im->s->conf, &like, e) == -1)
		return -1;
	if (is_there(im, like.path))
		return 0;
	/* The name of its host is all that may be shown of it. */
	file = absolute(a, arena_printf(a, "%.*s.ics",
	    (int)(strlen(like.name) - 9), like.name), e);
	if (!file || choose_output(im, file, &like.output, e) == -1)
		return -1;
	cal = conf_add_calendar(&im->s->conf, &like, false);
	cal->settings.write_back = true;
	targets_add(&im->cals, cal);
	return 0;
}

/* As rejects are when there are none. */
static bool
is_empty(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0;
}

static int
add_argument(struct import *im, const char *arg, struct err *e)
{
	char *real;
	struct err why;
	int rc = 0;

	if (is_stdin(arg)) {
		if (im->o->in_place)
			return err_set(e, ERR_USAGE, "--in-place: standard "
			    "input can't be written to");
		if (is_there(im, INPUT_STDIN))
			return 0;
		return input_read_stdin(&im->s->run, e) == 0
		    ? add_file(im, INPUT_STDIN, e) : -1;
	}
	if (conf_is_url(arg))
		return add_url(im, arg, e);
	real = realpath(arg, NULL);
	if (is_pipe(arg)) {
		skip(im, "unreadable", arg, ERR_SOURCE, _("it is a pipe or a "
		    "device, not a file; feed it to `icsreserve import -`"));
	} else if (trust_links(arg, &why) == -1) {
		skip(im, "unreadable", arg, ERR_USAGE, why.msg);
	} else if (!real) {
		file_unreadable(&why, arg);
		skip(im, "unreadable", arg, ERR_SOURCE, why.msg);
	} else if (is_empty(real)) {
		skip(im, "empty", arg, 0, _("there is nothing in it"));
	} else if (is_folder(real)) {
		skip(im, "folder", arg, ERR_USAGE, _("it is a folder; name "
		    "its files, or sync it"));
	} else if (is_links_of_other(im, real)) {
		skip(im, "links", arg, 0, _("the import of another of these "
		    "files writes its links here; left out"));
	} else if (!is_there(im, real)) {
		rc = add_file(im, real, e);
	}
	free(real);
	return rc;
}

/* Two names of one file, be it there or not. */
static bool
is_same(const char *a, const char *b)
{
	return a && b && !outfile_is_stdout(a) &&
	    (strcmp(a, b) == 0 || file_same(a, b));
}

static int
check_copies(const struct import *im, const struct calendar *cal,
    struct err *e)
{
	const struct calendar *other;
	size_t i;

	for (i = 0; i < im->cals.n; i++) {
		other = im->cals.items[i];
		if (file_same(cal->path, other->output))
			return err_set(e, ERR_USAGE, "%s would be written "
			    "over with the links of %s", cal->path,
			    other->path);
		if (cal != other && is_same(cal->output, other->output))
			return err_set(e, ERR_USAGE, "the links of %s and %s "
			    "would go to one file, %s; name a folder with -o",
			    cal->path, other->path, cal->output);
	}
	return 0;
}

/* Nothing that is read may be written over, and nothing be written twice. */
static int
check_targets(const struct import *im, struct err *e)
{
	struct arena *a = &im->s->conf.arena;
	const char *made[] = { im->o->csv, im->o->rejects };
	const struct calendar *cal;
	size_t i, j;

	for (i = 0; i < 2; i++)
		if (made[i] && !outfile_is_stdout(made[i]) &&
		    !(made[i] = absolute(a, made[i], e)))
			return -1;
	if (is_same(made[0], made[1]))
		return err_set(e, ERR_USAGE, "--csv and --rejects are one "
		    "file, %s; choose two names", made[0]);
	for (i = 0; i < im->cals.n; i++) {
		cal = im->cals.items[i];
		for (j = 0; j < 2; j++)
			if (is_same(made[j], cal->path) ||
			    is_same(made[j], cal->output))
				return err_set(e, ERR_USAGE, "%s would be "
				    "written over; choose another name",
				    made[j]);
		if (check_copies(im, cal, e) == -1)
			return -1;
	}
	return 0;
}

int
import_files(struct import *im, struct err *e)
{
	const struct import_options *o = im->o;
	const struct conf *conf = &im->s->conf;
	const struct texts *files = &im->s->cli->args;
	size_t i;

	if (check_usage(im, e) == -1 ||
	    outfile_check(conf, o->output, true, e) == -1 ||
	    outfile_check(conf, o->csv, false, e) == -1 ||
	    outfile_check(conf, o->rejects, false, e) == -1 ||
	    outfile_check_place(o->output, true, e) == -1 ||
	    outfile_check_place(o->csv, false, e) == -1 ||
	    outfile_check_place(o->rejects, false, e) == -1)
		return -1;
	for (i = 0; i < files->n; i++)
		if (add_argument(im, files->items[i], e) == -1)
			return -1;
	return check_targets(im, e);
}
