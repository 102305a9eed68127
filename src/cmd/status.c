/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/targets.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "plan/show.h"
#include "sync/item.h"

struct status_options {
	bool failed, upcoming;
};

#define AT(member) offsetof(struct status_options, member)
static const struct option_entry options[] = {
	{ 0, "failed", OPTION_FLAG, AT(failed), NULL,
	    N_("only what failed or is unknown"), NULL },
	{ 0, "upcoming", OPTION_FLAG, AT(upcoming), NULL,
	    N_("only what has not ended"), NULL },
};

/* What the last call said, or that its answer had no link that is of use. */
static const char *
last_error(struct session *s, const struct booking *b)
{
	const struct settings *set = conf_settings(s->run.conf, b->calendar);

	return !b->error.message && compare_alive(b, s->run.now) &&
	    (!b->url || set->write_back) ? item_bad_link(&s->run, b, set)
	    : b->error.message;
}

static bool
is_shown(const struct session *s, const struct status_options *o,
    const struct booking *b)
{
	/* Of a series the row has one occurrence, and how long all last. */
	if (o->upcoming && (b->pattern ? booking_until(b) : b->end) <=
	    s->run.now)
		return false;
	/* Kept for a while in case the event turns up again. */
	if (b->state == BOOKING_ENDED && s->cli->args.n == 0)
		return false;
	return !o->failed || b->error.message ||
	    b->state == BOOKING_UNKNOWN || b->state == BOOKING_CREATING;
}

/*
 * A live one whose time is over is that no more, whatever the row says; nor
 * is one being made when nobody is at work.
 */
static const char *
state_of(const struct booking *b, const struct run *r)
{
	if (b->state == BOOKING_CREATING && !r->other_run)
		return booking_state_name(BOOKING_UNKNOWN);
	if (b->state == BOOKING_LIVE && b->end_time <= r->now)
		return N_("expired");
	return booking_state_name(b->state);
}

static const struct table_column columns[] = {
	{ .title = N_("START") }, { .title = N_("STATE") },
	{ .title = N_("TOPIC"), .flexible = true, .below = 1 },
	{ .title = N_("LINK"), .below = 2 },
	{ .title = N_("EXPIRES"), .below = 4, .label = N_("expires"),
	    .spare = true },
	{ .title = N_("UID"), .flexible = true, .below = 3 },
};

static void
show_booking(struct table *t, const struct session *s,
    const struct booking *b)
{
	char when[WHEN_TEXT];
	struct str uid = { 0 };

	table_add(t, b->start ? when_start(&s->when, b->start, b->end, when)
	    : NULL);
	table_add(t, intl_text(state_of(b, &s->run)));
	table_add(t, b->topic ? b->topic : "");
	table_add(t, b->url);
	table_add(t, b->end_time ? when_time(&s->when, b->end_time, when)
	    : NULL);
	str_addf(&uid, "%s%s%s", b->uid, *b->recurrence_id ? " " : "",
	    b->recurrence_id);
	table_add(t, str_text(&uid));
	str_free(&uid);
}

/* Below the table, so that no message makes a column wide. */
static void
show_last_error(struct str *out, const struct booking *b)
{
	struct table_wrap how = { out_width(), 2, 0 };
	struct str line = { 0 };

	if (b->error.message) {
		str_adds(&line, _("last error of "));
		str_plain(&line, slice_str(b->uid));
		str_adds(&line, ": ");
		show_error(&line, &b->error);
		table_wrap(out, str_slice(&line), &how);
		str_addc(out, '\n');
	}
	str_free(&line);
}

static void
booking_json(struct str *out, const struct booking *b, const struct run *r)
{
	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "state", state_of(b, r));
	member_text(out, "topic", b->topic);
	member_time(out, "start", b->start);
	member_time(out, "end", b->end);
	member_int(out, "end_time", b->end_time);
	member_time(out, "due", compare_due(conf_settings(r->conf,
	    b->calendar), b));
	member_text(out, "reserve_id", b->reserve_id);
	member_text(out, "meeting_no", b->meeting_no);
	member_text(out, "url", b->url);
	show_error_json(out, &b->error);
	member_close(out, '}');
}

/* The reservation that ends first of those that a run has to renew; NULL: none.
 * Those of the configured calendars, or of the others. */
static const struct booking *
first_to_end(const struct session *s, const struct bookings *all,
    bool configured)
{
	const struct booking *b, *first = NULL;
	size_t i;

	for (i = 0; i < all->n; i++) {
		b = &all->items[i];
		if (b->held.until > b->end_time &&
		    compare_alive(b, s->run.now) &&
		    conf_has_calendar(&s->conf, b->calendar) == configured &&
		    (!first || b->end_time < first->end_time))
			first = b;
	}
	return first;
}

static void
print_json(struct session *s, const struct bookings *shown,
    const struct booking *next, const struct booking *other)
{
	size_t i;

	if (!next || (other && other->end_time < next->end_time))
		next = other;

	member_open(&s->out, "bookings", '[');
	for (i = 0; i < shown->n; i++)
		booking_json(&s->out, &shown->items[i], &s->run);
	member_close(&s->out, ']');
	member_time(&s->out, "next_run_before", next ? next->end_time : 0);
}

static void
print_text(struct session *s, const struct bookings *shown,
    const struct booking *next, const struct booking *other)
{
	struct table t = TABLE_OF(columns);
	char when[WHEN_TEXT];
	size_t i;

	t.whole = s->cli->verbose;
	for (i = 0; i < shown->n; i++)
		show_booking(&t, s, &shown->items[i]);
	if (t.cells.n)
		table_print(&s->out, &t, out_width());
	for (i = 0; i < shown->n; i++)
		show_last_error(&s->out, &shown->items[i]);
	if (next)
		session_line(s, "The next sync must come before %s.",
		    when_time(&s->when, next->end_time, when));
	if (other)
		session_line(s, "%s is not configured: sync or import it again "
		    "before %s, or links of it end.", other->calendar,
		    when_time(&s->when, other->end_time, when));
	if (t.cells.n)
		session_zone(s);
	table_free(&t);
}

static void
print(struct session *s, const struct status_options *o,
    const struct bookings *all)
{
	struct bookings shown = { 0 };
	struct booking b;
	size_t i;

	for (i = 0; i < all->n; i++) {
		b = all->items[i];
		b.error.message = last_error(s, &b);
		if (is_shown(s, o, &b))
			*VEC_ADD(&shown) = b;
	}
	if (!s->cli->json && !shown.n)
		str_adds(&s->out, all->n && (o->failed || o->upcoming)
		    ? _("No reservations of this kind.\n")
		    : _("No reservations.\n"));
	(s->cli->json ? print_json : print_text)(s, &shown,
	    first_to_end(s, all, true), first_to_end(s, all, false));
	VEC_FREE(&shown);
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct bookings all = { 0 };
	int rc = s->cli->args.n ? targets_bookings(s, TARGETS_LOOK_UP, &all, e)
	    : targets_booked_for(s, NULL, &all, e);

	if (rc == 0)
		print(s, opt, &all);
	VEC_FREE(&all);
	return rc;
}

const struct command cmd_status = {
	"status", N_("[OPTION]... [UID]..."),
	N_("list the reservations: event, time, link, expiry, error"),
	N_("List the reservations: event, time, link, expiry, state and last\n"
	"error."),
	"icsreserve status --upcoming",
	OPTIONS(options, struct status_options),
	.opens = OPENS_READ, .expects_state = true, .run = run,
};
