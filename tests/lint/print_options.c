/* SPDX-License-Identifier: MIT */
/*
 * print_options PAGE: the manual page icsreserve.1 with its lists of
 * options made anew from the program's own tables.  They stand between
 * '.\" options: COMMAND' (or "all") and '.\" end of options'.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/cli.h"

#define BEGIN ".\\\" options: "
#define END ".\\\" end of options"

static void
print_text(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text; text++)
		fputs(*text == '\\' ? "\\e" : (char[]){ *text, '\0' },
		    stdout);
}

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
print_option(const struct option_entry *o)
{
	const char *p;

	fputs(".It Fl ", stdout);
	if (o->letter)
		printf("%c , Fl ", o->letter);
	printf("-%s", o->name);
	if (o->arg) {
		fputs(" Ar ", stdout);
		for (p = o->arg; *p; p++)
			putchar(*p >= 'A' && *p <= 'Z' ? *p + 'a' - 'A' : *p);
	}
	/* A sentence, of what --help has as a line. */
	printf("\n%c", o->help[0] >= 'a' && o->help[0] <= 'z'
	    ? o->help[0] + 'A' - 'a' : o->help[0]);
	print_text(o->help + 1);
	puts(o->help[strlen(o->help) - 1] == '.' ? "" : ".");
	if (o->more)
		print_sentences(o->more);
}

static int
print_list(const char *name)
{
	const struct option_entry *table = NULL;
	size_t i, n = 0;

	if (strcmp(name, "all") == 0) {
		table = global_options;
		n = n_global_options;
	}
	for (i = 0; i < n_commands; i++) {
		if (strcmp(commands[i].name, name) == 0) {
			table = commands[i].options;
			n = commands[i].n_options;
		}
	}
	if (!table) {
		fprintf(stderr, "print_options: no options of '%s'\n", name);
		return 1;
	}
	puts(".Bl -tag -width Ds -compact");
	for (i = 0; i < n; i++)
		print_option(&table[i]);
	puts(".El");
	return 0;
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
