/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/slice.h"
#include "base/str.h"
#include "cmd/attendance_view.h"
#include "cmd/targets.h"
#include "store/attendance.h"
#include "store/bookings.h"
#include "sync/attendance.h"

struct attendance_options {
	bool record, forget, sheet;
	int64_t wait;
};

#define AT(member) offsetof(struct attendance_options, member)
static const struct option_entry options[] = {
	{ 0, "record", OPTION_FLAG, AT(record), NULL,
	    N_("look at the meetings that may be running"),
	    "A timer calls it. A meeting may be running from a quarter of an "
	    "hour before the\nstart of its event until its reservation ends; "
	    "in a series, around each\noccurrence." },
	{ 0, "forget", OPTION_FLAG, AT(forget), NULL,
	    N_("remove the records of these events, or all records"),
	    NULL },
	{ 0, "csv", OPTION_FLAG, AT(sheet), NULL,
	    N_("print the attendance sheet as CSV"),
	    "Times are in UTC; cells that a spreadsheet would take for "
	    "a formula get a\n"
	    ".Sq \\(aq\n"
	    "in front." },
	{ 0, "wait", OPTION_NUMBER, AT(wait), "SECONDS",
	    N_("wait for another run to end (default 0)"), NULL },
};

/* --- recording ----------------------------------------------------------- */

/* The calendars that say when a series takes place. */
static void
list_calendars(struct session *s, const struct bookings *bookings,
    struct chosen_calendars *cals)
{
	const struct booking *b;
	size_t i;

	for (i = 0; i < bookings->n; i++) {
		b = &bookings->items[i];
		if (b->pattern && attendance_may_run(b, s->run.now))
			targets_add_of(s, b->calendar, cals);
	}
}

static void
tell_round(struct session *s, const struct attendance_round *round)
{
	if (s->cli->json) {
		member_open(&s->out, "recorded", '{');
		member_int(&s->out, "asked", (int64_t)round->asked);
		member_int(&s->out, "running", (int64_t)round->running);
		member_int(&s->out, "over", (int64_t)round->over);
		member_int(&s->out, "people", (int64_t)round->people);
		member_close(&s->out, '}');
	} else if (!s->cli->quiet) {
		session_line(s, "attendance: %zu asked for, %zu running, "
		    "%zu ended; people in those that run: %zu", round->asked,
		    round->running, round->over, round->people);
	}
}

/* Both wait for the same limits of the app, and sync goes first. */
static void
yield_to_sync(struct session *s)
{
	struct conf *c = &s->conf;

	if (!s->run.other_run)
		return;
	c->rate_per_second = c->rate_per_second / 2 + 1;
	c->rate_per_minute = c->rate_per_minute / 2 + 1;
}

static int
record(struct session *s, struct err *e)
{
	struct bookings bookings = { 0 };
	struct chosen_calendars cals = { 0 };
	struct attendance_round round = { .bookings = &bookings,
		.days = s->conf.attendance_days };
	int rc = bookings_all(s->store, NULL, &s->run.arena, &bookings, e);

	yield_to_sync(s);
	if (rc == 0 && bookings.n) {
		list_calendars(s, &bookings, &cals);
		round.cals = cals.items;
		round.n_cals = cals.n;
		rc = attendance_record(&s->run, &round, e);
	}
	if (rc == 0)
		tell_round(s, &round);
	VEC_FREE(&cals);
	VEC_FREE(&bookings);
	return rc;
}

/* --- which meetings ------------------------------------------------------ */

static int
nothing_known(struct session *s, const char *uid, struct err *e)
{
	struct attendances all = { 0 };
	struct near near = { .typed = uid };
	size_t i;
	int rc = attendance_rows(s->store, NULL, &s->run.arena, &all, e);

	for (i = 0; rc == 0 && i < all.n; i++)
		near_try(&near, all.items[i].uid);
	VEC_FREE(&all);
	if (rc == -1)
		return -1;
	return near.best ? err_set(e, ERR_FAILED, "no meeting of the UID %s "
	    "was recorded; did you mean '%s'?", uid, near.best)
	    : err_set(e, ERR_FAILED, "no meeting of the UID %s was recorded; "
	    "`icsreserve attendance` lists those that were, `icsreserve "
	    "status %s` tells whether it has a reservation", uid, uid);
}

static int
list_meetings(struct session *s, struct attendances *meetings, struct err *e)
{
	const struct texts *args = &s->cli->args;
	size_t i, before;
	int rc = args->n ? 0 : attendance_rows(s->store, NULL,
	    &s->run.arena, meetings, e);

	for (i = 0; rc == 0 && i < args->n; i++) {
		before = meetings->n;
		rc = attendance_rows(s->store, args->items[i], &s->run.arena,
		    meetings, e);
		if (rc == 0 && meetings->n == before)
			rc = nothing_known(s, args->items[i], e);
	}
	return rc;
}

/* --- forgetting ---------------------------------------------------------- */

static int
forget_all(struct session *s, struct store *disk, int64_t *n, struct err *e)
{
	const struct texts *args = &s->cli->args;
	int64_t some;
	size_t i;

	if (!args->n)
		return attendance_forget(disk, NULL, n, e);
	for (i = 0; i < args->n; i++) {
		if (attendance_forget(disk, args->items[i], &some, e) == -1)
			return -1;
		*n += some;
	}
	return 0;
}

static int
forget(struct session *s, struct err *e)
{
	struct attendances meetings = { 0 };
	struct store *disk = NULL;
	int64_t n = 0;
	int rc = list_meetings(s, &meetings, e);

	if (rc == 0 && meetings.n)
		rc = store_open(&disk, s->conf.state, STORE_JOIN,
		    &s->cli->clock, e);
	if (disk)
		rc = forget_all(s, disk, &n, e);
	store_close(disk);
	VEC_FREE(&meetings);
	if (rc == -1)
		return -1;
	if (s->cli->json)
		member_int(&s->out, "forgotten", n);
	else if (!s->cli->quiet)
		session_line(s, "attendance: meetings forgotten: %jd; copies "
		    "of the state that were made before still have them",
		    (intmax_t)n);
	return 0;
}

/* --- printing ------------------------------------------------------------- */

static void
show(struct session *s, bool sheet, const struct attendance_view *v)
{
	struct attendance_style style = { &s->when, out_width(),
		s->cli->verbose > 0 };

	if (s->cli->json)
		attendance_view_json(&s->out, v);
	else if (sheet)
		attendance_view_csv(&s->out, v);
	else
		attendance_view_text(&s->out, v, &style);
}

static int
show_one(struct session *s, bool sheet, const struct attendance *m,
    struct err *e)
{
	struct stays stays = { 0 };
	struct attendees people = { 0 };
	struct attendance_view v = { m, &people };
	int rc = attendance_stays(s->store, m->id, &s->run.arena, &stays, e);

	attendance_people(m, &stays, &people);
	if (rc == 0)
		show(s, sheet, &v);
	VEC_FREE(&stays);
	VEC_FREE(&people);
	return rc;
}

static int
print(struct session *s, bool sheet, const struct attendances *meetings,
    struct err *e)
{
	bool text = !sheet && !s->cli->json;
	size_t i;
	int rc = 0;

	if (s->cli->json)
		member_open(&s->out, "meetings", '[');
	else if (sheet)
		attendance_view_csv_head(&s->out);
	for (i = 0; rc == 0 && i < meetings->n; i++) {
		if (text && i)
			str_addc(&s->out, '\n');
		rc = show_one(s, sheet, &meetings->items[i], e);
	}
	if (s->cli->json)
		member_close(&s->out, ']');
	if (text && meetings->n)
		session_zone(s);
	else if (text)
		session_line(s, "No meeting was recorded.");
	return rc;
}

/* --- the command ---------------------------------------------------------- */

static void
needs(const void *opt, struct needs *needs)
{
	const struct attendance_options *o = opt;

	if (o->record || o->forget)
		needs->opens = OPENS_RECORD;
	needs->wait = o->wait;
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct attendance_options *o = opt;
	struct attendances meetings = { 0 };
	int rc;

	if (o->record + o->forget + o->sheet > 1)
		return err_set(e, ERR_USAGE, "one of --record, --forget and "
		    "--csv, please");
	if (o->record && s->cli->args.n)
		return err_set(e, ERR_USAGE, "--record looks at all meetings: "
		    "it takes no UID");
	if (o->record)
		return record(s, e);
	if (o->forget)
		return forget(s, e);
	rc = list_meetings(s, &meetings, e);
	if (rc == 0)
		rc = print(s, o->sheet, &meetings, e);
	VEC_FREE(&meetings);
	return rc;
}

const struct command cmd_attendance = {
	"attendance", "[OPTION]... [UID]...",
	N_("who was in the meetings, as a timer has recorded it"),
	N_("Show who was in the meetings of these events, or of all: minutes,\n"
	"share of the meeting, first join, last leave. With --record look\n"
	"at the meetings that may be running; a timer does that every two\n"
	"minutes."),
	"icsreserve attendance --csv weekly@example.com > attendance.csv",
	OPTIONS(options, struct attendance_options),
	.opens = OPENS_READ, .needs = needs, .expects_state = true,
	.run = run,
};
