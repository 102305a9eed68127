/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/session.h"
#include "store/backup.h"

static const char *
only_file(const struct cli *cli, struct err *e)
{
	const char *file = cli->args.n == 1 ? VEC_AT(&cli->args,
	    const char *, 0) : "";

	if (*file && strcmp(file, "-") != 0)
		return file;
	err_set(e, ERR_USAGE, "name one FILE");
	return NULL;
}

static int
end(struct session *s, struct cli *cli, int rc, const struct err *e)
{
	struct report report = { .command = cli->command->name };
	int status = rc == 0 ? cli_report(cli, &report, false)
	    : cli_fail(cli, e, NULL);

	session_close(s);
	return status;
}

int
cmd_backup(struct cli *cli)
{
	struct session s;
	struct err e = { 0 };
	int rc = session_open(&s, cli, STORE_READ, &e);
	const char *file = rc == 0 ? only_file(cli, &e) : NULL;

	rc = file ? backup_write(s.store, s.conf.state, file, &cli->clock,
	    &e) : -1;
	return end(&s, cli, rc, &e);
}

int
cmd_restore(struct cli *cli)
{
	struct session s;
	struct err e = { 0 };
	int rc = session_begin(&s, cli, true, &e);
	const char *file = rc == 0 ? only_file(cli, &e) : NULL;

	rc = file ? backup_restore(s.conf.state, file, &cli->clock, &e) : -1;
	return end(&s, cli, rc, &e);
}
