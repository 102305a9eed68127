/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/change.h"
#include "cmd/commands.h"
#include "cmd/targets.h"
#include "store/kept.h"
#include "sync/sync.h"

struct cancel_options {
	struct change_options change;
	const char *calendar;
	bool all;
};

static const struct option_entry options[] = {
	{ 0, "calendar", OPTION_TEXT, offsetof(struct cancel_options,
	    calendar), "NAME",
	    "all of a calendar", NULL },
	{ 0, "all", OPTION_FLAG, offsetof(struct cancel_options, all), NULL,
	    "all there are", NULL },
	CHANGE_WAIT,
};

static int
choose(struct session *s, const struct cancel_options *o,
    struct vec *bookings, struct err *e)
{
	bool uids = s->cli->args.n > 0;

	if (uids + (o->calendar != NULL) + o->all != 1)
		return err_set(e, ERR_USAGE, "name events by UID, or a "
		    "calendar with --calendar, or use --all");
	return uids ? targets_bookings(s, TARGETS_UIDS, bookings, e)
	    : targets_booked_for(s, o->calendar, bookings, e);
}

/* What is cancelled as a whole is not taken up again by itself. */
static int
forget_kept(struct session *s, const struct cancel_options *o, struct err *e)
{
	const struct calendar *cal;
	size_t i;

	if (store_begin(s->store, e) == -1)
		return -1;
	for (i = 0; i < s->conf.calendars.n; i++) {
		cal = &VEC_AT(&s->conf.calendars, struct calendar, i);
		if (!cal->kept || (o->calendar &&
		    strcmp(cal->name, o->calendar) != 0))
			continue;
		if (kept_delete(s->store, cal->name, e) == -1) {
			store_rollback(s->store);
			return -1;
		}
	}
	return store_commit(s->store, "forget", e);
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct cancel_options *o = opt;
	struct vec bookings = VEC_OF(struct booking);
	int rc = choose(s, o, &bookings, e);

	s->with_plan = true;
	if (rc == 0)
		rc = sync_cancel(&s->run, &bookings, session_plan(s), e);
	if (rc == 0 && s->cli->args.n == 0)
		rc = forget_kept(s, o, e);
	vec_free(&bookings);
	return rc;
}

const struct command cmd_cancel = {
	"cancel", "[OPTION]... UID... | --calendar NAME | --all",
	"delete reservations, take our lines out of the files",
	"Delete reservations that this tool made and take its lines out\n"
	"of the files. The next sync books the events again, unless they\n"
	"say X-ICSRESERVE:no or their calendar is no longer configured.",
	"icsreserve cancel --calendar team",
	OPTIONS(options, struct cancel_options),
	.opens = OPENS_WRITE, .needs = change_needs, .expects_state = true,
	.run = run,
};
