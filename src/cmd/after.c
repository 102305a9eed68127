/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/out.h"
#include "base/run.h"
#include "cmd/after.h"
#include "cmd/metrics.h"
#include "cmd/session.h"

/* Bytes of a hook's output that are printed. */
#define SAID_MAX ((size_t)16 * 1024)

extern char **environ;

/* --- the environment of a hook ------------------------------------------- */

/* Named as one, or with a secret in it that is known here. */
static bool
is_secret(const char *variable)
{
	char *masked = xstrdup(variable);
	bool is = strncmp(variable, "ICSRESERVE_APP_SECRET=", 22) == 0 ||
	    strncmp(variable, "ICSRESERVE_PASSWORD", 19) == 0;

	secret_mask(masked);
	is = is || strcmp(masked, variable) != 0;
	free(masked);
	return is;
}

/* This program ends behind its hooks: its own environment serves. */
static void
prepare_environment(const struct report *r)
{
	char exit[16];
	char **from, **to = environ;

	for (from = environ; from && *from; from++)
		if (!is_secret(*from))
			*to++ = *from;
	if (to)
		*to = NULL;
	snprintf(exit, sizeof(exit), "%d", r->exit);
	setenv("ICSRESERVE_RUN", r->run, 1);
	setenv("ICSRESERVE_COMMAND", r->command, 1);
	setenv("ICSRESERVE_EXIT", exit, 1);
}

/* --- hooks ---------------------------------------------------------------- */

/* Output of a hook, line by line; all of it when it failed, even with -q. */
static void
tell_said(const char *name, const struct str *said, enum out_level level)
{
	struct slice rest = str_slice(said), line;

	while (slice_line(&rest, &line))
		if (line.n)
			out_say(level, "%s: %.*s", name, (int)line.n, line.p);
	if (said->over)
		out_say(level, "%s: ... it said more than %zu bytes", name,
		    SAID_MAX);
}

static void
run_hook(const struct session *s, const char *name, const char *command,
    struct slice input)
{
	struct str said = { .max = SAID_MAX };
	struct err e = { 0 };
	int rc;

	if (!command)
		return;
	rc = run_all(command, input, s->conf.hook_timeout, &said, &e);
	tell_said(name, &said, rc == -1 ? OUT_ERROR : OUT_INFO);
	if (rc == -1)
		out_say(OUT_ERROR, "[hooks] %s: %s", name, e.msg);
	str_free(&said);
}

static bool
changed(const struct totals *t)
{
	return t->created + t->updated + t->renewed + t->deleted +
	    t->files_written > 0;
}

static void
run_hooks(struct session *s)
{
	const struct conf *c = &s->conf;
	struct report report = s->report;
	struct str json = { 0 };

	if (!c->on_change && !c->on_success && !c->on_failure)
		return;
	report.more = NULL;
	show_json(&json, &report);
	secret_mask(json.p);
	prepare_environment(&report);
	if (changed(&report.totals))
		run_hook(s, "on_change", c->on_change, str_slice(&json));
	if (report.exit)
		run_hook(s, "on_failure", c->on_failure, str_slice(&json));
	else
		run_hook(s, "on_success", c->on_success, str_slice(&json));
	str_free(&json);
}

void
after_run(struct session *s)
{
	struct err e = { 0 };

	if (!s->may_change || s->report.dry_run)
		return;
	if (s->conf.metrics && s->report.exit != ERR_LOCKED &&
	    metrics_write(s, &e) == -1)
		out_say(OUT_ERROR, "[run] metrics: %s", e.msg);
	store_close(s->store);
	s->store = NULL;
	s->run.store = NULL;
	lock_release(&s->lock);
	run_hooks(s);
}
