/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/member.h"
#include "base/out.h"
#include "base/table.h"
#include "cmd/commands.h"
#include "cmd/session.h"
#include "plan/compare.h"
#include "store/bookings.h"

static bool
is_shown(const struct cli *cli, const struct booking *b, int64_t now)
{
	/* Of a series the row has one occurrence, and how long all last. */
	if (cli->upcoming && (b->pattern ? b->held.until : b->end) <= now)
		return false;
	/* Kept for a while in case the event turns up again. */
	if (b->state == BOOKING_ENDED && cli->args.n == 0)
		return false;
	return !cli->failed || b->error.message ||
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
	if (b->state == BOOKING_LIVE && !compare_alive(b, r->now))
		return "expired";
	return booking_state_name(b->state);
}

static const struct table_column columns[] = {
	{ "START", false }, { "STATE", false }, { "EXPIRES", false },
	{ "LINK", false }, { "TOPIC", true }, { "UID", true },
};

/* "2026-12-01 02:00Z", or "-" for none. */
static void
add_time(struct table *t, int64_t at)
{
	char text[CLOCK_TEXT];

	clock_rfc3339(at, text);
	if (at)
		table_addf(t, "%.10s %.5sZ", text, text + 11);
	else
		table_add(t, NULL);
}

static void
show_booking(struct table *t, const struct booking *b, const struct run *r)
{
	struct str uid = { 0 };

	add_time(t, b->start);
	table_add(t, state_of(b, r));
	add_time(t, b->end_time);
	table_add(t, b->url);
	table_add(t, b->topic ? b->topic : "");
	str_addf(&uid, "%s%s%s", b->uid, *b->recurrence_id ? " " : "",
	    b->recurrence_id);
	table_add(t, str_text(&uid));
	str_free(&uid);
}

/* Below the table, so that no message makes a column wide. */
static void
show_last_error(struct str *out, const struct booking *b)
{
	if (!b->error.message)
		return;
	str_adds(out, "last error of ");
	str_plain(out, slice_str(b->uid));
	str_adds(out, ": ");
	show_error(out, &b->error);
	str_addc(out, '\n');
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
	member_time(out, "due", b->due);
	member_text(out, "reserve_id", b->reserve_id);
	member_text(out, "meeting_no", b->meeting_no);
	member_text(out, "url", b->url);
	show_error_json(out, &b->error);
	member_close(out, '}');
}

static int
choose(struct session *s, const struct cli *cli, struct vec *all,
    struct err *e)
{
	const char *uid;
	size_t i, before;

	if (cli->args.n == 0)
		return bookings_select(s->store, BOOKINGS_ALL, NULL, 0,
		    &s->run.arena, all, e);
	for (i = 0; i < cli->args.n; i++) {
		uid = VEC_AT(&cli->args, const char *, i);
		before = all->n;
		if (bookings_select(s->store, BOOKINGS_UID, uid, 0,
		    &s->run.arena, all, e) == -1)
			return -1;
		if (all->n == before)
			return err_set(e, ERR_USAGE, "nothing is known of UID "
			    "'%s'; `icsreserve explain %s` says what becomes "
			    "of it", uid, uid);
	}
	return 0;
}

/*
 * By when the next run must come, for held reservations not to expire.
 */
static int64_t
next_run(const struct vec *all, int64_t now)
{
	const struct booking *b;
	int64_t first = 0;
	size_t i;

	for (i = 0; i < all->n; i++) {
		b = &VEC_AT(all, struct booking, i);
		if (b->held.until > b->end_time && compare_alive(b, now) &&
		    (!first || b->end_time < first))
			first = b->end_time;
	}
	return first;
}

static void
print_json(struct str *out, struct cli *cli, const struct vec *all,
    const struct run *r)
{
	const struct booking *b;
	size_t i;

	member_open(out, "bookings", '[');
	for (i = 0; i < all->n; i++) {
		b = &VEC_AT(all, struct booking, i);
		if (is_shown(cli, b, r->now))
			booking_json(out, b, r);
	}
	member_close(out, ']');
	member_time(out, "next_run_before", next_run(all, r->now));
}

static void
print_text(struct str *out, struct cli *cli, const struct vec *all,
    const struct run *r)
{
	struct table t = TABLE_OF(columns);
	struct str errors = { 0 };
	int64_t next = next_run(all, r->now);
	const struct booking *b;
	char when[CLOCK_TEXT];
	size_t i;

	for (i = 0; i < all->n; i++) {
		b = &VEC_AT(all, struct booking, i);
		if (!is_shown(cli, b, r->now))
			continue;
		show_booking(&t, b, r);
		show_last_error(&errors, b);
	}
	if (t.cells.n)
		table_print(out, &t, out_width());
	else
		str_adds(out, all->n && (cli->failed || cli->upcoming)
		    ? "No reservations of this kind.\n"
		    : "No reservations.\n");
	str_add(out, str_slice(&errors));
	if (next)
		str_addf(out, "The next sync must come before %s.\n",
		    clock_rfc3339(next, when));
	str_free(&errors);
	table_free(&t);
}

static int
print(struct session *s, struct cli *cli, const struct vec *all)
{
	struct str out = { 0 };
	struct report report = { .command = "status" };
	int status;

	if (cli->json) {
		print_json(&out, cli, all, &s->run);
		report.more = str_text(&out);
	} else {
		print_text(&out, cli, all, &s->run);
		out_result(str_text(&out), out.n);
	}
	status = cli_report(cli, &report, false);
	str_free(&out);
	return status;
}

int
cmd_status(struct cli *cli)
{
	struct session s;
	struct vec all = VEC_OF(struct booking);
	struct err e = { 0 };
	int status, rc = session_open(&s, cli, STORE_READ, &e);

	if (rc == 0)
		rc = choose(&s, cli, &all, &e);
	status = rc == 0 ? print(&s, cli, &all) : cli_fail(cli, &e, NULL);
	vec_free(&all);
	session_close(&s);
	return status;
}
