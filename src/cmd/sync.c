/* SPDX-License-Identifier: MIT */
#include "cmd/choose.h"
#include "cmd/commands.h"
#include "cmd/session.h"
#include "sync/sync.h"

/* A name that is no calendar is told; the others go on. */
static void
choose_named(struct session *s, const struct cli *cli, struct vec *cals)
{
	struct calendar *cal;
	struct problem p = { .kind = "no-calendar", .exit = ERR_SOURCE };
	struct err why;
	size_t i;

	for (i = 0; i < cli->args.n; i++) {
		if (conf_calendar(&s->conf, VEC_AT(&cli->args, const char *,
		    i), &cal, &why) == 0) {
			choose_add(cals, cal);
			continue;
		}
		p.message = why.msg;
		run_problem(&s->run, &p);
	}
}

static int
choose(struct session *s, const struct cli *cli, struct vec *cals,
    struct err *e)
{
	size_t i;

	if (cli->args.n) {
		choose_named(s, cli, cals);
		return 0;
	}
	if (s->conf.calendars.n == 0)
		return err_set(e, ERR_USAGE, "there is no calendar: name a "
		    "file or folder, or write a [calendar \"name\"] section");
	for (i = 0; i < s->conf.calendars.n; i++)
		choose_add(cals, &VEC_AT(&s->conf.calendars, struct calendar,
		    i));
	return 0;
}

int
cmd_sync(struct cli *cli)
{
	struct session s;
	struct vec cals = VEC_OF(struct calendar *);
	struct err e = { 0 };
	int rc, status;

	rc = session_open(&s, cli, cli->dry_run ? STORE_COPY : STORE_WRITE,
	    &e);
	if (rc == 0)
		rc = choose_guard(&s, cli, &e);
	s.run.write_back = !cli->no_write_back;
	if (rc == 0)
		rc = choose(&s, cli, &cals, &e);
	if (rc == 0)
		rc = sync_calendars(&s.run, cals.items, cals.n,
		    session_plan(cli), &e);
	status = session_report(&s, cli, rc, &e);
	vec_free(&cals);
	session_close(&s);
	return status;
}
