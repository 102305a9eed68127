/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "cmd/targets.h"
#include "conf/calendar.h"
#include "store/calendars.h"
#include "sync/cancel.h"

struct cancel_options {
	struct change_options change;
	const char *calendar;
	bool all;
	const char *strays;
};

static const struct option_entry options[] = {
	{ 0, "calendar", OPTION_TEXT, offsetof(struct cancel_options,
	    calendar), "CALENDAR",
	    N_("cancel all reservations of a calendar"), NULL },
	{ 0, "all", OPTION_FLAG, offsetof(struct cancel_options, all), NULL,
	    N_("cancel all reservations"), NULL },
	{ 0, "strays", OPTION_TEXT, offsetof(struct cancel_options, strays),
	    "CALENDAR",
	    N_("remove lines of reservations unknown to this state"),
	    "Another state wrote them, which is lost or on another machine: "
	    "this state does\n"
	    "not know their X-ICSRESERVE-ID. The server is not asked." },
	CHANGE_WAIT,
};

static int
choose(struct session *s, const struct cancel_options *o,
    struct bookings *bookings, struct err *e)
{
	bool uids = s->cli->args.n > 0;
	int n = uids + (o->calendar != NULL) + o->all + (o->strays != NULL);

	if (n != 1)
		return err_set(e, ERR_USAGE, n ? N_("give only one of UIDs, "
		    "--calendar, --strays and --all") : N_("name events by "
		    "UID, or a calendar with --calendar or --strays, or use "
		    "--all"));
	if (o->strays)
		return conf_has_calendar(&s->conf, o->strays) ? 0 :
		    targets_booked_for(s, o->strays, bookings, e);
	return uids ? targets_bookings(s, TARGETS_UIDS, bookings, e)
	    : targets_booked_for(s, o->calendar, bookings, e);
}

/* What is cancelled as a whole is not taken up again by itself. */
static int
forget_kept(struct session *s, const struct cancel_options *o, struct err *e)
{
	const struct calendar *cal;
	size_t i;
	int rc = store_begin(s->store, e);

	for (i = 0; rc == 0 && i < s->conf.calendars.n; i++) {
		cal = &s->conf.calendars.items[i];
		if (cal->kept && (!o->calendar ||
		    strcmp(cal->name, o->calendar) == 0))
			rc = kept_delete(s->store, cal->name, e);
	}
	return store_end(s->store, rc, "forget", e);
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct cancel_options *o = opt;
	struct bookings bookings = { 0 };
	struct cancel what = { .bookings = &bookings,
		.whole = s->cli->args.n == 0 && !o->strays,
		.calendar = o->strays ? o->strays : o->calendar,
		.strays = o->strays != NULL };
	int rc = choose(s, o, &bookings, e);

	if (what.strays)
		bookings.n = 0;
	s->with_plan = true;
	if (rc == 0)
		rc = cancel_bookings(&s->run, &what, session_plan(s), e);
	if (rc == 0 && what.whole)
		rc = forget_kept(s, o, e);
	VEC_FREE(&bookings);
	return rc;
}

const struct command cmd_cancel = {
	"cancel",
	N_("[OPTION]... UID... | --calendar C | --all | --strays C"),
	N_("delete reservations, remove their lines from the files"),
	N_("Delete reservations that this tool made and take its lines out\n"
	"of the files. The next sync books the events again, unless they\n"
	"say X-ICSRESERVE:no or their calendar is no longer configured."),
	"icsreserve cancel --calendar team",
	OPTIONS(options, struct cancel_options),
	.opens = OPENS_WRITE, .needs = change_needs, .expects_state = true,
	.run = run,
};
