/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/out.h"
#include "base/run.h"
#include "base/step.h"
#include "base/stop.h"
#include "cmd/metrics.h"
#include "cmd/program.h"
#include "cmd/session.h"
#include "sync/input.h"
#include "sync/run_life.h"

static int
run_version(struct session *s, const void *options, struct err *e)
{
	(void)options;
	(void)e;
	if (s->cli->json)
		member_text(&s->out, "version", ICSR_VERSION);
	else
		str_adds(&s->out, "icsreserve " ICSR_VERSION "\n");
	return 0;
}

const struct command cmd_version = {
	"version", "",
	N_("print the version"),
	N_("Print the version, as --version does."),
	"icsreserve version",
	.opens = OPENS_NOTHING, .run = run_version,
};

/* --- problems ------------------------------------------------------------- */

/* Warnings that are printed without -v. */
#define WARNINGS_MOST 100

/* By kind and file, and then as they came. */
static int
by_place(const void *a, const void *b)
{
	const struct problem *const *x = a, *const *y = b;
	int c = strcmp((*x)->kind, (*y)->kind);

	if (!c)
		c = strcmp((*x)->file, (*y)->file);
	return c ? c : (*x > *y) - (*x < *y);
}

/* For each problem, the number of problems alike that are printed as this one;
 * 0: another one is printed in its place. */
static size_t *
count_alike(const struct problems *problems, bool all)
{
	const struct problem *one = problems->items, *last = NULL;
	size_t *stands_for = xcalloc(problems->n + 1,
	    sizeof(*stands_for));
	struct {
		const struct problem **items;
		size_t n, cap;
	} alike = { 0 };
	size_t i;

	for (i = 0; i < problems->n; i++) {
		stands_for[i] = 1;
		if (one[i].lenient && !all)
			*VEC_ADD(&alike) = &one[i];
	}
	VEC_SORT(&alike, by_place);
	for (i = 0; i < alike.n; i++) {
		if (!last || strcmp(last->kind, alike.items[i]->kind) != 0 ||
		    strcmp(last->file, alike.items[i]->file) != 0) {
			last = alike.items[i];
			continue;
		}
		stands_for[alike.items[i] - one] = 0;
		stands_for[last - one]++;
	}
	VEC_FREE(&alike);
	return stands_for;
}

static void
tell(const struct problem *p, size_t n, const struct when *when)
{
	struct str line = { 0 }, local = { 0 };

	show_problem(&line, p);
	when_message(when, str_text(&line), &local);
	if (n > 1)
		str_addf(&local, _(" (%zu more of this kind in the file; -v "
		    "names each)"), n - 1);
	out_say(p->exit ? OUT_ERROR : OUT_WARN, "%s", str_text(&local));
	str_free(&line);
	str_free(&local);
}

/*
 * Print problems on stderr, in their order, with times as the user has them.
 * Problems with an exit status are errors and all printed; the others are
 * warnings.  Of the lenient warnings of a kind and file the first is printed
 * with the number of the others, and after 100 warnings only the number of the
 * rest.  With -v every problem is printed.
 */
static void
tell_problems(const struct session *s)
{
	const struct problems *problems = &s->run.problems;
	const struct problem *one = problems->items;
	bool all = s->cli->verbose > 0;
	size_t *stands_for = count_alike(problems, all), i, warnings = 0;

	for (i = 0; i < problems->n; i++) {
		if (!stands_for[i])
			continue;
		if (one[i].exit || all || warnings++ < WARNINGS_MOST)
			tell(&one[i], stands_for[i], &s->when);
	}
	if (warnings > WARNINGS_MOST)
		out_say(OUT_WARN, P_("%zu further warning; -v shows it",
		    "%zu further warnings; -v shows them",
		    warnings - WARNINGS_MOST), warnings - WARNINGS_MOST);
	free(stands_for);
}

/* --- the report ----------------------------------------------------------- */

/* The end of a command that did not fail: its summary and its remark. */
static void
say_summary(struct session *s, const struct report *report)
{
	struct str line = { 0 };

	if (s->with_plan && !s->cli->quiet)
		show_summary(&line, report, s->cli->verbose > 0);
	if (line.n && s->to_stderr) {
		out_say(OUT_INFO, "%s", str_text(&line));
	} else if (line.n) {
		session_line(s, "%s", str_text(&line));
		session_print(s);
	}
	if (s->remark)
		out_say(OUT_INFO, "%s", s->remark);
	str_free(&line);
}

static void
say_json(struct session *s, struct report *report)
{
	struct str out = { 0 };

	tell_problems(s);
	report->more = str_text(&s->out);
	show_json(&out, report);
	out_result(str_text(&out), out.n);
	str_free(&out);
}

static void
say_text(struct session *s, struct report *report, bool ended_well)
{
	struct show_style how = session_style(s);

	if (!ended_well)
		str_clear(&s->out);
	if (session_plan(s) && !s->dry_run)
		show_results(&s->out, report, &how);
	session_print(s);
	tell_problems(s);
	if (ended_well)
		say_summary(s, report);
}

/*
 * Print what came of the command; rc and e are what it ended with.  With
 * --json that is one object on stdout, else the text on stdout, problems on
 * stderr and the summary on stdout.  Returns the exit status.
 */
static int
print_report(struct session *s, int rc, const struct err *e)
{
	const struct cli *cli = s->cli;
	struct run *r = &s->run;
	struct report *report = &s->report;

	*report = (struct report){
		.command = cli->command ? cli->command->name : "",
		.run = s->id,
		.plan = r->plan,
		.dry_run = s->dry_run,
		.problems = &r->problems,
		.actions = &s->actions,
	};

	/* `| head` has read enough, and that is nobody's fault. */
	if (rc == -1 && out_gone())
		rc = 0;
	input_place_problems(r);
	if (rc == -1)
		run_problem(r, &(struct problem){ .kind = "error",
		    .message = e->msg, .exit = (int)e->code });
	if (s->with_plan) {
		run_actions(r, &s->actions);
		report->totals = r->totals;
	}
	report->exit = r->exit;
	if (cli->clock.mono)
		report->elapsed_ms = cli->clock.mono(&cli->clock) -
		    cli->started;
	if (cli->json)
		say_json(s, report);
	else
		say_text(s, report, rc == 0);
	return report->exit;
}

/* --- hooks ---------------------------------------------------------------- */

/* Bytes of a hook's output that are printed. */
#define SAID_MAX ((size_t)16 * 1024)

extern char **environ;

/* Named as one, or with a secret in it that is known here. */
static bool
is_secret(const char *variable)
{
	char *masked = xstrdup(variable);
	bool is = strncmp(variable, "ICSRESERVE_APP_SECRET=", 22) == 0 ||
	    strncmp(variable, "ICSRESERVE_PASSWORD", 19) == 0;

	secret_mask(masked);
	is = is || strcmp(masked, variable) != 0;
	free(masked);
	return is;
}

/* This program ends behind its hooks: its own environment serves. */
static void
prepare_environment(const struct report *r)
{
	char exit[16];
	char **from, **to = environ;

	for (from = environ; from && *from; from++)
		if (!is_secret(*from))
			*to++ = *from;
	if (to)
		*to = NULL;
	snprintf(exit, sizeof(exit), "%d", r->exit);
	setenv("ICSRESERVE_RUN", r->run, 1);
	setenv("ICSRESERVE_COMMAND", r->command, 1);
	setenv("ICSRESERVE_EXIT", exit, 1);
}

/*
 * A hook is a command of [hooks] by /bin/sh.  It has the run's JSON on its
 * standard input (as --json prints it, without what the command adds) and
 * ICSRESERVE_RUN, _COMMAND and _EXIT in its environment, and no variable with
 * a secret.  It is a process group of its own, which is ended after
 * hook_timeout and when it failed; its output is printed, as an error then.
 */

/* Output of a hook, line by line; all of it when it failed, even with -q. */
static void
tell_said(const char *name, const struct str *said, enum out_level level)
{
	struct slice rest = str_slice(said), line;

	while (slice_line(&rest, &line))
		if (line.n)
			out_say(level, "%s: %.*s", name, (int)line.n, line.p);
	if (said->over)
		out_say(level, "%s: ... it said more than %zu bytes", name,
		    SAID_MAX);
}

static void
run_hook(const struct session *s, const char *name, const char *command,
    struct slice input)
{
	struct str said = { .max = SAID_MAX };
	struct err e = { 0 };
	int rc;

	if (!command)
		return;
	rc = run_all(command, input, s->conf.hook_timeout, &said, &e);
	tell_said(name, &said, rc == -1 ? OUT_ERROR : OUT_INFO);
	if (rc == -1)
		out_say(OUT_ERROR, "[hooks] %s: %s", name, e.msg);
	str_free(&said);
}

static bool
changed(const struct totals *t)
{
	return t->created + t->updated + t->renewed + t->deleted +
	    t->files_written > 0;
}

static void
run_hooks(struct session *s)
{
	const struct conf *c = &s->conf;
	struct report report = s->report;
	struct str json = { 0 };

	if (!c->on_change && !c->on_success && !c->on_failure)
		return;
	report.more = NULL;
	show_json(&json, &report);
	secret_mask(json.p);
	prepare_environment(&report);
	if (changed(&report.totals))
		run_hook(s, "on_change", c->on_change, str_slice(&json));
	if (report.exit)
		run_hook(s, "on_failure", c->on_failure, str_slice(&json));
	else
		run_hook(s, "on_success", c->on_success, str_slice(&json));
	str_free(&json);
}

/*
 * What follows a command that may have changed something, once it has been
 * reported: the file of metrics, then the state and its lock
 * are given back, then come the hooks.  Nothing of it changes the exit
 * status; failures are printed.  A run that found another one at work leaves
 * the metrics to that one.
 */
static void
after_run(struct session *s)
{
	struct err e = { 0 };

	if (!s->may_change || s->report.dry_run)
		return;
	if (s->conf.metrics && s->report.exit != ERR_LOCKED &&
	    metrics_write(s, &e) == -1)
		out_say(OUT_ERROR, "[run] metrics: %s", e.msg);
	store_close(s->store);
	s->store = NULL;
	s->run.store = NULL;
	lock_release(&s->lock);
	run_hooks(s);
}

/* --- the program ---------------------------------------------------------- */

static enum out_level
level(const struct cli *cli)
{
	int64_t n = OUT_INFO + cli->verbose;

	if (cli->quiet)
		return OUT_ERROR;
	return n > OUT_TRACE ? OUT_TRACE : (enum out_level)n;
}

static int
start(struct cli *cli, int argc, char **argv, struct err *e)
{
	int rc = clock_init(&cli->clock, e);

	cli->started = cli->clock.mono(&cli->clock);
	if (rc == -1)
		return -1;
	if (cli_parse(cli, argc, argv, e) == -1)
		return -1;
	out_init("icsreserve", level(cli), !cli->no_progress && !cli->json);
	if (step_init(e) == -1)
		return -1;
	if (cli->version)
		cli->command = &cmd_version;
	return 0;
}

/* What was not reached by the parser may still ask for JSON. */
static bool
asks_for_json(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], "--json") == 0)
			return true;
	return false;
}

static int
run(struct cli *cli)
{
	struct session s;
	struct err e = { 0 };
	int status, rc = session_open(&s, cli, &e);

	if (rc == 0)
		rc = cli->command->run(&s, cli->options, &e);
	status = print_report(&s, rc, &e);
	after_run(&s);
	session_close(&s);
	return status;
}

static int
run_nothing(struct cli *cli, const struct err *e)
{
	struct session s;
	int status;

	session_init(&s, cli);
	status = print_report(&s, -1, e);
	session_close(&s);
	return status;
}

int
program_main(int argc, char **argv)
{
	struct cli cli = { 0 };
	struct err e = { 0 };
	int status = 0;

	intl_open(!asks_for_json(argc, argv));
	signal(SIGPIPE, SIG_IGN);
	if (start(&cli, argc, argv, &e) == -1) {
		cli.json = asks_for_json(argc, argv);
		status = run_nothing(&cli, &e);
	} else if (cli.help && !cli.version) {
		cli_help(cli.command);
	} else {
		status = run(&cli);
	}
	/* Whoever reads it must know that something is missing. */
	if (out_failed()) {
		out_say(OUT_ERROR, "standard output can't be written");
		status = status > ERR_FAILED ? status : ERR_FAILED;
	}
	cli_free(&cli);
	stop_end();
	return status;
}
