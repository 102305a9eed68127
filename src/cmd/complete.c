/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "cmd/targets.h"

/* "NAME" and behind a tab, for shells that show it, what it is. */
static void
add(struct session *s, const char *name, const char *about)
{
	if (s->cli->json) {
		member_text(&s->out, NULL, name);
		return;
	}
	str_plain(&s->out, slice_str(name));
	str_addc(&s->out, '\t');
	str_plain(&s->out, slice_str(about ? about : ""));
	str_addc(&s->out, '\n');
}

static int
add_uids(struct session *s, struct err *e)
{
	struct bookings all = { 0 };
	const struct booking *b;
	const char *last = "";
	size_t i;
	int rc = targets_booked_for(s, NULL, &all, e);

	for (i = 0; rc == 0 && i < all.n; i++) {
		b = &all.items[i];
		if (strcmp(b->uid, last) != 0)
			add(s, b->uid, b->topic);
		last = b->uid;
	}
	VEC_FREE(&all);
	return rc;
}

static int
run(struct session *s, const void *options, struct err *e)
{
	const struct texts *args = &s->cli->args;
	const struct calendar *cal;
	bool uids;
	size_t i;
	int rc = 0;

	(void)options;
	uids = args->n == 1 && strcmp(args->items[0], "uids") == 0;
	if (!uids && (args->n != 1 || strcmp(args->items[0], "calendars")))
		return err_set(e, ERR_USAGE, "complete wants one of "
		    "calendars, uids");
	if (s->cli->json)
		member_open(&s->out, args->items[0], '[');
	if (uids)
		rc = add_uids(s, e);
	for (i = 0; !uids && i < s->conf.calendars.n; i++) {
		cal = &s->conf.calendars.items[i];
		add(s, cal->name, cal->path);
	}
	if (s->cli->json)
		member_close(&s->out, ']');
	return rc;
}

/* For contrib/completions: what can't be known without a configuration. */
const struct command cmd_complete = {
	"complete", "calendars|uids", NULL,
	N_("List the calendars of the configuration, or the UIDs that are\n"
	"tracked, a line each: for the completions of shells."),
	"icsreserve complete calendars",
	.opens = OPENS_READ, .run = run,
};
