/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "doctor/doctor.h"
#include "doctor/filters.h"
#include "ics/cut.h"
#include "plan/show.h"
#include "sync/catalog.h"
#include "sync/input.h"
#include "sync/people.h"
#include "sync/run.h"
#include "sync/run_life.h"
#include "sync/sync.h"

/*
 * The next sync, planned on a copy of the state: what it would complain of
 * is what there is to find.
 */

/* Problems of one kind in one calendar; a file that can't be read stands
 * for itself. */
struct group {
	const struct problem *first;
	size_t n;
};
struct groups VEC(struct group);

/* Groups that are printed, at most. */
#define GROUPS_MAX 50

#define NAME_ENCODING N_("set `encoding` in the calendar, or have its " \
	"program write UTF-8")

static const struct {
	const char *kind, *remedy;
} remedies[] = {
	{ "unreadable", N_("let this user read it, or correct `path` of the "
	    "calendar; until then nothing that is missing in it is deleted") },
	{ "kept-in-doubt", N_("make that calendar readable as a whole again: "
	    "then the next `icsreserve sync` knows what is gone") },
	{ "not-writable", N_("let this user write the folder and take away the "
	    "second hard link; or set `output` in the calendar, or "
	    "[writeback] mode = none") },
	{ "not-ours", N_("move that file away, or set another `output` in the "
	    "calendar") },
	{ "lines-lost", N_("write the links into a copy, by `output` in the "
	    "calendar; or set [writeback] mode = none") },
	{ "bad-link", N_("add its host to link_hosts, if you trust it, and ask "
	    "the server again: icsreserve verify --repair") },
	{ "empty", N_("correct `path` of the calendar, if it should have "
	    "some") },
	{ "guard", N_("if the deletions are meant: icsreserve sync --force") },
	{ "not-configured", N_("put its section back, or end what it holds: "
	    "icsreserve cancel --calendar NAME") },
	{ "moved-away", N_("make that calendar readable, and sync it in the "
	    "same run as this one") },
	{ "other-state", N_("sync it from one state alone; if the other one is "
	    "no more: icsreserve cancel --strays NAME") },
	{ "not-asked", N_("run `icsreserve sync`: it asks the server first, "
	    "and plans by what that has") },
	{ "unknown-outcome", N_("if the meeting must not exist twice, look for "
	    "it in the Feishu client; a reservation that the state does not "
	    "know expires within 30 days") },
	{ "unknown-person", N_("correct the address, or add it with its id to "
	    "[people]") },
	{ "no-owner", N_("set `owner` in [feishu]") },
	{ "hosts-cut", N_("mark at most ten people as chairs, or name the "
	    "hosts by X-ICSRESERVE-HOSTS") },
	{ "duplicate-uid", N_("give each event a UID of its own") },
	{ "duplicate-file", N_("list each file in one calendar only, and only "
	    "once") },
	{ "no-uid", N_("give each event a UID (RFC 5545, 3.8.4.7)") },
	{ "assumed-encoding", NAME_ENCODING },
	{ "bad-encoding", NAME_ENCODING },
	{ "bad-bytes", N_("set `encoding` in the calendar, or correct those "
	    "lines") },
	{ "late-renewal", N_("have `icsreserve sync` run daily by cron or a "
	    "systemd timer") },
	{ "clock-set-back", N_("have the clock kept by NTP") },
};

static const char *
remedy_of(const struct problem *p)
{
	size_t i;

	/* Of the calendar only the file has left. */
	if (p->uid && strcmp(p->kind, "not-configured") == 0)
		return _("put the file back into the calendar, or end the "
		    "reservation: icsreserve cancel UID");
	for (i = 0; i < sizeof(remedies) / sizeof(*remedies); i++)
		if (strcmp(remedies[i].kind, p->kind) == 0)
			return remedies[i].remedy;
	if (p->exit == ERR_SOURCE)
		return _("get the file again from its source; until it is "
		    "whole nothing in it is booked, changed or deleted");
	return p->uid ? _("correct the event; `icsreserve explain UID` tells "
	    "more") : _("correct the file, if it is not meant so");
}

/* They have a check of their own, or are no trouble. */
static bool
is_of_calendars(const struct problem *p)
{
	return strcmp(p->kind, "to-look-up") != 0 &&
	    strcmp(p->kind, "not-pulled") != 0 &&
	    strcmp(p->kind, "unresolved-person") != 0;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static struct group *
group_of(struct groups *groups, const struct problem *p)
{
	struct group *g;
	size_t i;

	for (i = 0; i < groups->n; i++) {
		g = &groups->items[i];
		if (strcmp(g->first->kind, p->kind) == 0 &&
		    same_text(g->first->calendar, p->calendar) &&
		    (p->exit != ERR_SOURCE ||
		    same_text(g->first->file, p->file)))
			return g;
	}
	if (groups->n == GROUPS_MAX)
		return NULL;
	g = VEC_ADD(groups);
	g->first = p;
	return g;
}

static void
tell_group(struct doctor *d, const struct group *g)
{
	const struct problem *p = g->first;
	struct str text = { 0 };

	show_problem(&text, p);
	if (g->n > 1)
		str_addf(&text, _(" (and %zu more of the kind)"), g->n - 1);
	if (p->exit)
		check_fail(d, (enum err_code)p->exit, remedy_of(p), "%s",
		    str_text(&text));
	else
		check_warn(d, remedy_of(p), "%s", str_text(&text));
	str_free(&text);
}

static void
tell_problems(struct doctor *d)
{
	struct groups groups = { 0 };
	const struct problem *p;
	struct group *g;
	size_t i, more = 0;

	for (i = 0; i < d->run.problems.n; i++) {
		p = &d->run.problems.items[i];
		/* Whose an event is a state that can't be read does not say. */
		if (!d->state_read && strcmp(p->kind, "other-state") == 0)
			continue;
		g = is_of_calendars(p) ? group_of(&groups, p) : NULL;
		if (g)
			g->n++;
		else
			more += is_of_calendars(p);
	}
	for (i = 0; i < groups.n; i++)
		tell_group(d, &groups.items[i]);
	if (more)
		check_fail(d, ERR_FAILED, _("see `icsreserve sync --dry-run`"),
		    P_("%zu more problem", "%zu more problems", more), more);
	VEC_FREE(&groups);
}

/* --- files ---------------------------------------------------------------- */

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
	const struct cut_calendar *cal = f->cut.calendars.items;
	size_t i;

	for (i = 0; f->status == SCAN_READ && i < f->cut.calendars.n; i++)
		if (cal[i].reason == CUT_METHOD)
			return cal[i].reason_line;
	return 0;
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
		    n == 1 ? "" : arena_printf(&d->arena,
		    P_(" (and %zu more file)", " (and %zu more files)", n - 1),
		    n - 1));
}

/* What no run says of a calendar's files: invitations among them, which are
 * left out without a word, and temporary files beside them. */
static void
tell_files(struct doctor *d, const struct scan *sc)
{
	tell_left_behind(d, sc);
	tell_invitations(d, sc);
}

/* --- the plan ----------------------------------------------------------- */

/* One with an unknown zone can't be planned, and was reported already. */
static void
choose(struct doctor *d, struct chosen_calendars *cals)
{
	struct calendar *cal;
	struct err ignored;
	size_t i;

	for (i = 0; i < d->conf.calendars.n; i++) {
		cal = &d->conf.calendars.items[i];
		if (run_check_zones(&cal, 1, &ignored) == 0)
			*VEC_ADD(cals) = cal;
	}
}

static int
plan(struct doctor *d, const struct chosen_calendars *cals, struct filters *f,
    struct err *e)
{
	struct explainer to = { .cookie = f, .event = filters_see,
		.again = filters_again };
	int rc;

	d->run.max_deletes = d->conf.max_deletes;
	d->run.explainer = &to;
	rc = sync_calendars(&d->run, cals->items, cals->n, NULL, e);
	d->run.explainer = NULL;
	return rc;
}

static void
tell_all(struct doctor *d, const struct chosen_calendars *cals,
    struct filters *f)
{
	size_t i, files = 0, from = d->findings.n;
	const struct scan *sc;
	const struct totals *t = &d->run.totals;

	input_place_problems(&d->run);
	tell_problems(d);
	for (i = 0; i < d->run.scans.n; i++) {
		sc = d->run.scans.items[i];
		files += sc->files.n;
		tell_files(d, sc);
	}
	filters_tell(d, f);
	if (!check_trouble(d, from))
		check_ok(d, "%s in %s can be read; each filter matches "
		    "something", arena_printf(&d->arena, P_("%zu file",
		    "%zu files", files), files), arena_printf(&d->arena,
		    P_("%zu calendar", "%zu calendars", cals->n), cals->n));
	if (t->deferred)
		check_ok(d, P_("%jd event beyond the API's 30 days: booked "
		    "when it comes into reach, by a sync at that time",
		    "%jd events beyond the API's 30 days: booked when they "
		    "come into reach, by a sync at that time", t->deferred),
		    (intmax_t)t->deferred);
}

static void
run_calendars(struct doctor *d)
{
	struct chosen_calendars cals = { 0 };
	struct filters f = { 0 };
	struct err e = { 0 };

	choose(d, &cals);
	filters_init(&f, &cals);
	if (!d->run.store)
		check_skip(d, "not checked: there is no state to plan with");
	else if (d->conf.calendars.n == 0)
		check_warn(d, _("write a section [calendar \"NAME\"] with a "
		    "path, or name files and folders to `icsreserve sync`"),
		    "there is no calendar");
	else if (cals.n == 0)
		check_skip(d, "not checked: there is none");
	else if (plan(d, &cals, &f, &e) == -1)
		check_fail(d, e.code, _("see `icsreserve sync --dry-run`"),
		    "%s", e.msg);
	else
		tell_all(d, &cals, &f);
	filters_free(&f);
	VEC_FREE(&cals);
}

const struct check check_calendars = {
	"calendars", NEED_CONF, run_calendars,
};

/* --- people ------------------------------------------------------------- */

#define NAMED_MAX 5

static const char people_remedy[] = N_("correct the addresses in the "
    "calendar, or add them with their ids to [people]");

static size_t
tell_unresolved(struct doctor *d)
{
	struct people_key key = people_key(&d->conf);
	struct people_rows rows = { 0 };
	struct str names = { 0 };
	struct err e = { 0 };
	size_t i, n;

	if (people_unresolved(d->run.store, &key, &d->arena, &rows, &e) == -1)
		check_fail(d, e.code, _("see the check 'state'"), "%s", e.msg);
	n = rows.n;
	for (i = 0; i < n && i < NAMED_MAX; i++)
		str_addf(&names, "%s%s", i ? ", " : "", rows.items[i].address);
	if (n)
		check_warn(d, people_remedy, P_("the directory does not know "
		    "%zu address: %s%s", "the directory does not know %zu "
		    "addresses: %s%s", n), n, str_text(&names),
		    n > NAMED_MAX ? ", ..." : "");
	str_free(&names);
	VEC_FREE(&rows);
	return n;
}

/* Those whom nobody was asked about: with a user's token. */
static void
tell_left_out(struct doctor *d)
{
	const struct problem *p;
	struct str text = { 0 };
	size_t i;

	for (i = 0; i < d->run.problems.n; i++) {
		p = &d->run.problems.items[i];
		if (strcmp(p->kind, "unresolved-person") != 0)
			continue;
		show_problem(&text, p);
		check_warn(d, people_remedy, "%s", str_text(&text));
		break;
	}
	str_free(&text);
}

static void
run_people(struct doctor *d)
{
	size_t from = d->findings.n;

	if (tell_unresolved(d) == 0)
		tell_left_out(d);
	if (!check_trouble(d, from))
		check_ok(d, "no address that was looked up is unknown");
}

const struct check check_people = {
	"people", NEED_CONF | NEED_STATE, run_people,
};
