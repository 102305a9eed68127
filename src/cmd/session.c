/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "base/table.h"
#include "cmd/outfile.h"
#include "cmd/session.h"
#include "conf/path.h"
#include "plan/guard.h"
#include "sync/run_life.h"

/* --- what is opened ------------------------------------------------------ */

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
		free(real);
	} else {
		file_dirname(&folder, path);
		base = realpath(str_text(&folder), NULL);
		if (base)
			s->conf.state = arena_printf(&s->conf.arena, "%s/%s",
			    base, name ? name + 1 : path);
		free(base);
	}
	str_free(&folder);
}

static int
take_lock(struct session *s, struct lock *l, const char *suffix, int64_t wait,
    struct err *e)
{
	struct str path = { 0 };
	int rc;

	file_dirname(&path, s->conf.state);
	rc = file_mkdirs(str_text(&path), e);
	str_clear(&path);
	str_addf(&path, "%s%s", s->conf.state, suffix);
	if (rc == 0)
		rc = lock_take(l, str_text(&path), wait, &s->cli->clock, e);
	str_free(&path);
	return rc;
}

#define LOCK ".lock"
#define ATTENDANCE_LOCK ".attendance.lock"

static int
take_locks(struct session *s, const struct needs *needs, struct err *e)
{
	enum opens o = needs->opens;

	if (o == OPENS_LOCK || o == OPENS_WRITE) {
		if (take_lock(s, &s->lock, LOCK, needs->wait, e) == -1)
			return -1;
		spool_remove(s->conf.state);	/* a killed run's */
	}
	/* A state that is put back is nobody's to write to. */
	if (o == OPENS_LOCK || o == OPENS_RECORD)
		return take_lock(s, &s->attendance_lock, ATTENDANCE_LOCK,
		    needs->wait, e);
	return 0;
}

/* All that such a command can find is nothing: that may be a slip. */
static void
tell_no_state(const struct session *s)
{
	if (access(s->conf.state, F_OK) == -1 && errno == ENOENT)
		out_say(OUT_WARN, "%s: there is no state yet; if there should "
		    "be, see --state, or [sync] state of the configuration",
		    s->conf.state);
}

/* Nobody but the holder of the lock knows what is really unfinished. */
static void
look_for_other(struct session *s, bool tell)
{
	struct str path = { 0 }, local = { 0 };
	char who[LOCK_WHO];

	str_addf(&path, "%s" LOCK, s->conf.state);
	s->run.other_run = lock_is_held(str_text(&path), who);
	when_message(&s->when, who, &local);
	if (s->run.other_run && tell)
		out_say(OUT_WARN, "another run is at work (%s): what it has "
		    "not recorded yet is seen as unfinished here",
		    str_text(&local));
	str_free(&path);
	str_free(&local);
}

static enum store_mode
mode(enum opens opens)
{
	return opens == OPENS_WRITE ? STORE_WRITE : STORE_COPY;
}

static int
open_state(struct session *s, enum opens opens, struct err *e)
{
	const struct clock *clock = &s->cli->clock;

	if (s->cli->command->expects_state)
		tell_no_state(s);
	if (store_open(&s->store, s->conf.state, mode(opens), clock, e) == -1)
		return -1;
	s->run.conf = &s->conf;
	s->run.store = s->store;
	s->run.clock = clock;
	s->run.now = clock->wall(clock);
	s->run.dry_run = opens != OPENS_WRITE;
	if (s->run.dry_run)
		look_for_other(s, opens != OPENS_RECORD);
	s->run.max_deletes = s->conf.max_deletes;
	return run_add_kept(&s->conf, s->store, e);
}

#define TIME_CHARS 10

/*
 * A ULID: 26 characters of Crockford's base 32, of which the first ten are
 * the time in milliseconds and the others are random.  So ids sort as the
 * runs began, and no two are equal.
 */
static void
make_id(char id[SESSION_ID], int64_t unix_ms)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char random[SESSION_ID - 1 - TIME_CHARS];
	uint64_t ms = (uint64_t)unix_ms;
	size_t i;

	/* Where there is no randomness, the process makes the difference. */
	if (getrandom(random, sizeof(random), GRND_NONBLOCK) == -1)
		for (i = 0; i < sizeof(random); i++)
			random[i] = (unsigned char)(getpid() >> (i % 4) * 5);
	for (i = TIME_CHARS; i-- > 0; ms /= 32)
		id[i] = digits[ms % 32];
	for (i = 0; i < sizeof(random); i++)
		id[TIME_CHARS + i] = digits[random[i] % 32];
	id[SESSION_ID - 1] = '\0';
}

static int64_t
wall_ms(const struct cli *cli)
{
	return cli->clock.wall(&cli->clock) * 1000 + cli->started % 1000;
}

void
session_init(struct session *s, const struct cli *cli)
{
	*s = (struct session){ .cli = cli, .lock = { -1 },
		.attendance_lock = { -1 } };
	run_init(&s->run);
	make_id(s->id, wall_ms(cli));
	s->run.id = s->id;
	out_log(false, s->id, &cli->clock);
}

int
session_open(struct session *s, const struct cli *cli, struct err *e)
{
	const struct command *c = cli->command;
	struct needs needs = { .opens = c->opens };

	session_init(s, cli);
	if (c->needs)
		c->needs(cli->options, &needs);
	if (needs.opens == OPENS_NOTHING)
		return 0;
	if (conf_read(&s->conf, &(struct conf_options){ cli->config,
	    cli->state }, e) == -1)
		return -1;
	s->may_change = needs.opens == OPENS_LOCK ||
	    needs.opens == OPENS_WRITE;
	if (s->conf.log_json)
		out_log(true, s->id, &cli->clock);
	s->when = run_local_time(&s->conf);
	if (places_check_state(s->conf.state, e) == -1)
		return -1;
	resolve_state(s);
	if (take_locks(s, &needs, e) == -1)
		return -1;
	return needs.opens == OPENS_LOCK ? 0 : open_state(s, needs.opens, e);
}

void
session_close(struct session *s)
{
	run_free(&s->run);
	store_close(s->store);
	lock_release(&s->lock);
	lock_release(&s->attendance_lock);
	conf_free(&s->conf);
	str_free(&s->out);
	VEC_FREE(&s->actions);
}

/* --- what is printed ----------------------------------------------------- */

/* More lines than this are too many to be read, unless they are asked for. */
#define LINES_MOST 100

static struct show_style
style(const struct when *when, bool all)
{
	bool verbose = out_level() >= OUT_VERBOSE;

	return (struct show_style){ .colour = out_colour(),
		.verbose = verbose, .uids = verbose,
		.most = all || verbose ? 0 : LINES_MOST,
		.width = out_width(), .when = *when };
}

struct show_style
session_style(const struct session *s)
{
	return style(&s->when, false);
}

#define WRAP_INDENT 2

static void
print(struct str *out)
{
	if (out->n)
		out_result(str_text(out), out->n);
	str_clear(out);
}

void
session_line(struct session *s, const char *fmt, ...)
{
	struct table_wrap how = { out_width(), WRAP_INDENT, 0 };
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), intl_text(fmt), ap);
	va_end(ap);
	table_wrap(&s->out, slice_str(line), &how);
	str_addc(&s->out, '\n');
}

void
session_zone(struct session *s)
{
	if (!s->cli->json && !s->cli->quiet)
		when_zone(&s->when, &s->out);
}

void
session_print(struct session *s)
{
	if (!s->cli->json)
		print(&s->out);
}

static void
show_plan(const struct run *r)
{
	struct actions actions;
	struct report report = { .actions = &actions };
	struct when when = run_local_time(r->conf);
	struct show_style how = style(&when, r->dry_run);
	struct str out = { 0 };

	run_actions(r, &actions);
	show_actions(&out, &report, &how);
	if (out.n)
		when_zone(&when, &out);
	print(&out);
	str_free(&out);
	VEC_FREE(&actions);
}

void
(*session_plan(const struct session *s))(const struct run *r)
{
	return !s->with_plan || s->to_stderr || s->cli->json || s->cli->quiet
	    ? NULL : show_plan;
}

/* --- the options of commands that change something ------------------------ */

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
