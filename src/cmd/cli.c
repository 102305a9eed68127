/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/out.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/cli.h"

const struct command *const commands[] = {
	&cmd_sync, &cmd_import, &cmd_export, &cmd_status, &cmd_explain,
	&cmd_show, &cmd_active, &cmd_attendance, &cmd_verify, &cmd_cancel,
	&cmd_backup, &cmd_restore, &cmd_doctor, &cmd_version, &cmd_complete,
};
const size_t n_commands = sizeof(commands) / sizeof(*commands);

static const struct command *
find_command(const char *name)
{
	size_t i;

	for (i = 0; i < n_commands; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

#define AT(member) offsetof(struct cli, member)

const struct option_entry global_options[] = {
	{ 'c', "config", OPTION_TEXT, AT(config), "FILE",
	    N_("the configuration"),
	    "See\n"
	    ".Xr icsreserve.conf 5 ." },
	{ 0, "state", OPTION_TEXT, AT(state), "FILE",
	    N_("the state database"),
	    "Default is\n"
	    ".Ev $ICSRESERVE_STATE ,\n"
	    "else\n"
	    ".Cm [sync] state ,\n"
	    "else\n"
	    ".Pa $XDG_STATE_HOME/icsreserve/state.db\n"
	    ".Pq where Ev $XDG_STATE_HOME No is Pa ~/.local/state No when "
	    "unset ." },
	{ 'v', "verbose", OPTION_COUNT, AT(verbose), NULL,
	    N_("print more (to -vvv)"),
	    "Once: UIDs, the events left out and why, long lists in full, the "
	    "files written,\n"
	    "and totals that are 0. Twice: each call. Three times: bodies, "
	    "without secrets." },
	{ 'q', "quiet", OPTION_FLAG, AT(quiet), NULL,
	    N_("print errors only"), NULL },
	{ 0, "json", OPTION_FLAG, AT(json), NULL,
	    N_("one JSON object"),
	    "On standard output, however the command ends." },
	{ 0, "no-progress", OPTION_FLAG, AT(no_progress), NULL,
	    N_("no progress bar"), NULL },
	{ 'h', "help", OPTION_FLAG, AT(help), NULL,
	    N_("list the options"), NULL },
	{ 0, "version", OPTION_FLAG, AT(version), NULL,
	    N_("print the version"), NULL },
};
const size_t n_global_options = sizeof(global_options) /
    sizeof(*global_options);

/* --- help ---------------------------------------------------------------- */

/* "-c, --config FILE" */
static void
option_words(char *out, size_t size, const struct option_entry *o)
{
	snprintf(out, size, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
	    o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
	    o->arg ? " " : "", o->arg ? o->arg : "");
}

static void
help_options(struct str *out, const struct option_entry *table, size_t n)
{
	char left[64];
	size_t i;

	for (i = 0; i < n; i++) {
		option_words(left, sizeof(left), &table[i]);
		str_addf(out, "  %-24s %s\n", left,
		    intl_text(table[i].help));
	}
}

/* What the texts are made for. */
#define FULL_WIDTH 80

/* Two beside each other, so that all fits a screen. */
static void
help_globals(struct str *out)
{
	size_t i, n = n_global_options, half = (n + 1) / 2;
	const struct option_entry *o;
	char words[64];

	for (i = 0; i < n; i++) {
		o = &global_options[i / 2 + (i % 2 ? half : 0)];
		option_words(words, sizeof(words), o);
		str_adds(out, i % 2 ? "" : "  ");
		table_pad(out, words, i % 2 ? 18 : 19);
		table_pad(out, intl_text(o->help), i % 2 ? 0 : 22);
		str_adds(out, i % 2 ? "\n" : "");
	}
}

static void
help_command(struct str *out, const struct command *c)
{
	size_t i;

	str_addf(out, _("usage: icsreserve %s%s%s\n\n%s\n\n"), c->name,
	    *c->synopsis ? " " : "", intl_text(c->synopsis),
	    intl_text(c->summary));
	help_options(out, c->options, c->n_options);
	str_adds(out, c->n_options ? "\n" : "");
	str_adds(out, _("Options of every command:"));
	for (i = 0; i < n_global_options; i++)
		str_addf(out, "%s--%s%s", i ? " " : "\n  ",
		    global_options[i].name, i == 4 ? "\n " : "");
	str_addf(out, _("\n\nExample:\n  %s\n"), c->example);
}

static bool
is_narrow(void)
{
	size_t width = out_width();

	return width && width < FULL_WIDTH;
}

static void
help_program(struct str *out)
{
	size_t i;

	str_adds(out, _("usage: icsreserve [OPTION]... COMMAND "
	    "[ARGUMENT]...\nVideo meetings on Feishu/Lark for the "
	    "events of .ics calendars.\n\n"));
	for (i = 0; i < n_commands; i++)
		if (commands[i]->brief)
			str_addf(out, "  %-11s%s\n", commands[i]->name,
			    intl_text(commands[i]->brief));
	str_adds(out, "\n");
	if (is_narrow())
		help_options(out, global_options, n_global_options);
	else
		help_globals(out);
	str_adds(out, _("Each command explains itself: icsreserve "
	    "COMMAND --help\nExample: icsreserve sync --dry-run "
	    "~/calendars/team\n"));
}

/* Each line anew, for a terminal that has less room. */
static void
narrow(struct str *out, struct slice text)
{
	struct table_wrap how = { .width = out_width() };
	struct slice line;
	size_t blanks;

	while (slice_line(&text, &line)) {
		for (blanks = 0; blanks < line.n && line.p[blanks] == ' ';)
			blanks++;
		how.indent = blanks + (blanks ? 4 : 0);
		table_wrap(out, line, &how);
		str_addc(out, '\n');
	}
}

void
cli_help(const struct command *command)
{
	struct str out = { 0 }, lines = { 0 };

	if (command)
		help_command(&out, command);
	else
		help_program(&out);
	if (is_narrow())
		narrow(&lines, str_slice(&out));
	else
		str_add(&lines, str_slice(&out));
	out_result(str_text(&lines), lines.n);
	str_free(&out);
	str_free(&lines);
}

/* --- options ------------------------------------------------------------- */

static const struct option_entry *
find_in(const struct option_entry *table, size_t n, struct slice name,
    char letter)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (letter ? table[i].letter == letter
		    : slice_eq(slice_str(table[i].name), name))
			return &table[i];
	return NULL;
}

/* An option and the struct that its value goes into. */
struct found {
	const struct option_entry *o;	/* NULL: there is none */
	char *values;
};

static struct found
find_option(struct cli *cli, struct slice name, char letter)
{
	const struct command *c = cli->command;
	struct found f = { NULL, cli->options };

	if (c)
		f.o = find_in(c->options, c->n_options, name, letter);
	if (f.o)
		return f;
	return (struct found){ find_in(global_options, n_global_options,
	    name, letter), (char *)cli };
}

static bool
takes_value(const struct option_entry *o)
{
	return o->type == OPTION_TEXT || o->type == OPTION_NUMBER;
}

static int
set_option(const struct found *f, const char *value, struct err *e)
{
	char *at = f->values + f->o->offset;
	int64_t n;
	bool yes = true;

	switch (f->o->type) {
	case OPTION_FLAG:
		memcpy(at, &yes, sizeof(yes));
		break;
	case OPTION_COUNT:
		memcpy(&n, at, sizeof(n));
		n++;
		memcpy(at, &n, sizeof(n));
		break;
	case OPTION_NUMBER:
		if (!num_parse(slice_str(value), 0, INT32_MAX, &n))
			return err_set(e, ERR_USAGE, "--%s: '%s' is not a "
			    "whole number", f->o->name, value);
		memcpy(at, &n, sizeof(n));
		break;
	case OPTION_TEXT:
		memcpy(at, &value, sizeof(value));
		break;
	}
	return 0;
}

/* --- words --------------------------------------------------------------- */

struct line {
	int argc, at;
	char **argv;
};

static void
try_all(struct near *near, const struct option_entry *table, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		near_try(near, table[i].name);
}

static int
no_option(const struct cli *cli, struct slice name, struct err *e)
{
	const struct command *c = cli->command;
	struct str typed = { 0 };
	struct near near = { 0 };

	str_add(&typed, name);
	near.typed = str_text(&typed);
	try_all(&near, global_options, n_global_options);
	if (c)
		try_all(&near, c->options, c->n_options);
	err_set(e, ERR_USAGE, "unknown option '--%s'; %s%s%s icsreserve "
	    "%s%s--help%s", near.typed, near.best ? _("did you mean --") : "",
	    near.best ? near.best : "", near.best ? _("? See") : _("see"),
	    c ? c->name : "", c ? " " : "", c ? ""
	    : _(" (options of a command come after it)"));
	str_free(&typed);
	return -1;
}

static int
no_command(const char *word, struct err *e)
{
	struct near near = { .typed = word };
	size_t i;

	for (i = 0; i < n_commands; i++)
		if (commands[i]->brief)
			near_try(&near, commands[i]->name);
	return err_set(e, ERR_USAGE, "there is no command '%s'; %s%s%s "
	    "icsreserve --help", word, near.best ? _("did you mean ") : "",
	    near.best ? near.best : "", near.best ? _("? See") : _("see"));
}

static int
long_option(struct cli *cli, struct line *w, struct err *e)
{
	const char *word = w->argv[w->at] + 2;
	const char *eq = strchr(word, '=');
	struct slice name = slice_of(word, eq ? (size_t)(eq - word)
	    : strlen(word));
	struct found f = find_option(cli, name, 0);

	if (!f.o)
		return no_option(cli, name, e);
	if (!takes_value(f.o))
		return eq ? err_set(e, ERR_USAGE, "--%s takes no value",
		    f.o->name) : set_option(&f, NULL, e);
	if (eq)
		return set_option(&f, eq + 1, e);
	if (w->at + 1 == w->argc)
		return err_set(e, ERR_USAGE, "--%s needs a value", f.o->name);
	return set_option(&f, w->argv[++w->at], e);
}

/* -v -v, -vv, -cFILE, -c FILE */
static int
short_options(struct cli *cli, struct line *w, struct err *e)
{
	const char *word = w->argv[w->at] + 1;
	struct found f;

	for (; *word; word++) {
		f = find_option(cli, SLICE(""), *word);
		if (!f.o)
			return err_set(e, ERR_USAGE, "unknown option '-%c'",
			    *word);
		if (!takes_value(f.o)) {
			if (set_option(&f, NULL, e) == -1)
				return -1;
			continue;
		}
		if (word[1])
			return set_option(&f, word + 1, e);
		if (w->at + 1 == w->argc)
			return err_set(e, ERR_USAGE, "-%c needs a value",
			    *word);
		return set_option(&f, w->argv[++w->at], e);
	}
	return 0;
}

/* Whether the usage of a command names more than its options. */
static bool
takes_words(const struct command *c)
{
	return *c->synopsis && strcmp(c->synopsis, "[OPTION]...") != 0;
}

static int
add_word(struct cli *cli, const char *word, struct err *e)
{
	if (cli->command && !takes_words(cli->command))
		return err_set(e, ERR_USAGE, "%s takes no arguments, and was "
		    "given '%s'; see icsreserve %s --help",
		    cli->command->name, word, cli->command->name);
	if (cli->command) {
		*VEC_ADD(&cli->args) = word;
		return 0;
	}
	if (strcmp(word, "help") == 0) {
		cli->help = true;
		return 0;
	}
	cli->command = find_command(word);
	if (!cli->command)
		return no_command(word, e);
	/* One byte, for a command without options of its own. */
	cli->options = xcalloc(1, cli->command->options_size + 1);
	return 0;
}

int
cli_parse(struct cli *cli, int argc, char **argv, struct err *e)
{
	struct line w = { argc, 1, argv };
	bool options = true;
	const char *word;
	int rc = 0;

	for (; w.at < argc && rc == 0; w.at++) {
		word = argv[w.at];
		if (options && strcmp(word, "--") == 0)
			options = false;
		else if (options && strncmp(word, "--", 2) == 0)
			rc = long_option(cli, &w, e);
		else if (options && word[0] == '-' && word[1])
			rc = short_options(cli, &w, e);
		else
			rc = add_word(cli, word, e);
	}
	if (rc == 0 && !cli->command && !cli->help && !cli->version)
		rc = err_set(e, ERR_USAGE, "no command is given; see "
		    "icsreserve --help");
	return rc;
}

void
cli_free(struct cli *cli)
{
	VEC_FREE(&cli->args);
	free(cli->options);
	cli->options = NULL;
}
