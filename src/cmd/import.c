/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intl.h"
#include "base/str.h"
#include "cmd/import_files.h"
#include "cmd/outfile.h"
#include "conf/calendar.h"
#include "export/csv.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/calendars.h"
#include "sync/item.h"
#include "sync/rejects.h"
#include "sync/sync.h"

#define AT(member) offsetof(struct import_options, member)
static const struct option_entry options[] = {
	{ 'o', "output", OPTION_TEXT, AT(output), "OUT.ics",
	    N_("write the copy with the links there"),
	    "Default is\n"
	    ".Pa NAME-links.ics\n"
	    "next to each file, for a feed\n"
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
	    "The events are written byte for byte, so that you can "
	    "correct and import them:\n"
	    "with a name that ends in\n"
	    ".Pa .csv\n"
	    "as rows of the table, else as a calendar. Empty when "
	    "there are none." },
	{ 0, "encoding", OPTION_TEXT, AT(encoding), "NAME",
	    N_("encoding of the files: utf-8, gb18030, ..."),
	    "When not given it is detected, and a guess is reported.\n"
	    "A calendar in UTF-8 is read as UTF-8 whatever NAME says." },
	{ 0, "dates", OPTION_TEXT, AT(dates), "mdy|dmy|ymd",
	    N_("order of day and month in dates as 12/1/2026"),
	    "For tables in which no date of the column shows the order." },
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
	const struct calendar *c = conf_named(&s->conf, cal->name);

	return c && (!c->kept || strcmp(c->path, cal->path) != 0);
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

/* --- the bookings -------------------------------------------------------- */

static int
load(struct import *im, struct bookings *all, struct err *e)
{
	size_t i;

	for (i = 0; i < im->cals.n; i++)
		if (bookings_all(im->s->store, im->cals.items[i]->name,
		    &im->s->run.arena, all, e) == -1)
			return -1;
	return 0;
}

/* As `export' has it; when the event takes place is what it says itself. */
static void
add_booking(struct str *out, const struct booking *b,
    const struct agenda_entry *a, int64_t now)
{
	bool alive = compare_alive(b, now);
	struct meeting m = { .calendar = b->calendar, .uid = b->uid,
		.recurrence_id = b->recurrence_id, .topic = b->topic,
		.start = b->start, .end = b->end };

	if (a) {
		if (*a->occurrence)
			m.recurrence_id = a->occurrence;
		m.zone = a->zone;
		m.start = a->start;
		m.end = a->end;
		m.start_offset = a->start_offset;
		m.end_offset = a->end_offset;
		m.all_day = a->all_day;
	}
	if (alive) {
		m.url = b->url;
		m.meeting_no = b->meeting_no;
		m.reserve_id = b->reserve_id;
		m.expires = b->end_time;
	}
	m.state = b->state == BOOKING_LIVE && !alive ? "expired"
	    : booking_state_name(b->state);
	export_csv_row(out, &m);
}

/* A row for each booking whose event stands in what was imported. */
static int
write_csv(const struct import *im, const struct bookings *all, mode_t mode,
    struct err *e)
{
	struct str out = { 0 };
	const struct booking *b;
	size_t i, n;
	int rc;

	export_csv_header(&out);
	for (i = 0; i < all->n; i++) {
		b = &all->items[i];
		if (!b->released && !b->going)
			add_booking(&out, b, agenda_find(&im->agenda, b, &n),
			    im->s->run.now);
	}
	rc = outfile_write(im->o->csv, str_slice(&out), mode, e);
	str_free(&out);
	return rc;
}

/* --- beyond the API's reach ---------------------------------------------- */

static size_t
count_beyond(const struct session *s, const struct bookings *all)
{
	const struct booking *b;
	const struct action *act;
	size_t i, n = 0;

	for (i = 0; i < all->n; i++) {
		b = &all->items[i];
		n += !b->released && compare_alive(b, s->run.now) &&
		    b->held.until > b->end_time;
	}
	for (i = 0; i < s->run.items.n; i++) {
		act = &s->run.items.items[i]->act;
		n += act->deferred || (s->run.dry_run && act->want &&
		    act->kind == ACTION_CREATE &&
		    act->want->until > s->run.now + COMPARE_REACH);
	}
	return n;
}

static void
tell_beyond(struct session *s, bool kept, size_t n)
{
	struct problem p = { .kind = "beyond-reach" };

	if (n == 0)
		return;
	p.message = arena_printf(&s->run.arena, P_("%zu booking reaches beyond "
	    "the API's 30 days: its link lasts until then only%s",
	    "%zu bookings reach beyond the API's 30 days: a link lasts until "
	    "then only%s", n), n,
	    kept ? _("; let `icsreserve sync` run on a schedule, which "
	    "renews them") : _(", unless a scheduled sync renews it. Import "
	    "with --keep NAME, and `icsreserve sync` takes care of them"));
	run_problem(&s->run, &p);
}

/* --- rejects ------------------------------------------------------------- */

static int
write_rejects(struct session *s, const char *path,
    const struct rejects *r, mode_t mode, struct err *e)
{
	struct problem p = { .kind = "rejects", .exit = ERR_FAILED };

	if (!slice_iends(slice_str(path), SLICE(".csv")))
		return outfile_write(path, str_slice(&r->ics), mode, e);
	if (r->mixed || r->n > r->n_rows) {
		p.message = _("not all rejects fit one table: some are of "
		    "calendars, or of tables with other columns or in another "
		    "encoding; name an .ics with --rejects");
		run_problem(&s->run, &p);
	}
	if (r->n_alike) {
		p.exit = 0;
		p.message = _("some of these rows are equal to other rows of "
		    "the table, and an import would take them for those; give "
		    "each its own uid before you import the file");
		run_problem(&s->run, &p);
	}
	return outfile_write(path, str_slice(&r->csv), mode, e);
}

/* Who may not read all that was imported may not read what is left of it. */
static mode_t
common_mode(const struct chosen_calendars *cals)
{
	struct stat st;
	mode_t mode = 0666;
	size_t i;

	for (i = 0; i < cals->n; i++)
		if (stat(cals->items[i]->path, &st) == 0 &&
		    S_ISREG(st.st_mode))
			mode &= st.st_mode | 0600;
	return mode;
}

/* "import: 2 could not be booked, see bad.ics" */
static void
remark(struct import *im, size_t rejected)
{
	const char *file = im->o->change.dry_run ? NULL : im->o->rejects;

	if (rejected)
		im->s->remark = arena_printf(&im->s->run.arena,
		    _("import: %zu could not be booked%s%s"),
		    rejected, file ? _(", see ") : "", file ? file : "");
}

/*
 * What an import leaves behind beside the links: --rejects, the events that
 * could not be booked, and --csv, a row for each booking; and what is reported
 * of them, and of the bookings that reach beyond the API's 30 days, whose links
 * last no longer unless a sync renews them.  Files get no more permissions than
 * what was imported has.
 */
static int
write_results(struct import *im, struct err *e)
{
	struct session *s = im->s;
	const struct import_options *o = im->o;
	bool writes = !o->change.dry_run;
	struct bookings all = { 0 };
	struct rejects rejects;
	mode_t mode = common_mode(&im->cals);
	size_t beyond;
	int rc = load(im, &all, e);

	beyond = count_beyond(s, &all);
	rejects_collect(&s->run, &rejects);
	if (rc == 0 && o->csv && writes)
		rc = write_csv(im, &all, mode, e);
	if (rc == 0 && o->rejects && writes)
		rc = write_rejects(s, o->rejects, &rejects, mode, e);
	tell_beyond(s, o->keep, beyond);
	if (s->cli->json) {
		member_int(&s->out, "rejected", (int64_t)rejects.n);
		member_int(&s->out, "beyond_reach", (int64_t)beyond);
	}
	remark(im, rejects.n);
	rejects_free(&rejects);
	VEC_FREE(&all);
	return rc;
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
	s->to_stderr = !dry_run && (im->spools || outfile_is_stdout(o->csv) ||
	    outfile_is_stdout(o->rejects));
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
	rc = write_results(im, e);
	if (im->spools && !dry_run && rc == 0)
		rc = spool_print(s->conf.state, e);
	return rc;
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct import im = { .s = s, .o = opt };
	int rc;

	s->with_plan = true;
	rc = import(&im, e);
	if (im.spools && !im.o->change.dry_run)
		spool_remove(s->conf.state);
	VEC_FREE(&im.cals);
	VEC_FREE(&im.agenda);
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
