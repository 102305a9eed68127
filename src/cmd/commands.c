/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/table.h"
#include "cmd/commands.h"

const struct command *const commands[] = {
	&cmd_sync, &cmd_import, &cmd_export, &cmd_status, &cmd_explain,
	&cmd_show, &cmd_active, &cmd_attendance, &cmd_verify, &cmd_cancel,
	&cmd_backup, &cmd_restore, &cmd_doctor, &cmd_version, &cmd_complete,
};
const size_t n_commands = sizeof(commands) / sizeof(*commands);

const struct command *
commands_find(const char *name)
{
	size_t i;

	for (i = 0; i < n_commands; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

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
help_globals(struct str *out, const struct option_entry *globals, size_t n)
{
	size_t i, half = (n + 1) / 2;
	const struct option_entry *o;
	char words[64];

	for (i = 0; i < n; i++) {
		o = &globals[i / 2 + (i % 2 ? half : 0)];
		option_words(words, sizeof(words), o);
		str_adds(out, i % 2 ? "" : "  ");
		table_pad(out, words, i % 2 ? 18 : 19);
		table_pad(out, intl_text(o->help), i % 2 ? 0 : 22);
		str_adds(out, i % 2 ? "\n" : "");
	}
}

static void
help_command(struct str *out, const struct command *c,
    const struct option_entry *globals, size_t n)
{
	size_t i;

	str_addf(out, _("usage: icsreserve %s%s%s\n\n%s\n\n"), c->name,
	    *c->synopsis ? " " : "", intl_text(c->synopsis),
	    intl_text(c->summary));
	help_options(out, c->options, c->n_options);
	str_adds(out, c->n_options ? "\n" : "");
	str_adds(out, _("Options of every command:"));
	for (i = 0; i < n; i++)
		str_addf(out, "%s--%s%s", i ? " " : "\n  ",
		    globals[i].name, i == 4 ? "\n " : "");
	str_addf(out, _("\n\nExample:\n  %s\n"), c->example);
}

static bool
is_narrow(void)
{
	size_t width = out_width();

	return width && width < FULL_WIDTH;
}

static void
help_program(struct str *out, const struct option_entry *globals, size_t n)
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
		help_options(out, globals, n);
	else
		help_globals(out, globals, n);
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
commands_help(const struct command *command,
    const struct option_entry *globals, size_t n)
{
	struct str out = { 0 }, lines = { 0 };

	if (command)
		help_command(&out, command, globals, n);
	else
		help_program(&out, globals, n);
	if (is_narrow())
		narrow(&lines, str_slice(&out));
	else
		str_add(&lines, str_slice(&out));
	out_result(str_text(&lines), lines.n);
	str_free(&out);
	str_free(&lines);
}
