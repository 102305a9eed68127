/* SPDX-License-Identifier: MIT */
#include "cmd/choose.h"

void
choose_add(struct vec *cals, struct calendar *cal)
{
	size_t i;

	for (i = 0; i < cals->n; i++)
		if (VEC_AT(cals, struct calendar *, i) == cal)
			return;
	*(struct calendar **)vec_add(cals) = cal;
}

int
choose_guard(struct session *s, const struct cli *cli, struct err *e)
{
	s->run.force = cli->force;
	if (cli->max_deletes && !conf_guard(slice_str(cli->max_deletes),
	    &s->run.max_deletes))
		return err_set(e, ERR_USAGE, "--max-deletes: '%s' is neither "
		    "a number nor a percentage", cli->max_deletes);
	return 0;
}
