/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/num.h"
#include "base/str.h"
#include "cmd/cli.h"
#include "cmd/commands.h"

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
	    : _(" (options of a command stand behind it)"));
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
	cli->command = commands_find(word);
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
