/* SPDX-License-Identifier: MIT */
#include "cmd/change.h"
#include "cmd/session.h"
#include "plan/guard.h"

void
change_needs(const void *options, struct needs *needs)
{
	const struct change_options *o = options;

	if (o->dry_run)
		needs->opens = OPENS_READ;
	needs->wait = o->wait;
}

int
change_begin(struct session *s, const struct change_options *o,
    struct err *e)
{
	s->dry_run = o->dry_run;
	s->run.force = o->force;
	if (o->max_deletes && !guard_read(slice_str(o->max_deletes),
	    &s->run.max_deletes))
		return err_set(e, ERR_USAGE, "--max-deletes: '%s' is neither "
		    "a number nor a percentage", o->max_deletes);
	return 0;
}
