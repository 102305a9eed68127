/* SPDX-License-Identifier: MIT */
/*
 * print_completions bash|zsh|fish: the tables in contrib/completions, from the
 * programs' own tables of commands and options.  What stands for an argument
 * in --help says what its values are.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/cli.h"
#include "export/export.h"
#include "sandbox/options.h"

/* An option of either program. */
struct item {
	char letter;
	const char *name, *arg, *help;
	bool repeats;
};

static struct item
item_of(const struct option_entry *o)
{
	return (struct item){ o->letter, o->name, o->arg, o->help,
	    o->type == OPTION_COUNT };
}

static struct item
sandbox_item(const struct option *o)
{
	return (struct item){ 0, o->name, o->arg, o->help,
	    o->kind == KIND_LIST || o->kind == KIND_ASSUMPTION };
}

/* --- values -------------------------------------------------------------- */

static void
add_formats(struct str *out)
{
	const struct export_format *const *f;

	for (f = export_formats; *f; f++)
		str_addf(out, " %s", (*f)->name);
}

/* "  NAME  VALUE|VALUE  text" as NAME=VALUE words. */
static void
add_assumptions(struct str *out)
{
	struct str help = { 0 };
	struct slice rest, line, name, values, value;

	assume_help(&help);
	rest = str_slice(&help);
	while (slice_line(&rest, &line)) {
		if (!slice_word(&line, " ", &name) ||
		    !slice_word(&line, " ", &values))
			continue;
		while (slice_word(&values, "|", &value))
			str_addf(out, " %.*s=%.*s", (int)name.n, name.p,
			    (int)value.n, value.p);
	}
	str_free(&help);
}

/*
 * What an argument may be: "files", "calendars", "uids", or "words" and these
 * behind it; "": nothing that is known.
 */
static const char *
values_of(const char *arg)
{
	static struct str words;
	char *bar;

	if (!arg)
		return "";
	str_clear(&words);
	str_adds(&words, "words");
	if (strcmp(arg, "FILE") == 0 || strcmp(arg, "OUT.ics") == 0)
		return "files";
	if (strcmp(arg, "CALENDAR") == 0)
		return "calendars";
	if (strcmp(arg, "FORMAT") == 0)
		add_formats(&words);
	else if (strcmp(arg, "NAME=VALUE") == 0)
		add_assumptions(&words);
	else if (strchr(arg, '|') &&
	    !strpbrk(arg, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		str_addf(&words, " %s", arg);
	while ((bar = strchr(words.p, '|')))
		*bar = ' ';
	return strcmp(words.p, "words") == 0 ? "" : words.p;
}

/* Of a command's words behind its options. */
static const char *
arguments_of(const struct command *c)
{
	static struct str kinds;

	str_clear(&kinds);
	if (strstr(c->synopsis, "uids"))
		return "words calendars uids";
	if (strstr(c->synopsis, "UID"))
		str_adds(&kinds, "uids ");
	if (strstr(c->synopsis, "CALENDAR"))
		str_adds(&kinds, "calendars ");
	if (strstr(c->synopsis, "PATH") || strstr(c->synopsis, "FILE"))
		str_adds(&kinds, "files ");
	if (kinds.n)
		kinds.p[--kinds.n] = '\0';
	return str_text(&kinds);
}

/* --- what the three have in common --------------------------------------- */

/* Call back for each option of a command (NULL: the global ones). */
static void
each_option(const struct command *c, void (*f)(const struct command *c,
    const struct item *it))
{
	const struct option_entry *o = c ? c->options : global_options;
	size_t n = c ? c->n_options : n_global_options, i;
	struct item it;

	for (i = 0; i < n; i++) {
		it = item_of(&o[i]);
		f(c, &it);
	}
}

static void
each_sandbox_option(void (*f)(const struct item *it))
{
	struct item it;
	size_t i;

	for (i = 0; i < options_n; i++) {
		it = sandbox_item(&options_table[i]);
		f(&it);
	}
}

/* A text with a backslash before each character of a set. */
static void
put_escaped(const char *text, const char *set)
{
	for (; *text; text++) {
		if (strchr(set, *text))
			putchar('\\');
		putchar(*text);
	}
}

/* In single quotes; one in it ends them and begins them again. */
static void
put_quoted(const char *text)
{
	putchar('\'');
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			putchar(*text);
	putchar('\'');
}

/* "words" or "" before the words alone. */
static const char *
words_alone(const char *kinds)
{
	return strncmp(kinds, "words ", 6) == 0 ? kinds + 6 : kinds;
}

/* --- bash ---------------------------------------------------------------- */

static void
bash_words(const struct command *c, const struct item *it)
{
	(void)c;
	if (it->letter)
		printf("-%c ", it->letter);
	printf("--%s ", it->name);
}

/* Patterns of "OPTION COMMAND": a global one has any command. */
static void
bash_values(const struct command *c, const struct item *it)
{
	if (!it->arg)
		return;
	fputs("\t", stdout);
	if (it->letter)
		printf("'-%c %s'%s | ", it->letter, c ? c->name : "",
		    c ? "" : "*");
	printf("'--%s %s'%s) kinds='%s' ;;\n", it->name, c ? c->name : "",
	    c ? "" : "*", values_of(it->arg));
}

static void
bash_sandbox_values(const struct item *it)
{
	bash_values(NULL, it);
}

static void
bash_sandbox_word(const struct item *it)
{
	printf("--%s ", it->name);
}

static void
print_bash(void)
{
	size_t i;

	puts("_icsreserve_option()\n{\n\tcase \"$1 $2\" in");
	each_option(NULL, bash_values);
	for (i = 0; i < n_commands; i++)
		each_option(commands[i], bash_values);
	puts("\tesac\n}\n_icsreserve_command()\n{\n\tcase $1 in");
	for (i = 0; i < n_commands; i++) {
		printf("\t%s)\n\t\toptions='", commands[i]->name);
		each_option(commands[i], bash_words);
		printf("'\n\t\targuments='%s' ;;\n", arguments_of(commands[i]));
	}
	fputs("\t*) arguments='words", stdout);
	for (i = 0; i < n_commands; i++)
		if (commands[i]->brief)
			printf(" %s", commands[i]->name);
	fputs("' ;;\n\tesac\n\toptions+='", stdout);
	each_option(NULL, bash_words);
	puts("'\n}\n_icsreserve_sandbox_option()\n{\n\tcase \"$1 $2\" in");
	each_sandbox_option(bash_sandbox_values);
	fputs("\tesac\n}\n_icsreserve_sandbox_command()\n{\n\toptions='", stdout);
	each_sandbox_option(bash_sandbox_word);
	puts("'\n}");
}

/* --- zsh ----------------------------------------------------------------- */

static void
zsh_action(const char *kinds)
{
	if (strcmp(kinds, "files") == 0)
		fputs("_files", stdout);
	else if (strcmp(kinds, "calendars") == 0)
		fputs("_icsreserve_values calendars", stdout);
	else
		printf(*kinds ? "(%s)" : " ", words_alone(kinds));
}

static void
zsh_option(const struct item *it)
{
	fputs("\t    ", stdout);
	if (it->repeats)
		printf("'*'%s", it->letter ? "{" : "");
	else if (it->letter)
		printf("'(-%c --%s)'{", it->letter, it->name);
	if (it->letter)
		printf("-%c%s,", it->letter, it->arg ? "+" : "");
	printf("--%s%s%s'[", it->name, it->arg ? "=" : "",
	    it->letter ? "}" : "");
	for (const char *p = it->help; *p; p++) {
		if (strchr("[]:\\", *p))
			putchar('\\');
		fputs(*p == '\'' ? "'\\''" : (char[]){ *p, '\0' }, stdout);
	}
	putchar(']');
	if (it->arg) {
		putchar(':');
		put_escaped(it->arg, ":[]");
		putchar(':');
		zsh_action(values_of(it->arg));
	}
	puts("'");
}

static void
zsh_command_option(const struct command *c, const struct item *it)
{
	(void)c;
	zsh_option(it);
}

static void
print_zsh(void)
{
	size_t i;

	puts("_icsreserve_commands()\n{\n\tlocal -a commands=(");
	for (i = 0; i < n_commands; i++) {
		if (!commands[i]->brief)
			continue;
		fputs("\t    ", stdout);
		put_quoted(commands[i]->name);
		fputs("':'", stdout);
		put_quoted(commands[i]->brief);
		putchar('\n');
	}
	puts("\t)\n\t_describe command commands\n}");
	puts("_icsreserve_globals()\n{\n\tglobals=(");
	for (i = 0; i < n_global_options; i++) {
		struct item it = item_of(&global_options[i]);

		zsh_option(&it);
	}
	puts("\t)\n}");
	puts("_icsreserve_command()\n{\n\tcase $1 in");
	for (i = 0; i < n_commands; i++) {
		printf("\t%s)\n\t    kinds=(%s)\n\t    options=(\n",
		    commands[i]->name, arguments_of(commands[i]));
		each_option(commands[i], zsh_command_option);
		puts("\t    ) ;;");
	}
	puts("\tesac\n}");
	puts("_icsreserve_sandbox()\n{\n\toptions=(");
	each_sandbox_option(zsh_option);
	puts("\t)\n}");
}

/* --- fish ---------------------------------------------------------------- */

static void
fish_option(const char *program, const char *condition,
    const struct item *it)
{
	const char *kinds = values_of(it->arg);

	printf("complete -c %s", program);
	if (condition)
		printf(" -n '__icsreserve_has %s'", condition);
	if (it->letter)
		printf(" -s %c", it->letter);
	printf(" -l %s", it->name);
	if (strcmp(kinds, "files") == 0)
		fputs(" -rF", stdout);
	else if (strcmp(kinds, "calendars") == 0)
		fputs(" -xa '(__icsreserve_values calendars)'", stdout);
	else if (it->arg)
		printf(" -xa '%s'", words_alone(kinds));
	fputs(" -d '", stdout);
	put_escaped(it->help, "'\\");
	puts("'");
}

static void
fish_command_option(const struct command *c, const struct item *it)
{
	fish_option("icsreserve", c ? c->name : NULL, it);
}

static void
fish_valued(const struct command *c, const struct item *it)
{
	(void)c;
	if (it->arg && it->letter)
		printf(" -%c", it->letter);
	if (it->arg)
		printf(" --%s", it->name);
}

static void
fish_sandbox_option(const struct item *it)
{
	fish_option("icsreserve-sandbox", NULL, it);
}

static void
fish_arguments(const struct command *c)
{
	static const char *const kinds[] = { "uids", "calendars" };
	const char *wanted = arguments_of(c);
	size_t i;

	for (i = 0; i < 2 && c->brief; i++)
		if (strstr(wanted, kinds[i]))
			printf("complete -c icsreserve -n '__icsreserve_has %s'"
			    " -a '(__icsreserve_values %s)'\n", c->name,
			    kinds[i]);
	if (strstr(wanted, "files"))
		printf("complete -c icsreserve -n '__icsreserve_has %s' -F\n",
		    c->name);
}

static void
print_fish(void)
{
	size_t i;

	fputs("set -g __icsreserve_valued", stdout);
	each_option(NULL, fish_valued);
	for (i = 0; i < n_commands; i++)
		each_option(commands[i], fish_valued);
	putchar('\n');
	each_option(NULL, fish_command_option);
	for (i = 0; i < n_commands; i++) {
		if (commands[i]->brief) {
			printf("complete -c icsreserve -n __icsreserve_none "
			    "-a %s -d '", commands[i]->name);
			put_escaped(commands[i]->brief, "'\\");
			puts("'");
		}
		each_option(commands[i], fish_command_option);
		fish_arguments(commands[i]);
	}
	each_sandbox_option(fish_sandbox_option);
}

int
main(int argc, char **argv)
{
	const char *shell = argc == 2 ? argv[1] : "";

	if (strcmp(shell, "bash") == 0)
		print_bash();
	else if (strcmp(shell, "zsh") == 0)
		print_zsh();
	else if (strcmp(shell, "fish") == 0)
		print_fish();
	else
		return 2;
	return ferror(stdout) != 0;
}
