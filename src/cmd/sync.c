/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "cmd/targets.h"
#include "sync/mirror.h"
#include "sync/sync.h"

struct sync_options {
	struct change_options change;
	bool no_write_back, detailed;
	const char *plan;
};

#define AT(member) offsetof(struct sync_options, member)
static const struct option_entry options[] = {
	{ 'n', "dry-run", OPTION_FLAG, CHANGE_AT(dry_run), NULL,
	    N_("print the plan and touch nothing"),
	    "It makes no call and writes neither files nor state. It "
	    "lists the people whom a\nsync would look up first." },
	{ 0, "detailed-exitcode", OPTION_FLAG, AT(detailed), NULL,
	    N_("with -n: 9 when there is something to do"), NULL },
	{ 0, "plan", OPTION_TEXT, AT(plan), "DIGEST",
	    N_("carry out only the plan with this digest"),
	    "DIGEST is\n"
	    ".Cm plan\n"
	    "of a dry run with\n"
	    ".Fl -json\n"
	    "or\n"
	    ".Fl v .\n"
	    "When the plan has changed, nothing is done and the run "
	    "ends with 2." },
	CHANGE_GUARD,
	{ 0, "no-write-back", OPTION_FLAG, AT(no_write_back), NULL,
	    N_("leave the calendar files alone"), NULL },
	CHANGE_WAIT,
};

/* For a dry run with changes; no class of failures. */
#define HAS_CHANGES 9

static int
check(const struct sync_options *o, struct err *e)
{
	return o->detailed && !o->change.dry_run ? err_set(e, ERR_USAGE,
	    "--detailed-exitcode goes with --dry-run") : 0;
}

/* What a dry run has to say of its plan. */
static void
tell_plan(struct session *s, const struct sync_options *o)
{
	bool empty = strspn(s->run.plan, "0") == strlen(s->run.plan);

	if (o->detailed && !empty && !s->run.exit)
		run_exit(&s->run, HAS_CHANGES);
	if (s->dry_run && s->cli->verbose && !s->cli->json)
		session_line(s, _("plan: %s"), s->run.plan);
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct sync_options *o = opt;
	struct chosen_calendars cals = { 0 };
	int rc = check(o, e);

	if (rc == 0)
		rc = change_begin(s, &o->change, e);
	s->with_plan = true;
	s->run.write_back = !o->no_write_back;
	s->run.only_plan = o->plan;
	if (rc == 0)
		rc = targets_calendars(s, 0, &cals, e);
	if (rc == 0 && !s->dry_run)
		rc = mirror_remove_departed(&s->run, e);
	if (rc == 0)
		rc = sync_calendars(&s->run, cals.items, cals.n,
		    session_plan(s), e);
	if (rc == 0)
		tell_plan(s, o);
	VEC_FREE(&cals);
	return rc;
}

const struct command cmd_sync = {
	"sync", N_("[OPTION]... [CALENDAR|PATH]..."),
	N_("reserve, update and delete as the calendars say"),
	N_("Reserve, update and delete meetings so that they are as the\n"
	"calendars say: all that are configured, or those named. A PATH\n"
	"is a file, a folder of .ics files, or a glob."),
	"icsreserve sync --dry-run ~/calendars/team",
	OPTIONS(options, struct sync_options),
	.opens = OPENS_WRITE, .needs = change_needs, .run = run,
};
