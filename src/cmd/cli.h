/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_CLI_H
#define ICSR_CMD_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"
#include "plan/show.h"

/*
 * The command line.  Options are tables, from which the parser, --help and
 * the manual's test are made; a command is an entry of the table in
 * cmd/commands.c.
 */

/* All values that options can set; each command's table names its own. */
struct cli {
	const struct command *command;
	struct clock clock;
	int64_t started;		/* mono, milliseconds */

	/* global */
	const char *config, *state;
	int64_t verbose;
	bool quiet, json, no_progress, help, version;

	/* of commands */
	bool dry_run, force, no_write_back;
	bool failed, upcoming, all;
	bool in_place;
	const char *output, *csv, *rejects, *encoding, *keep;
	const char *format, *lang, *title;
	int64_t days;
	bool password, participants, sheet, repair, offline;
	int64_t wait;			/* seconds */
	const char *max_deletes;
	const char *calendar;
	struct vec args;		/* const char * */
};

enum option_type {
	OPTION_FLAG,		/* bool */
	OPTION_COUNT,		/* int64_t, one more each time */
	OPTION_NUMBER,		/* int64_t, 0 or more */
	OPTION_TEXT,		/* const char * */
};

struct option_entry {
	char letter;		/* 0: none */
	const char *name;
	enum option_type type;
	size_t offset;		/* in struct cli */
	const char *arg;	/* what stands for the value in help */
	const char *help;
	const char *more;	/* lines of mdoc for the manual; NULL */
};

struct command {
	const char *name, *synopsis;
	const char *brief;	/* a line in the list of commands */
	const char *summary;	/* lines of its --help */
	const char *example;
	const struct option_entry *options;
	size_t n_options;
	/* Prints its result; returns the exit status.  Errors that end it
	 * go through cli_fail. */
	int (*run)(struct cli *cli);
};

extern const struct command commands[];
extern const size_t n_commands;
extern const struct option_entry global_options[];
extern const size_t n_global_options;

/*
 * Read argv.  ERR_USAGE with what is wrong; what was read so far stays, so
 * that --json is known.
 */
int cli_parse(struct cli *cli, int argc, char **argv, struct err *e);

/* Print help for the program (command NULL) or a command. */
void cli_help(const struct command *command);

/* The whole program; returns the exit status. */
int cli_main(int argc, char **argv);

/*
 * Print the report, as JSON with --json, else its problems on stderr and
 * the summary on stdout.  Returns the exit status: the report's.
 */
int cli_report(struct cli *cli, struct report *r, bool summary);

/* The same for an error that ended the command; partial may be NULL. */
int cli_fail(struct cli *cli, const struct err *e,
    const struct report *partial);

#endif
