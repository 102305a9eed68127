/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/session.h"
#include "doctor/doctor.h"

static const struct {
	const char *word, *colour;
} looks[] = {
	[CHECK_OK] = { N_("ok"), "\033[32m" },
	[CHECK_WARN] = { N_("warn"), "\033[33m" },
	[CHECK_FAIL] = { N_("FAIL"), "\033[31m" },
	[CHECK_SKIPPED] = { N_("skip"), "\033[2m" },
};

/* Before the message: a mark, and "configuration:", the longest name. */
#define MARK 5
#define NAME 15
#define NARROW 60	/* terminals where lines below begin further left */

/* Where the lines below begin. */
static size_t
left(void)
{
	size_t width = out_width();

	return width && width < NARROW ? MARK : MARK + NAME;
}

static void
add_text(struct str *out, const struct when *when, size_t at,
    const char *text)
{
	struct table_wrap how = { out_width(), left(), at };
	struct str plain = { 0 }, local = { 0 };

	when_message(when, text, &local);
	str_plain(&plain, str_slice(&local));
	table_wrap(out, str_slice(&plain), &how);
	str_addc(out, '\n');
	str_free(&plain);
	str_free(&local);
}

static void
show_finding(struct str *out, const struct doctor *d,
    const struct check_finding *f)
{
	bool colour = out_colour();
	const char *remedy, *word = intl_text(looks[f->status].word);
	size_t n = strlen(f->check);

	str_adds(out, colour ? looks[f->status].colour : "");
	table_pad(out, word, MARK - 1);
	str_addf(out, "%s %s:%*s", colour ? "\033[0m" : "",
	    f->check, n + 1 < NAME ? (int)(NAME - n - 1) : 1, "");
	add_text(out, &d->when, MARK + NAME, f->message);
	if (!f->remedy)
		return;
	remedy = _("remedy: ");
	str_addf(out, "%*s%s", (int)left(), "", remedy);
	add_text(out, &d->when, left() + table_width(slice_str(remedy)),
	    intl_text(f->remedy));
}

static void
show_json_finding(struct str *out, const struct check_finding *f)
{
	member_open(out, NULL, '{');
	member_text(out, "check", f->check);
	member_text(out, "status", check_status_name(f->status));
	member_text(out, "message", f->message);
	member_text(out, "remedy", f->remedy);
	member_close(out, '}');
}

static void
show_count(struct session *s, const struct check_findings *findings)
{
	size_t n[CHECK_SKIPPED + 1] = { 0 }, i;

	for (i = 0; i < findings->n; i++)
		n[findings->items[i].status]++;
	/* In the words that stand before the findings. */
	session_line(s, "doctor: %zu ok, %zu warn, %zu FAIL, %zu skip",
	    n[CHECK_OK], n[CHECK_WARN], n[CHECK_FAIL], n[CHECK_SKIPPED]);
}

static void
list_text(struct session *s, const struct doctor *d)
{
	const struct check_finding *f;
	size_t i;

	for (i = 0; i < d->findings.n; i++) {
		f = &d->findings.items[i];
		if (!s->cli->quiet || f->status == CHECK_FAIL)
			show_finding(&s->out, d, f);
	}
	if (!s->cli->quiet)
		show_count(s, &d->findings);
}

static void
list_json(struct session *s, const struct doctor *d)
{
	size_t i;

	member_open(&s->out, "checks", '[');
	for (i = 0; i < d->findings.n; i++)
		show_json_finding(&s->out, &d->findings.items[i]);
	member_close(&s->out, ']');
}

struct doctor_options {
	bool offline;
};

static const struct option_entry options[] = {
	{ 0, "offline", OPTION_FLAG, offsetof(struct doctor_options,
	    offline), NULL,
	    N_("skip what needs the network"), NULL },
};

static int
run(struct session *s, const void *opt, struct err *e)
{
	const struct doctor_options *o = opt;
	struct doctor d = { .options = { s->cli->config, s->cli->state },
		.clock = &s->cli->clock, .offline = o->offline };

	(void)e;
	s->dry_run = true;
	doctor_run(&d);
	run_exit(&s->run, d.exit);
	(s->cli->json ? list_json : list_text)(s, &d);
	doctor_free(&d);
	return 0;
}

/* It opens by itself what it checks, one after the other. */
const struct command cmd_doctor = {
	"doctor", N_("[OPTION]..."),
	N_("check all that a run needs; each finding has a remedy"),
	N_("Check configuration, file modes, state, calendars, network,\n"
	"clock, credentials and scopes. Each finding names its remedy.\n"
	"Nothing is changed. Ends with 0 when nothing failed, warnings\n"
	"or not, else with the status of the worst finding."),
	"icsreserve doctor --offline",
	OPTIONS(options, struct doctor_options),
	.opens = OPENS_NOTHING, .run = run,
};
