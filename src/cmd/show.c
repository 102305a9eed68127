/* SPDX-License-Identifier: MIT */
#include "base/member.h"
#include "base/out.h"
#include "cmd/beside.h"
#include "cmd/commands.h"
#include "cmd/select.h"

/* What one booking came to; "" for the JSON of a booking is null. */
static const char *
verdict(const struct finding *f)
{
	const struct booking *b = &f->booking;

	if (!b->reserve_id)
		return "no reservation is recorded";
	if (!verify_answered(f))
		return f->question.error.message;
	if (f->question.outcome == API_GONE)
		return "the server has no such reservation";
	if (!b->id)
		return "not made by this tool, or forgotten";
	return f->drifts ? "it differs from what is recorded"
	    : "as it is recorded";
}

static void
show_text(struct str *out, const struct finding *f, const char *say,
    bool password)
{
	const struct beside x = { f, false, password };
	char start[CLOCK_TEXT];

	str_plain(out, slice_str(f->booking.topic ? f->booking.topic
	    : f->booking.reserve_id));
	if (f->booking.id) {
		str_addf(out, "  %s  [", clock_rfc3339(f->booking.start,
		    start));
		str_plain(out, slice_str(f->booking.uid));
		str_adds(out, "]");
	}
	str_adds(out, "\n");
	beside_text(out, &x, out_width());
	str_adds(out, "=> ");
	str_plain(out, slice_str(say));
	str_adds(out, "\n");
}

static void
show_one_json(struct str *out, const struct finding *f, const char *say,
    bool password)
{
	const struct beside x = { f, false, password };
	const struct booking *b = &f->booking;

	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "reserve_id", b->reserve_id);
	member_text(out, "state", b->id ? booking_state_name(b->state) : NULL);
	member_text(out, "verdict", say);
	beside_json(out, &x);
	member_close(out, '}');
}

static int
print(struct session *s, struct cli *cli, const struct vec *findings)
{
	struct report report = { .command = "show",
		.problems = &s->run.problems, .exit = s->run.exit };
	struct str out = { 0 };
	const struct finding *f;
	size_t i;
	int status;

	if (cli->json)
		member_open(&out, "reservations", '[');
	for (i = 0; i < findings->n; i++) {
		f = &VEC_AT(findings, struct finding, i);
		if (f->question.outcome != API_OK && !report.exit)
			report.exit = ERR_FAILED;
		if (i && !cli->json)
			str_addc(&out, '\n');
		(cli->json ? show_one_json : show_text)(&out, f,
		    verdict(f), cli->password);
	}
	if (cli->json) {
		member_close(&out, ']');
		report.more = str_text(&out);
	} else {
		out_result(str_text(&out), out.n);
	}
	status = cli_report(cli, &report, false);
	str_free(&out);
	return status;
}

int
cmd_show(struct cli *cli)
{
	struct session s;
	struct vec bookings = VEC_OF(struct booking);
	struct vec findings = VEC_OF(struct finding);
	struct err e = { 0 };
	int status, rc = session_open(&s, cli, STORE_READ, &e);

	if (rc == 0)
		rc = select_bookings(&s, cli, &bookings, &e);
	if (rc == 0)
		rc = verify_ask(&s.run, &bookings, &findings, &e);
	status = rc == 0 ? print(&s, cli, &findings)
	    : cli_fail(cli, &e, NULL);
	vec_free(&bookings);
	vec_free(&findings);
	session_close(&s);
	return status;
}
