/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/member.h"
#include "base/out.h"
#include "cmd/beside.h"
#include "cmd/choose.h"
#include "cmd/commands.h"
#include "cmd/session.h"
#include "plan/compare.h"
#include "plan/guard.h"
#include "store/bookings.h"
#include "sync/sync.h"

/* What came of asking; printed before anything is mended. */
struct tally {
	size_t asked, drifted, gone, expired, unanswered;
};

static void
count(struct tally *t, const struct finding *f)
{
	t->asked++;
	if (!verify_answered(f))
		t->unanswered++;
	else if (f->drifts & 1u << DRIFT_GONE)
		t->gone++;
	else if (f->drifts & 1u << DRIFT_EXPIRED)
		t->expired++;
	else if (f->drifts)
		t->drifted++;
}

static void
finding_text(struct str *out, const struct finding *f)
{
	const struct beside x = { f, true, false };
	char start[CLOCK_TEXT];

	drift_list(out, f->drifts);
	if (!f->drifts) {
		str_adds(out, "not verified: ");
		show_error(out, &f->question.error);
	}
	str_addf(out, "  %s  ", clock_rfc3339(f->booking.start, start));
	str_plain(out, slice_str(f->booking.topic));
	str_adds(out, "  [");
	str_plain(out, slice_str(f->booking.uid));
	str_adds(out, "]\n");
	if (f->drifts && !(f->drifts & 1u << DRIFT_GONE))
		beside_text(out, &x, out_width());
}

static void
finding_json(struct str *out, const struct finding *f)
{
	const struct beside x = { f, true, false };
	const struct booking *b = &f->booking;

	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "topic", b->topic);
	member_time(out, "start", b->start);
	member_text(out, "reserve_id", b->reserve_id);
	member_bool(out, "verified", verify_answered(f));
	beside_json(out, &x);
	member_close(out, '}');
}

static void
tally_json(struct str *out, const struct tally *t)
{
	member_open(out, "verified", '{');
	member_int(out, "live", (int64_t)t->asked);
	member_int(out, "gone", (int64_t)t->gone);
	member_int(out, "expired", (int64_t)t->expired);
	member_int(out, "drifted", (int64_t)t->drifted);
	member_int(out, "unanswered", (int64_t)t->unanswered);
	member_close(out, '}');
}

static void
tell(struct str *out, const struct cli *cli, const struct vec *findings,
    struct tally *t)
{
	const struct finding *f;
	size_t i;

	if (cli->json)
		member_open(out, "findings", '[');
	for (i = 0; i < findings->n; i++) {
		f = &VEC_AT(findings, struct finding, i);
		count(t, f);
		if (f->drifts || !verify_answered(f))
			(cli->json ? finding_json : finding_text)(out, f);
	}
	if (cli->json) {
		member_close(out, ']');
		tally_json(out, t);
	} else if (!cli->quiet) {
		str_addf(out, "verify: %zu live, %zu gone, %zu expired, %zu "
		    "drifted, %zu not verified\n", t->asked, t->gone,
		    t->expired, t->drifted, t->unanswered);
	}
}

static int
ask_live(struct session *s, struct vec *findings, struct err *e)
{
	struct vec all = VEC_OF(struct booking);
	struct booking *b;
	size_t i, n = 0;
	int rc = bookings_select(s->store, BOOKINGS_ALL, NULL, 0,
	    &s->run.arena, &all, e);

	b = all.items;
	for (i = 0; i < all.n; i++)
		if (compare_alive(&b[i], s->run.now))
			b[n++] = b[i];
	all.n = n;
	if (rc == 0)
		rc = verify_ask(&s->run, &all, findings, e);
	vec_free(&all);
	return rc;
}

/*
 * A calendar that is not configured was imported, or synced by its path:
 * where its links went is not known, so its files are left alone.
 */
static void
leave_files(struct session *s, struct calendar *cal)
{
	struct problem p = { .kind = "not-written", .calendar = cal->name,
		.message = "it is not configured: its reservations are "
		    "mended, its files are left alone; import or sync it "
		    "again for the links" };

	conf_leave_files(cal);
	run_problem(&s->run, &p);
}

/*
 * The calendars with live reservations: also those without a finding, since
 * a repair that was stopped may have left one half mended.
 */
static void
concerned(struct session *s, const struct vec *findings, struct vec *cals)
{
	struct problem p = { .kind = "not-mended", .exit = ERR_FAILED };
	const struct finding *f;
	struct calendar *cal;
	struct err why;
	size_t i, before;

	for (i = 0; i < findings->n; i++) {
		f = &VEC_AT(findings, struct finding, i);
		before = cals->n;
		if (conf_calendar(&s->conf, f->booking.calendar, &cal,
		    &why) == 0) {
			choose_add(cals, cal);
			if (cals->n > before && !conf_has_calendar(&s->conf,
			    cal->name))
				leave_files(s, cal);
		} else if (f->drifts) {
			p.calendar = f->booking.calendar;
			p.uid = f->booking.uid;
			p.message = why.msg;
			run_problem(&s->run, &p);
		}
	}
}

/*
 * Many that are gone at once may be those of another app or tenant: making
 * them anew would change all their links.  The guard is for that, too.
 */
static void
guard(struct session *s, struct vec *findings, const struct tally *t)
{
	size_t i, gone = t->gone + t->expired;
	struct problem p = { .kind = "guard", .exit = ERR_GUARD };
	struct finding *f;

	if (s->run.force || guard_allows(&s->run.max_deletes, (int64_t)gone,
	    (int64_t)t->asked))
		return;
	p.message = arena_printf(&s->run.arena, "%zu of %zu reservations are "
	    "not there any more, which is more than max_deletes (%jd%s) "
	    "allows to make anew; none of them is. Are app_id and base_url "
	    "those that they were made with? If so, run once with --force",
	    gone, t->asked, (intmax_t)s->run.max_deletes.n,
	    s->run.max_deletes.is_percent ? "%" : "");
	run_problem(&s->run, &p);
	for (i = 0; i < findings->n; i++) {
		f = &VEC_AT(findings, struct finding, i);
		if (f->drifts & (1u << DRIFT_GONE | 1u << DRIFT_EXPIRED))
			f->drifts = 0;
	}
}

static int
repair(struct session *s, struct cli *cli, struct vec *findings,
    const struct tally *t, struct err *e)
{
	struct vec cals = VEC_OF(struct calendar *);
	int rc = choose_guard(s, cli, e);

	if (rc == 0) {
		guard(s, findings, t);
		rc = verify_learn(&s->run, findings, e);
	}
	concerned(s, findings, &cals);
	/* What stopped the questions would stop the rest, too. */
	if (rc == 0 && cals.n && s->run.exit < ERR_AUTH)
		rc = sync_calendars(&s->run, cals.items, cals.n,
		    session_plan(cli), e);
	vec_free(&cals);
	return rc;
}

static enum store_mode
mode(const struct cli *cli)
{
	return !cli->repair ? STORE_READ : cli->dry_run ? STORE_COPY
	    : STORE_WRITE;
}

int
cmd_verify(struct cli *cli)
{
	struct session s;
	struct vec findings = VEC_OF(struct finding);
	struct tally t = { 0 };
	struct str out = { 0 };
	struct err e = { 0 };
	int status, rc = session_open(&s, cli, mode(cli), &e);

	if (rc == 0 && cli->args.n)
		rc = err_set(&e, ERR_USAGE, "all live reservations are "
		    "verified; for one use `icsreserve show`");
	if (rc == 0)
		rc = ask_live(&s, &findings, &e);
	if (rc == 0) {
		tell(&out, cli, &findings, &t);
		if (!cli->json)
			out_result(str_text(&out), out.n);
	}
	if (t.unanswered || (t.gone + t.expired + t.drifted && !cli->repair))
		run_exit(&s.run, ERR_FAILED);
	if (rc == 0 && cli->repair)
		rc = repair(&s, cli, &findings, &t, &e);
	s.more = cli->json && out.n ? str_text(&out) : NULL;
	s.no_summary = !cli->repair;
	status = session_report(&s, cli, rc, &e);
	str_free(&out);
	vec_free(&findings);
	session_close(&s);
	return status;
}
