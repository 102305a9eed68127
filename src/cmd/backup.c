/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/member.h"
#include "cmd/change.h"
#include "cmd/commands.h"
#include "cmd/session.h"
#include "store/backup.h"

static const char *
only_file(const struct session *s, struct err *e)
{
	const struct words *args = &s->cli->args;
	const char *file = args->n == 1 ? args->items[0] : "";

	if (*file && strcmp(file, "-") != 0)
		return file;
	err_set(e, ERR_USAGE, "name one FILE");
	return NULL;
}

static int
back_up(struct session *s, const void *options, struct err *e)
{
	const char *file = only_file(s, e);

	(void)options;
	return file ? backup_write(s->store, s->conf.state, file,
	    &s->cli->clock, e) : -1;
}

const struct command cmd_backup = {
	"backup", "FILE",
	"write a consistent copy of the state",
	"Write a consistent copy of the state, also while a run goes on.",
	"icsreserve backup /backup/icsreserve.db",
	.opens = OPENS_READ, .expects_state = true, .run = back_up,
};

/* --- back again ---------------------------------------------------------- */

static const struct option_entry options[] = {
	CHANGE_WAIT,
};

static int
restore(struct session *s, const void *opt, struct err *e)
{
	const char *file = only_file(s, e);

	(void)opt;
	return file ? backup_restore(s->conf.state, file, &s->cli->clock, e)
	    : -1;
}

const struct command cmd_restore = {
	"restore", "[OPTION]... FILE",
	"put a checked copy of the state back",
	"Put a checked copy of the state back. What it replaces is kept:\n"
	"STATE.before-restore. Reservations made since the copy are not\n"
	"in it: they are lost to this tool.",
	"icsreserve restore /backup/icsreserve.db",
	OPTIONS(options, struct change_options),
	.opens = OPENS_LOCK, .needs = change_needs, .run = restore,
};
