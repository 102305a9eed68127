/* SPDX-License-Identifier: MIT */
/*
 * print_options PAGE: a manual page with its lists of options made anew from
 * the programs' own tables.  They stand between '.\" options: COMMAND' (or
 * "all", or "sandbox") and '.\" end of options'.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/cli.h"
#include "mdoc.h"
#include "sandbox/options.h"

#define BEGIN ".\\\" options: "
#define END ".\\\" end of options"

/* mdoc wants each sentence on a line of its own. */
static void
print_sentences(const char *text)
{
	for (; *text; text++) {
		putchar(*text);
		if (text[0] == '.' && text[1] == ' ' && text[2] >= 'A' &&
		    text[2] <= 'Z') {
			putchar('\n');
			text++;
		}
	}
	putchar('\n');
}

static void
print_option(char letter, const char *name, const char *arg, const char *help,
    const char *more)
{
	const char *p;

	fputs(".It Fl ", stdout);
	if (letter)
		printf("%c , Fl ", letter);
	printf("-%s", name);
	if (arg) {
		fputs(" Ar ", stdout);
		for (p = arg; *p; p++)
			putchar(*p >= 'A' && *p <= 'Z' ? *p + 'a' - 'A' : *p);
	}
	/* A sentence, of what --help has as a line. */
	printf("\n%c", *help >= 'a' && *help <= 'z' ? *help + 'A' - 'a'
	    : *help);
	print_text(help + 1);
	puts(help[strlen(help) - 1] == '.' ? "" : ".");
	if (more)
		print_sentences(more);
}

static void
print_entries(const struct option_entry *o, size_t n)
{
	for (; n--; o++)
		print_option(o->letter, o->name, o->arg, o->help, o->more);
}

static int
print_list(const char *name)
{
	const struct option *o;
	size_t i;
	int missing = 1;

	puts(".Bl -tag -width Ds -compact");
	if (strcmp(name, "all") == 0) {
		print_entries(global_options, n_global_options);
		missing = 0;
	}
	for (i = 0; i < n_commands; i++) {
		if (strcmp(commands[i]->name, name) == 0) {
			print_entries(commands[i]->options,
			    commands[i]->n_options);
			missing = 0;
		}
	}
	for (i = 0; strcmp(name, "sandbox") == 0 && i < options_n; i++) {
		o = &options_table[i];
		print_option('\0', o->name, o->arg, o->help, o->more);
		missing = 0;
	}
	puts(".El");
	if (missing)
		fprintf(stderr, "print_options: no options of '%s'\n", name);
	return missing;
}

int
main(int argc, char **argv)
{
	FILE *page = argc == 2 ? fopen(argv[1], "r") : NULL;
	char line[1024];
	int skip = 0, bad = !page;

	while (page && fgets(line, sizeof(line), page)) {
		if (strncmp(line, END, sizeof(END) - 1) == 0)
			skip = 0;
		if (!skip)
			fputs(line, stdout);
		if (strncmp(line, BEGIN, sizeof(BEGIN) - 1) == 0) {
			line[strcspn(line, "\n")] = '\0';
			bad |= print_list(line + sizeof(BEGIN) - 1);
			skip = 1;
		}
	}
	if (page)
		fclose(page);
	return bad;
}
