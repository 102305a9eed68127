/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "base/view.h"
#include "cmd/choose.h"
#include "cmd/commands.h"
#include "cmd/imported.h"
#include "cmd/outfile.h"
#include "cmd/session.h"
#include "cmd/spool.h"
#include "store/kept.h"
#include "sync/input.h"
#include "sync/source.h"
#include "sync/sync.h"

/*
 * An import is a sync of files that are calendars only for this once: each
 * file is a calendar named by its real path (or by --keep), its copy with
 * the links is that calendar's output, and nothing follows from what is
 * absent.  So an import that was stopped goes on where it was, and a second
 * one updates.
 */
struct import {
	struct session *s;
	struct cli *cli;
	struct vec cals;		/* struct calendar * */
	char *spool;			/* what goes to stdout, until then */
	bool kept_now;			/* it was not kept before */
};

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

/* What came on standard input goes on to standard output. */
static bool
passes_on(const struct cli *cli)
{
	size_t i;

	for (i = 0; i < cli->args.n; i++)
		if (is_stdin(VEC_AT(&cli->args, const char *, i)))
			return !cli->output && !cli->dry_run;
	return false;
}

static int
check_stdout(const struct cli *cli, struct err *e)
{
	int n = (outfile_is_stdout(cli->output) || passes_on(cli)) +
	    outfile_is_stdout(cli->csv) + outfile_is_stdout(cli->rejects);

	if (n > 1)
		return err_set(e, ERR_USAGE, "only one of -o, --csv and "
		    "--rejects can go to standard output");
	if (n && cli->json)
		return err_set(e, ERR_USAGE, "with --json standard output "
		    "is taken; name files");
	return 0;
}

static int
check_usage(const struct cli *cli, struct err *e)
{
	size_t n = cli->args.n;

	if (n == 0)
		return err_set(e, ERR_USAGE, "name the files to import; - "
		    "is standard input");
	if (cli->in_place && cli->output)
		return err_set(e, ERR_USAGE, "--in-place and -o exclude each "
		    "other");
	if (cli->output && n > 1 && !is_folder(cli->output))
		return err_set(e, ERR_USAGE, "-o: for several files name a "
		    "folder that there is");
	if (cli->output && !outfile_is_stdout(cli->output) &&
	    !is_folder(cli->output) &&
	    !slice_iends(slice_str(cli->output), SLICE(".ics")))
		return err_set(e, ERR_USAGE, "-o: '%s' is neither a folder "
		    "nor ends with .ics", cli->output);
	if (cli->keep && (n > 1 || is_stdin(VEC_AT(&cli->args,
	    const char *, 0))))
		return err_set(e, ERR_USAGE, "--keep remembers one file; "
		    "import several one after the other");
	if (cli->keep && (!*cli->keep || cli->keep[0] == '/'))
		return err_set(e, ERR_USAGE, "--keep: a name, not a path");
	if ((cli->csv && (!*cli->csv || is_folder(cli->csv))) ||
	    (cli->rejects && (!*cli->rejects || is_folder(cli->rejects))))
		return err_set(e, ERR_USAGE, "--csv and --rejects: name a "
		    "file");
	if (cli->keep && outfile_is_stdout(cli->output))
		return err_set(e, ERR_USAGE, "--keep needs a file to write "
		    "the links to");
	return check_stdout(cli, e);
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
	const char *to = im->cli->output;

	*output = NULL;
	if (im->cli->in_place)
		return 0;
	if (outfile_is_stdout(to) ||
	    (!to && strcmp(path, INPUT_STDIN) == 0)) {
		if (spool_open(&im->spool, e) == -1)
			return -1;
		*output = spool_file(a, im->spool);
		return 0;
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

	for (i = 0; i < im->cli->args.n && !is; i++) {
		other = realpath(VEC_AT(&im->cli->args, const char *, i),
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
		if (strcmp(VEC_AT(&im->cals, struct calendar *, i)->path,
		    path) == 0)
			return true;
	return false;
}

/* The calendar that sync takes care of and that has this file, or NULL. */
static struct calendar *
synced(struct import *im, const char *path)
{
	struct vec *all = &im->s->conf.calendars;
	struct calendar *cal;
	size_t i;

	for (i = 0; i < all->n; i++) {
		cal = &VEC_AT(all, struct calendar, i);
		if (source_has(cal->path, path))
			return cal;
	}
	return NULL;
}

static int
refuse_second_name(const struct import *im, const struct calendar *cal,
    struct err *e)
{
	if (!im->cli->keep || strcmp(im->cli->keep, cal->name) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "--keep: %s is kept as '%s' already; "
	    "import it without --keep, or end that one: icsreserve cancel "
	    "--calendar %s", cal->path, cal->name, cal->name);
}

static int
add_file(struct import *im, const char *path, struct err *e)
{
	struct calendar like = { .name = path, .path = path,
		.imported = true, .encoding = im->cli->encoding };
	struct calendar *cal = synced(im, path);

	if (cal && !cal->kept) {
		skip(im, "configured", path, ERR_USAGE, arena_printf(
		    &im->s->conf.arena, "it is the calendar '%s'; sync takes "
		    "care of it: icsreserve sync %s", cal->name, cal->name));
		return 0;
	}
	if (cal && refuse_second_name(im, cal, e) == -1)
		return -1;
	if (im->cli->in_place && input_is_table(&im->s->run, path))
		return err_set(e, ERR_USAGE, "%s: a table is never edited; "
		    "leave --in-place out", path);
	if (choose_output(im, path, &like.output, e) == -1)
		return -1;
	if (im->cli->keep)
		like.name = im->cli->keep;
	else if (cal)
		like.name = cal->name;
	if (cal && !im->cli->output && !im->cli->in_place)
		like.output = cal->output;
	if (cal && !like.encoding)
		like.encoding = cal->encoding;
	cal = conf_add_calendar(&im->s->conf, &like, false);
	cal->settings.write_back = true;
	*(struct calendar **)vec_add(&im->cals) = cal;
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
		if (im->cli->in_place)
			return err_set(e, ERR_USAGE, "--in-place: standard "
			    "input can't be written to");
		if (is_there(im, INPUT_STDIN))
			return 0;
		return input_read_stdin(&im->s->run, e) == 0
		    ? add_file(im, INPUT_STDIN, e) : -1;
	}
	real = realpath(arg, NULL);
	if (!real) {
		err_errno(&why, ERR_SOURCE, "it can't be read");
		skip(im, "unreadable", arg, ERR_SOURCE, why.msg);
	} else if (is_empty(real)) {
		skip(im, "empty", arg, 0, "there is nothing in it");
	} else if (is_folder(real)) {
		skip(im, "folder", arg, ERR_USAGE, "it is a folder; name "
		    "its files, or sync it");
	} else if (is_links_of_other(im, real)) {
		skip(im, "links", arg, 0, "it is what the import of another "
		    "of these files writes; left out");
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
		other = VEC_AT(&im->cals, struct calendar *, i);
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
	const char *made[] = { im->cli->csv, im->cli->rejects };
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
		cal = VEC_AT(&im->cals, struct calendar *, i);
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

static int
choose_files(struct import *im, struct err *e)
{
	size_t i;

	if (check_usage(im->cli, e) == -1 ||
	    outfile_check(&im->s->conf, im->cli->output, true, e) == -1 ||
	    outfile_check(&im->s->conf, im->cli->csv, false, e) == -1 ||
	    outfile_check(&im->s->conf, im->cli->rejects, false, e) == -1)
		return -1;
	for (i = 0; i < im->cli->args.n; i++)
		if (add_argument(im, VEC_AT(&im->cli->args, const char *, i),
		    e) == -1)
			return -1;
	return check_targets(im, e);
}

/* --- keeping ------------------------------------------------------------- */

/* Before anything is booked for it: what is stopped is remembered too. */
static int
keep(struct import *im, struct err *e)
{
	struct store *store = im->s->store;
	const struct calendar *cal;
	struct kept_row row;

	if (!im->cli->keep || im->cals.n == 0)
		return 0;
	cal = VEC_AT(&im->cals, struct calendar *, 0);
	if (session_keeps_other(im->s, cal))
		return err_set(e, ERR_USAGE, "--keep: there is a calendar "
		    "'%s' already, with another file; choose another name",
		    cal->name);
	im->kept_now = !conf_has_calendar(&im->s->conf, cal->name);
	row = (struct kept_row){ cal->name, cal->path, cal->output,
		cal->encoding };
	if (store_begin(store, e) == -1)
		return -1;
	if (kept_put(store, &row, e) == -1) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, "keep", e);
}

/* What can't be read at all is no calendar to remember. */
static int
forget_unread(struct import *im, struct err *e)
{
	struct store *store = im->s->store;
	const struct scan *sc = im->kept_now ? run_scan(&im->s->run,
	    im->cli->keep) : NULL;

	if (!sc || !sc->doubt)
		return 0;
	if (store_begin(store, e) == -1)
		return -1;
	if (kept_delete(store, im->cli->keep, e) == -1) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, "keep", e);
}

/* --- the command --------------------------------------------------------- */

static int
run(struct import *im, struct err *e)
{
	struct session *s = im->s;
	struct cli *cli = im->cli;
	int rc;

	if (choose_guard(s, cli, e) == -1 || choose_files(im, e) == -1 ||
	    keep(im, e) == -1)
		return -1;
	/* Standard output is for one thing. */
	s->to_stderr = !cli->dry_run && (im->spool ||
	    outfile_is_stdout(cli->csv) || outfile_is_stdout(cli->rejects));
	if (sync_calendars(&s->run, im->cals.items, im->cals.n,
	    s->to_stderr ? NULL : session_plan(cli), e) == -1 ||
	    forget_unread(im, e) == -1)
		return -1;
	/* The rejects also when standard output can't be written. */
	rc = imported_write(s, cli, &im->cals, e);
	if (im->spool && !cli->dry_run && rc == 0)
		rc = spool_print(im->spool, e);
	return rc;
}

int
cmd_import(struct cli *cli)
{
	struct session s;
	struct import im = { &s, cli, VEC_OF(struct calendar *), NULL, false };
	struct err e = { 0 };
	int status, rc = session_open(&s, cli, cli->dry_run ? STORE_COPY
	    : STORE_WRITE, &e);

	if (rc == 0)
		rc = run(&im, &e);
	status = session_report(&s, cli, rc, &e);
	spool_remove(im.spool);
	vec_free(&im.cals);
	session_close(&s);
	return status;
}
