/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "cmd/session.h"
#include "plan/compare.h"
#include "store/backup.h"
#include "store/bookings.h"

static const char *
only_file(const struct session *s, struct err *e)
{
	const struct texts *args = &s->cli->args;
	const char *file = args->n == 1 ? args->items[0] : "";

	if (*file && strcmp(file, "-") != 0)
		return file;
	err_set(e, ERR_USAGE, "name one FILE");
	return NULL;
}

/* What was done: which copy, and what it holds. */
struct done {
	const char *words;	/* "written to" */
	const char *file;
	const char *kept;	/* where what was there before is; NULL */
	size_t bookings, live;
};

static int
count(struct session *s, struct done *d, struct err *e)
{
	struct bookings all = { 0 };
	int64_t now = s->cli->clock.wall(&s->cli->clock);
	size_t i;
	int rc = bookings_all(s->store, NULL,
	    &s->run.arena, &all, e);

	d->bookings = all.n;
	for (i = 0; i < all.n; i++)
		d->live += compare_alive(&all.items[i], now);
	VEC_FREE(&all);
	return rc;
}

static void
say_text(struct session *s, const struct done *d)
{
	str_addf(&s->out, P_("%s: %zu booking, %zu of them live, %s ",
	    "%s: %zu bookings, %zu of them live, %s ", d->bookings),
	    s->cli->command->name, d->bookings, d->live, d->words);
	str_plain(&s->out, slice_str(d->file));
	if (d->kept) {
		str_adds(&s->out, _("; what was there is kept as "));
		str_plain(&s->out, slice_str(d->kept));
	}
	str_addc(&s->out, '\n');
}

static int
say(struct session *s, struct done *d, struct err *e)
{
	if (count(s, d, e) == -1)
		return -1;
	if (s->cli->json) {
		member_text(&s->out, "file", d->file);
		member_text(&s->out, "kept", d->kept);
		member_int(&s->out, "bookings", (int64_t)d->bookings);
		member_int(&s->out, "live", (int64_t)d->live);
	} else if (!s->cli->quiet) {
		say_text(s, d);
	}
	return 0;
}

static int
back_up(struct session *s, const void *options, struct err *e)
{
	struct done d = { .words = _("written to"), .file = only_file(s, e) };

	(void)options;
	if (!d.file || backup_write(s->store, s->conf.state, d.file,
	    &s->cli->clock, e) == -1)
		return -1;
	return say(s, &d, e);
}

const struct command cmd_backup = {
	"backup", N_("FILE"),
	N_("write a consistent copy of the state"),
	N_("Write a consistent copy of the state, also while a run goes on.\n"
	"An earlier copy of that name is replaced."),
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
	struct done d = {.words = _("put back from"), .file = only_file(s, e)};
	const char *state = s->conf.state;
	const struct clock *clock = &s->cli->clock;
	struct str kept = { 0 };
	int rc;

	(void)opt;
	if (!d.file)
		return -1;
	rc = backup_restore(state, d.file, clock, &kept, e);
	if (rc == 0)
		rc = store_open(&s->store, state, STORE_COPY, clock, e);
	d.kept = kept.n ? str_text(&kept) : NULL;
	if (rc == 0)
		rc = say(s, &d, e);
	str_free(&kept);
	return rc;
}

const struct command cmd_restore = {
	"restore", N_("[OPTION]... FILE"),
	N_("put a checked copy of the state back"),
	N_("Put a checked copy of the state back. What it replaces is kept:\n"
	"STATE.before-restore, with a number after it if there is one\n"
	"already. Reservations made since the copy are not in it: they are\n"
	"lost to this tool. The next run asks the server for each reservation\n"
	"before it changes anything."),
	"icsreserve restore /backup/icsreserve.db",
	OPTIONS(options, struct change_options),
	.opens = OPENS_LOCK, .needs = change_needs, .run = restore,
};
