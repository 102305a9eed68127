/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/targets.h"
#include "export/csv.h"
#include "plan/show.h"
#include "sync/client.h"

struct active_options {
	bool participants, sheet;
};

#define AT(member) offsetof(struct active_options, member)
static const struct option_entry options[] = {
	{ 0, "participants", OPTION_FLAG, AT(participants), NULL,
	    N_("list the people, with join and leave times"),
	    "Also minutes, role, and whether they are of another company." },
	{ 0, "csv", OPTION_FLAG, AT(sheet), NULL,
	    N_("print the attendance sheet as CSV"),
	    "Times are in UTC; cells that a spreadsheet would take for "
	    "a formula get a\n"
	    ".Sq \\(aq\n"
	    "in front." },
};

/* A booking, its query, and what the answer means. */
struct active_look {
	const struct booking *booking;
	const struct query *query;
	bool running, failed;
	const char *say;
};

static const char no_meeting[] = N_("no meeting is running");

/*
 * What the API says when no meeting is held is not documented ("Query the
 * active meeting of a reservation"): no meeting in the answer, or "does not
 * exist", which may mean the reservation as well; that is asked for then.
 */
static int
judge(struct session *s, struct active_look *l, struct err *e)
{
	const struct query *q = l->query;
	struct query there = { .reserve_id = q->reserve_id };

	l->failed = true;
	if (q->outcome == API_OK) {
		l->failed = false;
		l->running = q->meeting.id && q->meeting.status != 3;
		l->say = l->running ? _("a meeting is running")
		    : q->meeting.id ? _("no meeting is running: the last one "
		    "has ended") : _(no_meeting);
		return 0;
	}
	l->say = q->error.message;
	if (q->outcome != API_GONE)
		return 0;
	if (client_query(&s->run, &there, 1, e) == -1)
		return -1;
	l->failed = there.outcome != API_OK;
	l->say = there.outcome == API_OK ? _(no_meeting)
	    : there.outcome == API_GONE ? _("the server has no such "
	    "reservation") : there.error.message;
	return 0;
}

/* --- text ---------------------------------------------------------------- */

/* Where values stand. */
#define LABELS 19

static void
row(struct str *out, const char *name, const char *value)
{
	struct str text = { 0 };

	if (!value || !*value)
		return;
	str_plain(&text, slice_str(value));
	table_field(out, &(struct table_field){ intl_text(name),
	    str_slice(&text), LABELS, out_width() });
	str_free(&text);
}

static void
row_time(struct str *out, const struct session *s, const char *name,
    int64_t at)
{
	char when[WHEN_TEXT];

	row(out, name, at ? when_time(&s->when, at, when) : NULL);
}

static void
row_number(struct str *out, const char *name, int64_t n)
{
	char text[32];

	snprintf(text, sizeof(text), "%jd", (intmax_t)n);
	row(out, name, text);
}

static void
meeting_text(struct session *s, const struct active_meeting *m)
{
	struct str *out = &s->out, text = { 0 };

	row(out, "topic", m->topic);
	row(out, "status", intl_text(meeting_status_name(m->status)));
	row(out, "meeting id", m->id);
	row(out, "number", m->meeting_no);
	row(out, "link", m->url);
	if (m->host)
		str_addf(&text, "%s (%s)", m->host,
		    intl_text(meeting_user_type_name(m->host_type)));
	row(out, "host", str_text(&text));
	row_time(out, s, "created", m->create_time);
	row_time(out, s, "started", m->start_time);
	row_time(out, s, "ends", m->end_time);
	row_number(out, "people at most", m->participant_count);
	row_number(out, "people in all", m->participant_total);
	row(out, "interop", m->interop ? _("yes") : _("no"));
	str_clear(&text);
	show_abilities(&text, m->abilities);
	row(out, "abilities", str_text(&text));
	str_free(&text);
}

static const char *
role(const struct participant *p)
{
	return p->is_host ? N_("host") : p->is_cohost ? N_("cohost")
	    : N_("participant");
}

static const struct table_column people_columns[] = {
	{ .title = N_("ID") }, { .title = N_("ROLE"), .below = 2 },
	{ .title = N_("STATUS"), .below = 5 },
	{ .title = N_("MINUTES"), .below = 1, .label = N_("minutes") },
	{ .title = N_("JOINED"), .below = 3, .label = N_("joined") },
	{ .title = N_("LEFT"), .below = 4, .label = N_("left") },
	{ .title = N_("KIND"), .below = 6 },
	{ .title = N_("EXTERNAL"), .below = 7, .label = N_("external") },
};

/* Who is there still has been so from joining until now. */
static int64_t
minutes(const struct participant *p, int64_t now)
{
	int64_t seconds = p->seconds;

	if (!seconds && p->joined)
		seconds = (p->left ? p->left : now) - p->joined;
	return seconds > 0 ? (seconds + 30) / 60 : 0;
}

static void
people_text(struct session *s, const struct active_meeting *m)
{
	struct table t = TABLE_OF(people_columns);
	const struct participant *p;
	char when[WHEN_TEXT];
	size_t i;

	for (i = 0; i < m->n_participants; i++) {
		p = &m->participants[i];
		table_add(&t, p->id);
		table_add(&t, intl_text(role(p)));
		table_add(&t, intl_text(participant_status_name(p->status)));
		table_addf(&t, "%jd", (intmax_t)minutes(p, s->run.now));
		table_add(&t, p->joined ? when_time(&s->when, p->joined,
		    when) : NULL);
		table_add(&t, p->left ? when_time(&s->when, p->left, when)
		    : NULL);
		table_add(&t, intl_text(meeting_user_type_name(p->user_type)));
		table_add(&t, p->is_external ? _("yes") : _("no"));
	}
	if (t.cells.n)
		table_print(&s->out, &t, out_width());
	else
		str_adds(&s->out, _("  nobody is listed\n"));
	table_free(&t);
}

static void
look_text(struct session *s, bool people, const struct active_look *l)
{
	const struct booking *b = l->booking;
	struct str title = { 0 }, tail = { 0 };

	str_plain(&title, slice_str(b->topic ? b->topic : b->reserve_id
	    ? b->reserve_id : b->uid));
	str_adds(&tail, ": ");
	str_plain(&tail, slice_str(l->say));
	table_line(&s->out, &(struct table_line){ SLICE(""),
	    str_slice(&title), str_slice(&tail), out_width() });
	str_free(&title);
	str_free(&tail);
	if (!l->running)
		return;
	meeting_text(s, &l->query->meeting);
	if (people)
		people_text(s, &l->query->meeting);
}

/* --- CSV ----------------------------------------------------------------- */

#define SHEET_COLUMNS 11

static void
sheet_head(struct str *out)
{
	static const char *const names[SHEET_COLUMNS] = { "topic", "uid",
		"meeting_id", "participant", "role", "joined", "left",
		"minutes", "status", "kind", "external" };

	str_adds(out, CELL_BOM);
	cell_row(out, names, SHEET_COLUMNS);
}

static void
sheet(struct str *out, const struct active_look *l, int64_t now)
{
	const struct active_meeting *m = &l->query->meeting;
	char joined[CLOCK_TEXT], left[CLOCK_TEXT], spent[32];
	const struct participant *p;
	size_t i;

	for (i = 0; l->running && i < m->n_participants; i++) {
		p = &m->participants[i];
		snprintf(spent, sizeof(spent), "%jd",
		    (intmax_t)minutes(p, now));
		cell_row(out, (const char *const[SHEET_COLUMNS]){ m->topic,
		    l->booking->uid, m->id, p->id, role(p),
		    p->joined ? clock_rfc3339(p->joined, joined) : NULL,
		    p->left ? clock_rfc3339(p->left, left) : NULL, spent,
		    participant_status_name(p->status),
		    meeting_user_type_name(p->user_type),
		    p->is_external ? "yes" : "no" }, SHEET_COLUMNS);
	}
}

/* --- JSON ---------------------------------------------------------------- */

static void
person_json(struct str *out, const struct participant *p, int64_t now)
{
	member_open(out, NULL, '{');
	member_text(out, "id", p->id);
	member_text(out, "role", role(p));
	member_time(out, "first_join_time", p->joined);
	member_time(out, "final_leave_time", p->left);
	member_int(out, "in_meeting_duration", p->seconds);
	member_int(out, "minutes", minutes(p, now));
	member_int(out, "user_type", p->user_type);
	member_int(out, "status", p->status);
	member_bool(out, "is_host", p->is_host);
	member_bool(out, "is_cohost", p->is_cohost);
	member_bool(out, "is_external", p->is_external);
	member_close(out, '}');
}

static void
people_json(struct str *out, const struct active_meeting *m, int64_t now)
{
	size_t i;

	member_open(out, "participants", '[');
	for (i = 0; i < m->n_participants; i++)
		person_json(out, &m->participants[i], now);
	member_close(out, ']');
}

static void
meeting_json(struct str *out, bool people, const struct active_meeting *m,
    int64_t now)
{
	member_open(out, "meeting", '{');
	member_text(out, "id", m->id);
	member_text(out, "topic", m->topic);
	member_text(out, "url", m->url);
	member_text(out, "meeting_no", m->meeting_no);
	member_time(out, "create_time", m->create_time);
	member_time(out, "start_time", m->start_time);
	member_time(out, "end_time", m->end_time);
	member_open(out, "host_user", '{');
	member_text(out, "id", m->host);
	member_int(out, "user_type", m->host_type);
	member_close(out, '}');
	member_bool(out, "meeting_connect", m->interop);
	member_int(out, "status", m->status);
	member_int(out, "participant_count", m->participant_count);
	member_int(out, "participant_count_accumulated",
	    m->participant_total);
	show_abilities_json(out, m->abilities);
	if (people)
		people_json(out, m, now);
	else
		member_raw(out, "participants", NULL);
	member_close(out, '}');
}

static void
look_json(struct str *out, bool people, const struct active_look *l,
    int64_t now)
{
	const struct booking *b = l->booking;

	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "reserve_id", b->reserve_id);
	member_bool(out, "running", l->running);
	member_text(out, "verdict", l->say);
	if (l->running)
		meeting_json(out, people, &l->query->meeting, now);
	else
		member_raw(out, "meeting", NULL);
	show_error_json(out, &l->query->error);
	member_close(out, '}');
}

/* --- the command --------------------------------------------------------- */

static void
print_one(struct session *s, const struct active_options *o,
    const struct active_look *l)
{
	const char *topic = l->booking->topic;

	if (s->cli->json)
		look_json(&s->out, o->participants || o->sheet, l, s->run.now);
	else if (o->sheet)
		sheet(&s->out, l, s->run.now);
	else
		look_text(s, o->participants, l);
	if (o->sheet && !l->running)
		out_say(l->failed ? OUT_ERROR : OUT_WARN, "%s: %s", topic
		    ? topic : l->query->reserve_id, l->say);
}

static void
print(struct session *s, const struct active_options *o,
    const struct active_look *looks, size_t n)
{
	bool text = !o->sheet && !s->cli->json, running = false;
	size_t i;

	if (o->sheet && !s->cli->json)
		sheet_head(&s->out);
	if (s->cli->json)
		member_open(&s->out, "meetings", '[');
	for (i = 0; i < n; i++) {
		if (looks[i].failed)
			run_exit(&s->run, ERR_FAILED);
		print_one(s, o, &looks[i]);
		running |= looks[i].running;
	}
	if (text && running)
		session_zone(s);
	if (s->cli->json)
		member_close(&s->out, ']');
}

/* Questions for those that have a reservation; the others are reported. */
static size_t
prepare(struct session *s, bool people, const struct bookings *bookings,
    struct active_look *looks, struct query *queries)
{
	const struct booking *b;
	struct problem p = { .kind = "not-booked", .exit = ERR_FAILED,
		.message = _("it has no reservation") };
	size_t i, n = 0;

	for (i = 0; i < bookings->n; i++) {
		b = &bookings->items[i];
		if (!b->reserve_id) {
			p.calendar = b->calendar;
			p.uid = b->uid;
			run_problem(&s->run, &p);
			continue;
		}
		queries[n] = (struct query){ .active = true,
			.reserve_id = b->reserve_id,
			.participants = people };
		looks[n] = (struct active_look){ .booking = b,
			.query = &queries[n] };
		n++;
	}
	return n;
}

static int
look_at(struct session *s, const struct active_options *o,
    const struct bookings *bookings, struct err *e)
{
	struct query *queries = xcalloc(bookings->n,
	    sizeof(*queries));
	struct active_look *looks = xcalloc(bookings->n, sizeof(*looks));
	size_t i, n = prepare(s, o->participants || o->sheet, bookings,
	    looks, queries);
	int rc = client_query(&s->run, queries, n, e);

	for (i = 0; rc == 0 && i < n; i++)
		rc = judge(s, &looks[i], e);
	if (rc == 0)
		print(s, o, looks, n);
	free(queries);
	free(looks);
	return rc;
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct bookings bookings = { 0 };
	int rc = targets_bookings(s, TARGETS_IDS, &bookings, e);

	if (rc == 0)
		rc = look_at(s, opt, &bookings, e);
	VEC_FREE(&bookings);
	return rc;
}

const struct command cmd_active = {
	"active", N_("[OPTION]... UID|RESERVE_ID..."),
	N_("the meeting that is running now, and who is in it"),
	N_("Show the meeting that is running now: id, host, times, counts,\n"
	"abilities, people. If no meeting is running, it says so and ends\n"
	"with 0."),
	"icsreserve active --csv weekly@example.com > attendance.csv",
	OPTIONS(options, struct active_options),
	.opens = OPENS_READ, .expects_state = true, .run = run,
};
