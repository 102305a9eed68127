/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_CLI_H
#define ICSR_CMD_CLI_H

#include "base/clock.h"
#include "base/vec.h"
#include "cmd/command.h"

/* What the command line says, read by the tables of options. */
struct cli {
	const struct command *command;	/* NULL: none */
	void *options;			/* of it, its own struct */
	struct texts args;		/* the rest, borrowed from argv */

	/* options of every command */
	const char *config, *state;
	int64_t verbose;
	bool quiet, json, no_progress, help, version;

	struct clock clock;
	int64_t started;		/* mono, milliseconds */
};

extern const struct option_entry global_options[];
extern const size_t n_global_options;

/*
 * Read argv into a zeroed cli.  ERR_USAGE with what is wrong; what was read
 * so far stays, so that --json is known.  cli_free in any case.
 */
int cli_parse(struct cli *cli, int argc, char **argv, struct err *e);
void cli_free(struct cli *cli);

#endif
