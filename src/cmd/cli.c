/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "base/num.h"
#include "base/out.h"
#include "base/step.h"
#include "cmd/cli.h"

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

static const struct option_entry *
find_option(const struct cli *cli, struct slice name, char letter)
{
	const struct option_entry *o = NULL;

	if (cli->command)
		o = find_in(cli->command->options, cli->command->n_options,
		    name, letter);
	return o ? o : find_in(global_options, n_global_options, name,
	    letter);
}

static bool
takes_value(const struct option_entry *o)
{
	return o->type == OPTION_TEXT || o->type == OPTION_NUMBER;
}

static int
set_option(struct cli *cli, const struct option_entry *o,
    const char *value, struct err *e)
{
	char *at = (char *)cli + o->offset;
	int64_t n;
	bool yes = true;

	switch (o->type) {
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
			    "whole number", o->name, value);
		memcpy(at, &n, sizeof(n));
		break;
	case OPTION_TEXT:
		memcpy(at, &value, sizeof(value));
		break;
	}
	return 0;
}

struct words {
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
	    "%s%s--help%s", near.typed, near.best ? "did you mean --" : "",
	    near.best ? near.best : "", near.best ? "? See" : "see",
	    c ? c->name : "", c ? " " : "", c ? ""
	    : " (options of a command stand behind it)");
	str_free(&typed);
	return -1;
}

static int
no_command(const char *word, struct err *e)
{
	struct near near = { .typed = word };
	size_t i;

	for (i = 0; i < n_commands; i++)
		near_try(&near, commands[i].name);
	return err_set(e, ERR_USAGE, "there is no command '%s'; %s%s%s "
	    "icsreserve --help", word, near.best ? "did you mean " : "",
	    near.best ? near.best : "", near.best ? "? See" : "see");
}

static int
long_option(struct cli *cli, struct words *w, struct err *e)
{
	const char *word = w->argv[w->at] + 2;
	const char *eq = strchr(word, '=');
	struct slice name = slice_of(word, eq ? (size_t)(eq - word)
	    : strlen(word));
	const struct option_entry *o = find_option(cli, name, 0);

	if (!o)
		return no_option(cli, name, e);
	if (!takes_value(o))
		return eq ? err_set(e, ERR_USAGE, "--%s takes no value",
		    o->name) : set_option(cli, o, NULL, e);
	if (eq)
		return set_option(cli, o, eq + 1, e);
	if (w->at + 1 == w->argc)
		return err_set(e, ERR_USAGE, "--%s needs a value", o->name);
	return set_option(cli, o, w->argv[++w->at], e);
}

/* -v -v, -vv, -cFILE, -c FILE */
static int
short_options(struct cli *cli, struct words *w, struct err *e)
{
	const char *word = w->argv[w->at] + 1;
	const struct option_entry *o;

	for (; *word; word++) {
		o = find_option(cli, SLICE(""), *word);
		if (!o)
			return err_set(e, ERR_USAGE, "unknown option '-%c'",
			    *word);
		if (!takes_value(o)) {
			if (set_option(cli, o, NULL, e) == -1)
				return -1;
			continue;
		}
		if (word[1])
			return set_option(cli, o, word + 1, e);
		if (w->at + 1 == w->argc)
			return err_set(e, ERR_USAGE, "-%c needs a value",
			    *word);
		return set_option(cli, o, w->argv[++w->at], e);
	}
	return 0;
}

static int
add_word(struct cli *cli, const char *word, struct err *e)
{
	size_t i;

	if (cli->command) {
		*(const char **)vec_add(&cli->args) = word;
		return 0;
	}
	for (i = 0; i < n_commands && !cli->command; i++)
		if (strcmp(commands[i].name, word) == 0)
			cli->command = &commands[i];
	if (!cli->command && strcmp(word, "help") == 0) {
		cli->help = true;
		return 0;
	}
	return cli->command ? 0 : no_command(word, e);
}

int
cli_parse(struct cli *cli, int argc, char **argv, struct err *e)
{
	struct words w = { argc, 1, argv };
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
		str_addf(out, "  %-24s %s\n", left, table[i].help);
	}
}

/* Two beside each other, so that all fits a screen. */
static void
help_globals(struct str *out)
{
	size_t i, half = (n_global_options + 1) / 2;
	const struct option_entry *o;
	char words[64];

	for (i = 0; i < n_global_options; i++) {
		o = &global_options[i / 2 + (i % 2 ? half : 0)];
		option_words(words, sizeof(words), o);
		str_addf(out, i % 2 ? "%-17s %s\n" : "  %-18s %-22s", words,
		    o->help);
	}
}

static void
help_command(struct str *out, const struct command *c)
{
	size_t i;

	str_addf(out, "usage: icsreserve %s %s\n\n%s\n\n", c->name,
	    c->synopsis, c->summary);
	help_options(out, c->options, c->n_options);
	str_adds(out, c->n_options ? "\n" : "");
	str_adds(out, "Options of every command:");
	for (i = 0; i < n_global_options; i++)
		str_addf(out, "%s--%s%s", i ? " " : "\n  ",
		    global_options[i].name, i == 4 ? "\n " : "");
	str_addf(out, "\n\nExample:\n  %s\n", c->example);
}

void
cli_help(const struct command *command)
{
	struct str out = { 0 };
	size_t i;

	if (command) {
		help_command(&out, command);
	} else {
		str_adds(&out, "usage: icsreserve [OPTION]... COMMAND "
		    "[ARGUMENT]...\nVideo meetings on Feishu/Lark for the "
		    "events of .ics calendars.\n\n");
		for (i = 0; i < n_commands; i++)
			str_addf(&out, "  %-8s %s\n", commands[i].name,
			    commands[i].brief);
		str_adds(&out, "\n");
		help_globals(&out);
		str_adds(&out, "\nEach command explains itself: icsreserve "
		    "COMMAND --help\nExample: icsreserve sync --dry-run "
		    "~/calendars/team\n");
	}
	out_result(str_text(&out), out.n);
	str_free(&out);
}

/* So many warnings are told without -v; errors are told all. */
#define WARNINGS_MOST 100

static void
tell_problems(const struct cli *cli, const struct report *r)
{
	const struct problem *p;
	struct str line = { 0 };
	size_t i, warnings = 0;

	for (i = 0; r->problems && i < r->problems->n; i++) {
		p = &VEC_AT(r->problems, struct problem, i);
		if (!p->exit && ++warnings > WARNINGS_MOST && !cli->verbose)
			continue;
		str_clear(&line);
		show_problem(&line, p);
		out_say(p->exit ? OUT_ERROR : OUT_WARN, "%s",
		    str_text(&line));
	}
	if (warnings > WARNINGS_MOST && !cli->verbose)
		out_say(OUT_WARN, "%zu further warnings; -v shows them",
		    warnings - WARNINGS_MOST);
	str_free(&line);
}

int
cli_report(struct cli *cli, struct report *r, bool summary)
{
	struct str out = { 0 };

	r->elapsed_ms = cli->clock.mono ?
	    cli->clock.mono(&cli->clock) - cli->started : 0;
	tell_problems(cli, r);
	if (cli->json)
		show_json(&out, r);
	else if (summary && !cli->quiet)
		show_summary(&out, r);
	if (out.n)
		out_result(str_text(&out), out.n);
	str_free(&out);
	return r->exit;
}

int
cli_fail(struct cli *cli, const struct err *e, const struct report *partial)
{
	struct vec problems = VEC_OF(struct problem);
	struct report r = { 0 };
	size_t i;
	int exit;

	if (partial)
		r = *partial;
	for (i = 0; r.problems && i < r.problems->n; i++)
		*(struct problem *)vec_add(&problems) =
		    VEC_AT(r.problems, struct problem, i);
	*(struct problem *)vec_add(&problems) = (struct problem){
		.kind = "error", .message = e->msg, .exit = (int)e->code };
	r.command = cli->command ? cli->command->name : "";
	r.problems = &problems;
	if ((int)e->code > r.exit)
		r.exit = (int)e->code;
	exit = cli_report(cli, &r, false);
	vec_free(&problems);
	return exit;
}

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
	if (cli_parse(cli, argc, argv, e) == -1)
		return -1;
	out_init("icsreserve", level(cli), !cli->no_progress && !cli->json);
	if (step_init(e) == -1 || clock_init(&cli->clock, e) == -1)
		return -1;
	cli->started = cli->clock.mono(&cli->clock);
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

int
cli_main(int argc, char **argv)
{
	struct cli cli = { .args = VEC_OF(const char *) };
	struct err e = { 0 };
	int status = 0;

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	if (start(&cli, argc, argv, &e) == -1) {
		cli.json = asks_for_json(argc, argv);
		status = cli_fail(&cli, &e, NULL);
	} else if (cli.version) {
		out_result("icsreserve " ICSR_VERSION "\n",
		    sizeof("icsreserve " ICSR_VERSION "\n") - 1);
	} else if (cli.help) {
		cli_help(cli.command);
	} else {
		status = cli.command->run(&cli);
	}
	/* Whoever reads it must know that something is missing. */
	if (out_failed()) {
		out_say(OUT_ERROR, "standard output can't be written");
		status = status > ERR_FAILED ? status : ERR_FAILED;
	}
	vec_free(&cli.args);
	return status;
}
