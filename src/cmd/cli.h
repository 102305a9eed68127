/* SPDX-License-Identifier: MIT */
#ifndef ICSR_CMD_CLI_H
#define ICSR_CMD_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"

/* The command line: the rows of commands and options, and what was given. */

struct session;

/*
 * A command is a row: its words, its options, what it needs opened, and the
 * function that runs it.  The row stands in the command's own file; the
 * parser, --help, the completion and the manual's tables of options all read
 * the rows.
 */

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
	size_t offset;		/* in the struct that holds the values */
	const char *arg;	/* what stands for the value in help */
	const char *help;
	const char *more;	/* lines of mdoc for the manual; NULL */
};

/* The table of a command, and the size of the struct that it fills in. */
#define OPTIONS(table, type) .options = (table), \
	.n_options = sizeof(table) / sizeof(*(table)), \
	.options_size = sizeof(type)

/* What a session has open while a command runs; each also what is above. */
enum opens {
	OPENS_NOTHING,
	OPENS_LOCK,		/* configuration and locks, not the state */
	OPENS_READ,		/* configuration and a copy of the state */
	OPENS_RECORD,		/* configuration, the lock of attendance, and
				 * a copy of the state: a run may be at work */
	OPENS_WRITE,		/* configuration, lock and state */
};

struct needs {
	enum opens opens;
	int64_t wait;		/* for the lock, in seconds */
};

struct command {
	const char *name, *synopsis;
	const char *brief;	/* a line in the list of commands; NULL: it is
				 * for programs, and not listed */
	const char *summary;	/* lines of its --help */
	const char *example;
	const struct option_entry *options;
	size_t n_options, options_size;

	enum opens opens;
	/* What these options change of that; NULL: nothing. */
	void (*needs)(const void *options, struct needs *needs);
	/* It has nothing to do without a state; a missing one is reported. */
	bool expects_state;

	/*
	 * Fills in what the session is to say.  options is the command's own
	 * struct.  -1 with the error that ended it.
	 */
	int (*run)(struct session *s, const void *options, struct err *e);
};

/* The rows, each in its command's file, and their order in --help. */
extern const struct command cmd_sync, cmd_import, cmd_export, cmd_status,
    cmd_explain, cmd_show, cmd_active, cmd_attendance, cmd_verify, cmd_cancel,
    cmd_backup, cmd_restore, cmd_doctor, cmd_version, cmd_complete;

extern const struct command *const commands[];
extern const size_t n_commands;

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

/* Print the help of a command, or of the program when it is NULL. */
void cli_help(const struct command *command);

#endif
