/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/show.h"
#include "cmd/targets.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "plan/guard.h"
#include "plan/show.h"
#include "sync/input.h"
#include "sync/sync.h"

struct verify_options {
	struct change_options change;
	bool repair;
};

static const struct option_entry options[] = {
	{ 0, "repair", OPTION_FLAG, offsetof(struct verify_options, repair),
	    NULL,
	    N_("plan the repair, show the plan and carry it out"),
	    "icsreserve records what the server has, then syncs the "
	    "calendars that have\n"
	    "reservations, with the same guard and journal as\n"
	    ".Cm sync .\n"
	    "A reservation that is gone is made again, and its link "
	    "changes. Files of\n"
	    "calendars that are not configured are left alone, and what came "
	    "on standard\n"
	    "input is only recorded; import or sync them again." },
	{ 'n', "dry-run", OPTION_FLAG, CHANGE_AT(dry_run), NULL,
	    N_("with --repair: only show the plan"), NULL },
	CHANGE_GUARD,
	CHANGE_WAIT,
};

/* What came of asking; printed before anything is mended.  Those that have
 * drifted are live. */
struct verify_tally {
	size_t asked, live, drifted, gone, expired, unanswered;
};

static void
count(struct verify_tally *t, const struct finding *f)
{
	t->asked++;
	if (!verify_answered(f))
		t->unanswered++;
	else if (f->drifts & 1u << DRIFT_GONE)
		t->gone++;
	else if (f->drifts & 1u << DRIFT_EXPIRED)
		t->expired++;
	else
		t->live++;
	t->drifted += f->drifts && !(f->drifts & (1u << DRIFT_GONE |
	    1u << DRIFT_EXPIRED));
}

static void
finding_text(struct session *s, const struct finding *f)
{
	const struct drift_view x = { f, true, false, &s->when };
	const struct booking *b = &f->booking;
	struct str head = { 0 }, title = { 0 }, tail = { 0 };
	char when[WHEN_TEXT];

	drift_list(&head, f->drifts);
	if (!f->drifts)
		str_adds(&head, _("not verified"));
	str_addf(&head, "  %s  ", when_start(&s->when, b->start, b->end,
	    when));
	str_plain(&title, slice_str(b->topic));
	str_adds(&tail, "  [");
	str_plain(&tail, slice_str(b->uid));
	str_addc(&tail, ']');
	if (!f->drifts) {
		str_adds(&tail, "  ");
		show_error(&tail, &f->query.error);
	}
	table_line(&s->out, &(struct table_line){ str_slice(&head),
	    str_slice(&title), str_slice(&tail), out_width() });
	if (f->drifts && !(f->drifts & 1u << DRIFT_GONE))
		drift_view_text(&s->out, &x, out_width());
	str_free(&head);
	str_free(&title);
	str_free(&tail);
}

static void
finding_json(struct session *s, const struct finding *f)
{
	struct str *out = &s->out;
	const struct drift_view x = { f, true, false, &s->when };
	const struct booking *b = &f->booking;

	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "topic", b->topic);
	member_time(out, "start", b->start);
	member_text(out, "reserve_id", b->reserve_id);
	member_bool(out, "verified", verify_answered(f));
	drift_view_json(out, &x);
	member_close(out, '}');
}

static void
tally_json(struct str *out, const struct verify_tally *t)
{
	member_open(out, "verified", '{');
	member_int(out, "live", (int64_t)t->live);
	member_int(out, "gone", (int64_t)t->gone);
	member_int(out, "expired", (int64_t)t->expired);
	member_int(out, "drifted", (int64_t)t->drifted);
	member_int(out, "unanswered", (int64_t)t->unanswered);
	member_close(out, '}');
}

static void
tally_text(struct session *s, const struct verify_tally *t)
{
	session_line(s, "verify: %zu live, %zu gone, %zu expired, %zu "
	    "drifted, %zu not verified", t->live, t->gone, t->expired,
	    t->drifted, t->unanswered);
}

static void
tell(struct session *s, const struct findings *findings, struct verify_tally *t)
{
	const struct finding *f;
	bool json = s->cli->json;
	size_t i;

	if (json)
		member_open(&s->out, "findings", '[');
	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		count(t, f);
		if (f->drifts || !verify_answered(f))
			(json ? finding_json : finding_text)(s, f);
	}
	if (json) {
		member_close(&s->out, ']');
		tally_json(&s->out, t);
	} else if (!s->cli->quiet) {
		if (s->out.n)
			session_zone(s);
		tally_text(s, t);
	}
}

static int
ask_live(struct session *s, struct findings *findings, struct err *e)
{
	struct bookings all = { 0 };
	struct booking *b;
	size_t i, n = 0;
	int rc = targets_booked_for(s, NULL, &all, e);

	b = all.items;
	for (i = 0; i < all.n; i++)
		if (compare_alive(&b[i], s->run.now))
			b[n++] = b[i];
	all.n = n;
	if (rc == 0)
		rc = verify_ask(&s->run, &all, findings, e);
	VEC_FREE(&all);
	return rc;
}

/* --- mending ------------------------------------------------------------- */

static void
tell_not_written(struct session *s, const char *calendar)
{
	struct problem p = { .kind = "not-written", .calendar = calendar,
		.message = _("it is not configured: its reservations are "
		    "mended, its files are left alone; import or sync it "
		    "again for the links") };

	run_problem(&s->run, &p);
}

static void
tell_not_mended(struct session *s, const struct booking *b)
{
	struct problem p = { .kind = "not-mended", .exit = ERR_FAILED,
		.calendar = b->calendar, .uid = b->uid,
		.message = _("its calendar is neither configured nor the path "
		    "of a file, so it can't be repaired") };

	if (input_is_stdin(b->calendar))
		p.message = _("it came on standard input and has no file: "
		    "what the server has is recorded; import it again to "
		    "repair it");
	run_problem(&s->run, &p);
}

/*
 * The calendars with live reservations: also those without a finding, since
 * a repair that was stopped may have left one half mended.
 */
static void
concerned(struct session *s, const struct findings *findings,
    struct chosen_calendars *cals)
{
	const struct finding *f;
	struct calendar *cal;
	size_t i, before;

	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		before = cals->n;
		cal = targets_add_of(s, f->booking.calendar, cals);
		if (!cal && f->drifts)
			tell_not_mended(s, &f->booking);
		if (cals->n > before &&
		    !conf_has_calendar(&s->conf, cal->name))
			tell_not_written(s, cal->name);
	}
}

/*
 * Many that are gone at once may be those of another app or tenant: making
 * them anew would change all their links.  The guard is for that, too.
 */
static void
guard(struct session *s, struct findings *findings,
    const struct verify_tally *t)
{
	size_t i, gone = t->gone + t->expired;
	struct problem p = { .kind = "guard", .exit = ERR_GUARD };
	struct finding *f;

	if (s->run.force || guard_allows(&s->run.max_deletes, (int64_t)gone,
	    (int64_t)t->asked))
		return;
	p.message = arena_printf(&s->run.arena, P_("%zu of %zu reservations is "
	    "not there any more, which is more than max_deletes (%jd%s) "
	    "allows to make again; it is not. Are app_id and base_url those "
	    "that it was made with? If so, run once with --force",
	    "%zu of %zu reservations are "
	    "not there any more, which is more than max_deletes (%jd%s) "
	    "allows to make again; none of them is. Are app_id and base_url "
	    "those that they were made with? If so, run once with --force",
	    gone),
	    gone, t->asked, (intmax_t)s->run.max_deletes.n,
	    s->run.max_deletes.is_percent ? "%" : "");
	run_problem(&s->run, &p);
	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		if (f->drifts & (1u << DRIFT_GONE | 1u << DRIFT_EXPIRED))
			f->drifts = 0;
	}
}

static int
repair(struct session *s, struct findings *findings,
    const struct verify_tally *t, struct err *e)
{
	struct chosen_calendars cals = { 0 };
	int rc;

	guard(s, findings, t);
	rc = verify_learn(&s->run, findings, e);
	concerned(s, findings, &cals);
	/* What stopped the queries would stop the rest, too. */
	if (rc == 0 && cals.n && s->run.exit < ERR_AUTH)
		rc = sync_calendars(&s->run, cals.items, cals.n,
		    session_plan(s), e);
	VEC_FREE(&cals);
	return rc;
}

static void
needs(const void *opt, struct needs *needs)
{
	const struct verify_options *o = opt;

	if (o->repair)
		change_needs(opt, needs);
	else
		needs->opens = OPENS_READ;
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct verify_options *o = opt;
	struct findings findings = { 0 };
	struct verify_tally t = { 0 };
	int rc = change_begin(s, &o->change, e);

	if (rc == 0)
		rc = ask_live(s, &findings, e);
	if (rc == 0) {
		tell(s, &findings, &t);
		session_print(s);
	}
	if (t.unanswered || (t.gone + t.expired + t.drifted && !o->repair))
		run_exit(&s->run, ERR_FAILED);
	s->with_plan = o->repair;
	if (rc == 0 && o->repair)
		rc = repair(s, &findings, &t, e);
	VEC_FREE(&findings);
	return rc;
}

const struct command cmd_verify = {
	"verify", N_("[OPTION]..."),
	N_("compare live reservations with the server; --repair"),
	N_("Ask the server for every live reservation and tell what is not\n"
	"as recorded: gone, expired, or other in a field. With --repair\n"
	"what the server has is recorded, and a sync sends what is\n"
	"missing."),
	"icsreserve verify --repair",
	OPTIONS(options, struct verify_options),
	.opens = OPENS_WRITE, .needs = needs, .expects_state = true,
	.run = run,
};
