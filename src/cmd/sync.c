/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "cmd/change.h"
#include "cmd/commands.h"
#include "cmd/targets.h"
#include "sync/sync.h"

struct sync_options {
	struct change_options change;
	bool no_write_back;
};

static const struct option_entry options[] = {
	{ 'n', "dry-run", OPTION_FLAG, CHANGE_AT(dry_run), NULL,
	    N_("print the plan and touch nothing"),
	    "No call, no file, no state. People whom it would look up "
	    "first are listed." },
	CHANGE_GUARD,
	{ 0, "no-write-back", OPTION_FLAG, offsetof(struct sync_options,
	    no_write_back), NULL,
	    N_("leave the calendar files alone"), NULL },
	CHANGE_WAIT,
};

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct sync_options *o = opt;
	struct calendars cals = { 0 };
	int rc = change_begin(s, &o->change, e);

	s->with_plan = true;
	s->run.write_back = !o->no_write_back;
	if (rc == 0)
		rc = targets_calendars(s, 0, &cals, e);
	if (rc == 0)
		rc = sync_calendars(&s->run, cals.items, cals.n,
		    session_plan(s), e);
	VEC_FREE(&cals);
	return rc;
}

const struct command cmd_sync = {
	"sync", N_("[OPTION]... [CALENDAR|PATH]..."),
	N_("make the meetings what the calendars say: the main job"),
	N_("Reserve, update and delete meetings so that they are as the\n"
	"calendars say: all that are configured, or those named. A PATH\n"
	"is a file, a folder of .ics files, or a glob."),
	"icsreserve sync --dry-run ~/calendars/team",
	OPTIONS(options, struct sync_options),
	.opens = OPENS_WRITE, .needs = change_needs, .run = run,
};
