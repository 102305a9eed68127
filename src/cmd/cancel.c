/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/session.h"
#include "store/bookings.h"
#include "store/kept.h"
#include "sync/sync.h"

static int
check_usage(const struct cli *cli, struct err *e)
{
	if ((cli->args.n > 0) + (cli->calendar != NULL) + cli->all == 1)
		return 0;
	return err_set(e, ERR_USAGE, "name events by UID, or a calendar "
	    "with --calendar, or use --all");
}

static int
choose(struct session *s, const struct cli *cli, struct vec *bookings,
    struct err *e)
{
	const char *uid;
	size_t i, n;

	if (cli->all || cli->calendar) {
		if (bookings_select(s->store, BOOKINGS_ALL, cli->calendar, 0,
		    &s->run.arena, bookings, e) == -1)
			return -1;
		return bookings->n || cli->all || conf_has_calendar(&s->conf,
		    cli->calendar) ? 0 : err_set(e, ERR_USAGE,
		    "nothing is booked for a calendar '%s'", cli->calendar);
	}
	for (i = 0; i < cli->args.n; i++) {
		uid = VEC_AT(&cli->args, const char *, i);
		for (n = 0; n < i; n++)
			if (strcmp(VEC_AT(&cli->args, const char *, n), uid) ==
			    0)
				break;
		if (n < i)
			continue;	/* named twice */
		n = bookings->n;
		if (bookings_select(s->store, BOOKINGS_UID, uid, 0,
		    &s->run.arena, bookings, e) == -1)
			return -1;
		if (bookings->n == n)
			return err_set(e, ERR_USAGE, "nothing is booked for "
			    "UID '%s'", uid);
	}
	return 0;
}

/* What is cancelled as a whole is not taken up again by itself. */
static int
forget_kept(struct session *s, const struct cli *cli, struct err *e)
{
	const struct calendar *cal;
	size_t i;

	if (store_begin(s->store, e) == -1)
		return -1;
	for (i = 0; i < s->conf.calendars.n; i++) {
		cal = &VEC_AT(&s->conf.calendars, struct calendar, i);
		if (!cal->kept || (!cli->all && !(cli->calendar &&
		    strcmp(cal->name, cli->calendar) == 0)))
			continue;
		if (kept_delete(s->store, cal->name, e) == -1) {
			store_rollback(s->store);
			return -1;
		}
	}
	return store_commit(s->store, "forget", e);
}

int
cmd_cancel(struct cli *cli)
{
	struct session s;
	struct vec bookings = VEC_OF(struct booking);
	struct err e = { 0 };
	int rc, status;

	rc = session_open(&s, cli, STORE_WRITE, &e);
	if (rc == 0)
		rc = check_usage(cli, &e);
	if (rc == 0)
		rc = choose(&s, cli, &bookings, &e);
	if (rc == 0)
		rc = sync_cancel(&s.run, &bookings, session_plan(cli), &e);
	if (rc == 0 && (cli->all || cli->calendar))
		rc = forget_kept(&s, cli, &e);
	status = session_report(&s, cli, rc, &e);
	vec_free(&bookings);
	session_close(&s);
	return status;
}
