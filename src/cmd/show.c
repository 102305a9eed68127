/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "base/member.h"
#include "base/out.h"
#include "base/table.h"
#include "cmd/drift_view.h"
#include "cmd/targets.h"
#include "plan/show.h"

struct show_options {
	bool password;
};

static const struct option_entry options[] = {
	{ 0, "password", OPTION_FLAG, offsetof(struct show_options,
	    password), NULL,
	    N_("show the meeting password"), NULL },
};

/* What one booking came to; "" for the JSON of a booking is null. */
static const char *
verdict(const struct finding *f)
{
	const struct booking *b = &f->booking;

	if (!b->reserve_id)
		return _("no reservation is recorded");
	if (!verify_answered(f))
		return f->query.error.message;
	if (f->query.outcome == API_GONE)
		return _("the server has no such reservation");
	if (!b->id)
		return _("not made by this tool, or forgotten");
	return f->drifts ? _("it differs from what is recorded")
	    : _("as it is recorded");
}

static void
show_text(struct session *s, const struct finding *f, const char *say,
    bool password)
{
	const struct drift_view x = { f, false, password, &s->when };
	const struct booking *b = &f->booking;
	struct table_wrap how = { out_width(), 3, 0 };
	struct str title = { 0 }, tail = { 0 };
	char when[WHEN_TEXT];

	str_plain(&title, slice_str(b->topic ? b->topic : b->reserve_id));
	if (b->id) {
		str_addf(&tail, "  %s  [", when_range(&s->when, b->start,
		    b->end, when));
		str_plain(&tail, slice_str(b->uid));
		str_adds(&tail, "]");
	}
	table_line(&s->out, &(struct table_line){ SLICE(""),
	    str_slice(&title), str_slice(&tail), how.width });
	drift_view_text(&s->out, &x, how.width);
	str_clear(&tail);
	str_adds(&tail, "=> ");
	str_plain(&tail, slice_str(say));
	table_wrap(&s->out, str_slice(&tail), &how);
	str_addc(&s->out, '\n');
	str_free(&title);
	str_free(&tail);
}

static void
show_one_json(struct session *s, const struct finding *f, const char *say,
    bool password)
{
	struct str *out = &s->out;
	const struct drift_view x = { f, false, password, &s->when };
	const struct booking *b = &f->booking;

	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "reserve_id", b->reserve_id);
	member_text(out, "state", b->id ? booking_state_name(b->state) : NULL);
	member_text(out, "verdict", say);
	drift_view_json(out, &x);
	member_close(out, '}');
}

static void
print(struct session *s, const struct show_options *o,
    const struct findings *findings)
{
	const struct finding *f;
	bool json = s->cli->json;
	size_t i;

	if (json)
		member_open(&s->out, "reservations", '[');
	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		if (f->query.outcome != API_OK)
			run_exit(&s->run, ERR_FAILED);
		if (i && !json)
			str_addc(&s->out, '\n');
		(json ? show_one_json : show_text)(s, f, verdict(f),
		    o->password);
	}
	if (json)
		member_close(&s->out, ']');
	session_zone(s);
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct bookings bookings = { 0 };
	struct findings findings = { 0 };
	int rc = targets_bookings(s, TARGETS_IDS, &bookings, e);

	if (rc == 0)
		rc = verify_ask(&s->run, &bookings, &findings, e);
	if (rc == 0)
		print(s, opt, &findings);
	VEC_FREE(&bookings);
	VEC_FREE(&findings);
	return rc;
}

const struct command cmd_show = {
	"show", N_("[OPTION]... UID|RESERVE_ID..."),
	N_("a reservation as the server has it beside the record"),
	N_("Show a reservation as the server has it beside what is recorded\n"
	"of it. Fields that differ are marked with '*'. Nothing is\n"
	"changed."),
	"icsreserve show weekly@example.com",
	OPTIONS(options, struct show_options),
	.opens = OPENS_READ, .expects_state = true, .run = run,
};
