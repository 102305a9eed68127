/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "cmd/commands.h"
#include "cmd/session.h"
#include "store/kept.h"
#include "sync/input.h"

/*
 * One state has one lock, by whatever name it is known: links are followed
 * once, at the beginning.
 */
static void
resolve_state(struct session *s)
{
	struct str folder = { 0 };
	const char *path = s->conf.state, *name = strrchr(path, '/');
	char *real = realpath(path, NULL), *base;

	if (real) {
		s->conf.state = arena_str(&s->conf.arena, real);
	} else {
		file_dirname(&folder, path);
		base = realpath(str_text(&folder), NULL);
		if (base)
			s->conf.state = arena_printf(&s->conf.arena, "%s/%s",
			    base, name ? name + 1 : path);
		free(base);
	}
	free(real);
	str_free(&folder);
}

static int
take_lock(struct session *s, struct cli *cli, struct err *e)
{
	struct str path = { 0 };
	int rc;

	file_dirname(&path, s->conf.state);
	rc = file_mkdirs(str_text(&path), e);
	str_clear(&path);
	str_addf(&path, "%s.lock", s->conf.state);
	if (rc == 0)
		rc = lock_take(&s->lock, str_text(&path), cli->wait,
		    &cli->clock, e);
	str_free(&path);
	return rc;
}

int
session_begin(struct session *s, struct cli *cli, bool lock, struct err *e)
{
	struct conf_options opt = { cli->config, cli->state };

	*s = (struct session){ .lock = { -1 } };
	run_init(&s->run);
	if (conf_read(&s->conf, &opt, e) == -1)
		return -1;
	resolve_state(s);
	return lock ? take_lock(s, cli, e) : 0;
}

/* Calendars that `import --keep` remembers; those of the file go before. */
static int
load_kept(struct session *s, struct err *e)
{
	struct vec rows = VEC_OF(struct kept_row);
	const struct kept_row *k;
	size_t i;
	int rc = kept_all(s->store, &s->conf.arena, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++) {
		k = &VEC_AT(&rows, struct kept_row, i);
		if (!conf_has_calendar(&s->conf, k->name))
			conf_add_calendar(&s->conf, &(struct calendar){
			    .name = k->name, .path = k->path,
			    .output = k->output, .encoding = k->encoding },
			    true);
	}
	vec_free(&rows);
	return rc;
}

bool
session_keeps_other(const struct session *s, const struct calendar *cal)
{
	const struct calendar *c;
	size_t i;

	for (i = 0; i < s->conf.calendars.n; i++) {
		c = &VEC_AT(&s->conf.calendars, struct calendar, i);
		if (strcmp(c->name, cal->name) == 0)
			return !c->kept || strcmp(c->path, cal->path) != 0;
	}
	return false;
}

/* All that such a command can find is nothing: that may be a slip. */
static void
tell_no_state(const struct session *s)
{
	if (access(s->conf.state, F_OK) == -1)
		out_say(OUT_WARN, "%s: there is no state yet; if there should "
		    "be, see --state, or [sync] state of the configuration",
		    s->conf.state);
}

/* Nobody but the holder of the lock knows what is really unfinished. */
static void
look_for_other(struct session *s)
{
	struct str path = { 0 };
	char who[LOCK_WHO];

	str_addf(&path, "%s.lock", s->conf.state);
	s->run.other_run = lock_is_held(str_text(&path), who);
	if (s->run.other_run)
		out_say(OUT_WARN, "another run is at work (%s): what it has "
		    "not recorded yet is seen as unfinished here", who);
	str_free(&path);
}

int
session_open(struct session *s, struct cli *cli, enum store_mode mode,
    struct err *e)
{
	if (session_begin(s, cli, mode == STORE_WRITE, e) == -1)
		return -1;
	if (mode == STORE_READ || cli->command->run == cmd_cancel)
		tell_no_state(s);
	if (store_open(&s->store, s->conf.state, mode, &cli->clock, e) == -1)
		return -1;
	s->run.conf = &s->conf;
	s->run.store = s->store;
	s->run.clock = &cli->clock;
	s->run.now = cli->clock.wall(&cli->clock);
	s->run.dry_run = mode != STORE_WRITE;
	if (mode != STORE_WRITE)
		look_for_other(s);
	s->run.max_deletes = s->conf.max_deletes;
	return load_kept(s, e);
}

void
session_close(struct session *s)
{
	run_free(&s->run);
	store_close(s->store);
	lock_release(&s->lock);
	conf_free(&s->conf);
}

/* More lines than this are too many to be read, unless they are asked for. */
#define LINES_MOST 100

static struct show_style
style(bool all)
{
	bool verbose = out_level() >= OUT_VERBOSE;

	return (struct show_style){ out_colour(), verbose,
		all || verbose ? 0 : LINES_MOST };
}

static void
show_plan(const struct run *r)
{
	struct vec actions;
	struct report report = { .actions = &actions };
	struct show_style how = style(r->dry_run);
	struct str out = { 0 };

	run_actions(r, &actions);
	show_actions(&out, &report, &how);
	if (out.n)
		out_result(str_text(&out), out.n);
	str_free(&out);
	vec_free(&actions);
}

void
(*session_plan(const struct cli *cli))(const struct run *r)
{
	return cli->json || cli->quiet ? NULL : show_plan;
}

/* What stands behind the summary, or in its place. */
static void
tell_rest(const struct session *s, const struct cli *cli,
    const struct report *report, bool ended_well)
{
	struct str line = { 0 };

	if (!ended_well || cli->json)
		return;
	if (s->to_stderr && !s->no_summary) {
		show_summary(&line, report);
		out_say(OUT_INFO, "%.*s", (int)strcspn(str_text(&line), "\n"),
		    str_text(&line));
	}
	if (s->remark)
		out_say(OUT_INFO, "%s", s->remark);
	str_free(&line);
}

int
session_report(struct session *s, struct cli *cli, int rc,
    const struct err *e)
{
	struct vec actions;
	struct report report = {
		.command = cli->command->name,
		.dry_run = cli->dry_run,
		.exit = s->run.exit,
		.totals = s->run.totals,
		.actions = &actions,
		.problems = &s->run.problems,
		.more = s->more,
	};
	struct show_style how = style(false);
	struct str out = { 0 };
	int status;

	input_place_problems(&s->run);
	run_actions(&s->run, &actions);
	if (session_plan(cli) && !cli->dry_run && !s->to_stderr)
		show_results(&out, &report, &how);
	if (out.n)
		out_result(str_text(&out), out.n);
	status = rc == 0 ? cli_report(cli, &report, !s->no_summary &&
	    !s->to_stderr) : cli_fail(cli, e, &report);
	tell_rest(s, cli, &report, rc == 0);
	str_free(&out);
	vec_free(&actions);
	return status;
}
