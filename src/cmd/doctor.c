/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/member.h"
#include "base/out.h"
#include "cmd/commands.h"
#include "doctor/doctor.h"

static const struct {
	const char *word, *colour;
} looks[] = {
	[CHECK_OK] = { "ok", "\033[32m" },
	[CHECK_WARN] = { "warn", "\033[33m" },
	[CHECK_FAIL] = { "FAIL", "\033[31m" },
	[CHECK_SKIPPED] = { "skip", "\033[2m" },
};

/* Before the message: a mark, and "configuration:", the longest name. */
#define MARK 5
#define NAME 15

static void
show_finding(struct str *out, const struct check_finding *f, bool colour)
{
	size_t n = strlen(f->check);

	str_addf(out, "%s%-4s%s %s:%*s", colour ? looks[f->status].colour : "",
	    looks[f->status].word, colour ? "\033[0m" : "", f->check,
	    n + 1 < NAME ? (int)(NAME - n - 1) : 1, "");
	str_plain(out, slice_str(f->message));
	str_addc(out, '\n');
	if (!f->remedy)
		return;
	str_addf(out, "%*s", MARK + NAME, "");
	str_adds(out, "remedy: ");
	str_plain(out, slice_str(f->remedy));
	str_addc(out, '\n');
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
show_count(struct str *out, const struct vec *findings)
{
	size_t n[CHECK_SKIPPED + 1] = { 0 }, i;

	for (i = 0; i < findings->n; i++)
		n[VEC_AT(findings, struct check_finding, i).status]++;
	str_addf(out, "doctor: %zu ok, %zu warnings, %zu failures, %zu "
	    "skipped\n", n[CHECK_OK], n[CHECK_WARN], n[CHECK_FAIL],
	    n[CHECK_SKIPPED]);
}

static void
show_text(const struct cli *cli, const struct vec *findings)
{
	const struct check_finding *f;
	struct str out = { 0 };
	size_t i;

	for (i = 0; i < findings->n; i++) {
		f = &VEC_AT(findings, struct check_finding, i);
		if (!cli->quiet || f->status == CHECK_FAIL)
			show_finding(&out, f, out_colour());
	}
	if (!cli->quiet)
		show_count(&out, findings);
	if (out.n)
		out_result(str_text(&out), out.n);
	str_free(&out);
}

static void
make_json(struct str *out, const struct vec *findings)
{
	size_t i;

	member_open(out, "checks", '[');
	for (i = 0; i < findings->n; i++)
		show_json_finding(out, &VEC_AT(findings, struct check_finding,
		    i));
	member_close(out, ']');
}

int
cmd_doctor(struct cli *cli)
{
	struct doctor d = { .options = { cli->config, cli->state },
		.clock = &cli->clock, .offline = cli->offline };
	struct report report = { .command = "doctor", .dry_run = true };
	struct str json = { 0 };
	struct err e = { 0 };
	int status;

	if (cli->args.n) {
		err_set(&e, ERR_USAGE, "doctor takes no arguments");
		return cli_fail(cli, &e, NULL);
	}
	doctor_run(&d);
	report.exit = d.exit;
	if (cli->json)
		make_json(&json, &d.findings);
	else
		show_text(cli, &d.findings);
	report.more = str_text(&json);
	status = cli_report(cli, &report, false);
	str_free(&json);
	doctor_free(&d);
	return status;
}
