/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/step.h"
#include "base/stop.h"
#include "cmd/after.h"
#include "cmd/commands.h"
#include "cmd/program.h"
#include "cmd/session.h"

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
		commands_help(cli.command, global_options,
		    n_global_options);
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
