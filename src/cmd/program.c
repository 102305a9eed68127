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
#include "base/str.h"
#include "cmd/metrics.h"
#include "cmd/program.h"
#include "cmd/session.h"

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

/* Bytes of a hook's output that are printed. */
#define SAID_MAX ((size_t)16 * 1024)

extern char **environ;

/* --- the environment of a hook ------------------------------------------- */

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

/* --- hooks ---------------------------------------------------------------- */

/*
 * A hook is a command of [hooks] by /bin/sh.  It has the run's JSON on its
 * standard input (as --json prints it, without what the command adds) and
 * ICSRESERVE_RUN, _COMMAND and _EXIT in its environment, and no variable with
 * a secret.  It is a process group of its own, which is ended after
 * hook_timeout; its output is printed, as an error when it failed.
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
 * reported (session_report): the file of metrics, then the state and its lock
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
	status = session_report(&s, rc, &e);
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
	status = session_report(&s, -1, e);
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
