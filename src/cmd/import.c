/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "cmd/commands.h"
#include "cmd/import_results.h"
#include "cmd/outfile.h"
#include "cmd/spool.h"
#include "conf/calendar.h"
#include "store/kept.h"
#include "sync/agenda.h"
#include "sync/catalog.h"
#include "sync/scan.h"
#include "sync/sync.h"

#define AT(member) offsetof(struct import_options, member)
static const struct option_entry options[] = {
	{ 'o', "output", OPTION_TEXT, AT(output), "OUT.ics",
	    N_("write the copy with the links there"),
	    "Default is\n"
	    ".Pa NAME-links.ics\n"
	    "beside each file, of a feed\n"
	    ".Pa HOST-links.ics\n"
	    "in the working folder.\n"
	    "For several files name a folder, where "
	    "each copy has the\n"
	    "name of its file;\n"
	    ".Sq -\n"
	    "is standard output." },
	{ 0, "in-place", OPTION_FLAG, AT(in_place), NULL,
	    N_("edit the files themselves"),
	    "As\n"
	    ".Cm sync\n"
	    "does. Not for tables." },
	{ 0, "csv", OPTION_TEXT, AT(csv), "FILE",
	    N_("write a row for each booking"),
	    "Its columns are those of\n"
	    ".Cm export Fl -format Cm csv ,\n"
	    "see\n"
	    ".Sx EXPORT FORMATS ;\n"
	    "it can be edited and imported again." },
	{ 0, "rejects", OPTION_TEXT, AT(rejects), "FILE",
	    N_("write what could not be booked"),
	    "Byte for byte, so that they can be mended and imported: "
	    "with a name that ends\n"
	    "in\n"
	    ".Pa .csv\n"
	    "as rows of the table, else as a calendar. Empty when "
	    "there are none." },
	{ 0, "encoding", OPTION_TEXT, AT(encoding), "NAME",
	    N_("encoding of the files: utf-8, gb18030, ..."),
	    "When not given it is detected, and a guess is reported.\n"
	    "Calendars that are in UTF-8 are read as that all the same." },
	{ 0, "dates", OPTION_TEXT, AT(dates), "mdy|dmy|ymd",
	    N_("order of day and month in dates as 12/1/2026"),
	    "In tables, where no date of the column decides." },
	{ 0, "keep", OPTION_TEXT, AT(keep), "NAME",
	    N_("remember the file as a calendar"),
	    ".Cm sync\n"
	    "takes care of it from now on, until\n"
	    ".Cm cancel Fl -calendar Ar name\n"
	    "ends it." },
	{ 'n', "dry-run", OPTION_FLAG, CHANGE_AT(dry_run), NULL,
	    N_("print the plan and touch nothing"), NULL },
	CHANGE_GUARD,
	CHANGE_WAIT,
};

/* --- keeping ------------------------------------------------------------- */

/* Whether the name is that of another calendar, or of another file. */
static bool
is_taken(const struct session *s, const struct calendar *cal)
{
	const struct calendar *c;
	size_t i;

	for (i = 0; i < s->conf.calendars.n; i++) {
		c = &VEC_AT(&s->conf.calendars, struct calendar, i);
		if (strcmp(c->name, cal->name) == 0)
			return !c->kept || strcmp(c->path, cal->path) != 0;
	}
	return false;
}

/* Write the row of a kept calendar, or with NULL delete that of the name. */
static int
put_kept(struct store *store, const char *name, const struct kept_row *row,
    struct err *e)
{
	int rc = store_begin(store, e);

	if (rc == 0)
		rc = row ? kept_put(store, row, e)
		    : kept_delete(store, name, e);
	return store_end(store, rc, "keep", e);
}

/*
 * Before anything is booked for it: what is stopped is remembered too.
 * *is_new says whether it was not kept before.
 */
static int
keep(struct import *im, bool *is_new, struct err *e)
{
	const struct calendar *cal;

	*is_new = false;
	if (!im->o->keep || im->cals.n == 0)
		return 0;
	cal = im->cals.items[0];
	if (is_taken(im->s, cal))
		return err_set(e, ERR_USAGE, "--keep: there is a calendar "
		    "'%s' already, with another file; choose another name",
		    cal->name);
	*is_new = !conf_has_calendar(&im->s->conf, cal->name);
	return put_kept(im->s->store, cal->name, &(struct kept_row){
	    cal->name, cal->path, cal->output, cal->encoding,
	    cal->dates }, e);
}

/* What can't be read at all is no calendar to remember. */
static int
forget_unread(struct import *im, struct err *e)
{
	const struct scan *sc = catalog_scan(&im->s->run, im->o->keep);

	return sc && sc->doubt ? put_kept(im->s->store, im->o->keep, NULL, e)
	    : 0;
}

/* --- the command --------------------------------------------------------- */

static int
import(struct import *im, struct err *e)
{
	struct session *s = im->s;
	const struct import_options *o = im->o;
	bool dry_run = o->change.dry_run, kept_now;
	struct agenda_watch watch;
	int rc;

	if (change_begin(s, &o->change, e) == -1 ||
	    import_files(im, e) == -1 || keep(im, &kept_now, e) == -1)
		return -1;
	/* Standard output is for one thing. */
	s->to_stderr = !dry_run && (im->spool || outfile_is_stdout(o->csv) ||
	    outfile_is_stdout(o->rejects));
	im->agenda = (struct vec)VEC_OF(struct agenda_entry);
	if (o->csv)
		agenda_watch_begin(&s->run, &watch, &s->conf.arena,
		    &im->agenda);
	rc = sync_calendars(&s->run, im->cals.items, im->cals.n,
	    session_plan(s), e);
	if (o->csv)
		agenda_watch_end(&s->run, &watch);
	if (rc == -1 ||
	    (kept_now && forget_unread(im, e) == -1))
		return -1;
	/* The rejects also when standard output can't be written. */
	rc = import_results(im, e);
	if (im->spool && !dry_run && rc == 0)
		rc = spool_print(im->spool, e);
	return rc;
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct import im = { .s = s, .o = opt };
	int rc;

	s->with_plan = true;
	rc = import(&im, e);
	spool_remove(im.spool);
	VEC_FREE(&im.cals);
	vec_free(&im.agenda);
	return rc;
}

const struct command cmd_import = {
	"import", N_("[OPTION]... FILE..."),
	N_("book the events of .ics and .csv files, once"),
	N_("Book the events of .ics files or feeds (URLs), or the rows of\n"
	".csv tables; - is standard input. The links go into NAME-links.ics.\n"
	"Importing again updates; what is absent is not deleted."),
	"icsreserve import bookings.csv --rejects bad.csv",
	OPTIONS(options, struct import_options),
	.opens = OPENS_WRITE, .needs = change_needs, .run = run,
};
