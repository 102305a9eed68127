/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/num.h"
#include "cmd/metrics.h"
#include "cmd/outfile.h"
#include "cmd/session.h"
#include "conf/calendar.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "store/files.h"
#include "sync/catalog.h"

/* A file that is longer is none of ours. */
#define OLD_MAX ((size_t)1024 * 1024)

struct metrics {
	struct session *s;
	struct str out, old;		/* the new file and the one there */
	const char *name;		/* of the family being written */
	const char *profile;		/* fit for a label */
};

/* --- the format ---------------------------------------------------------- */

static void
family(struct metrics *m, const char *name, const char *type,
    const char *help)
{
	m->name = name;
	str_addf(&m->out, "# HELP icsreserve_%s %s\n# TYPE icsreserve_%s %s\n",
	    name, help, name, type);
}

/* labels: further ones, each with a comma before it. */
static void
series(const struct metrics *m, struct str *out, const char *labels)
{
	str_addf(out, "icsreserve_%s{profile=\"%s\"%s} ", m->name, m->profile,
	    labels);
}

static void
sample(struct metrics *m, const char *labels, int64_t n)
{
	series(m, &m->out, labels);
	str_addf(&m->out, "%jd\n", (intmax_t)n);
}

static void
sample_ms(struct metrics *m, const char *labels, int64_t ms)
{
	series(m, &m->out, labels);
	str_addf(&m->out, "%jd.%03d\n", (intmax_t)(ms / 1000),
	    (int)(ms % 1000));
}

/* A family of one sample. */
static void
gauge(struct metrics *m, const char *name, const char *help, int64_t n)
{
	family(m, name, "gauge", help);
	sample(m, "", n);
}

/*
 * What the series has in the old file, all its digits as one number; 0: it
 * is not there.
 */
static int64_t
earlier(const struct metrics *m, const char *labels)
{
	struct slice rest = str_slice(&m->old), line;
	struct str want = { 0 }, digits = { 0 };
	int64_t n = 0;
	size_t i;

	series(m, &want, labels);
	while (slice_line(&rest, &line) &&
	    !slice_starts(line, str_slice(&want)))
		line.n = 0;
	for (i = want.n; i < line.n; i++)
		if (line.p[i] != '.')
			str_addc(&digits, line.p[i]);
	if (!num_parse(str_slice(&digits), 0, INT64_MAX / 2, &n))
		n = 0;
	str_free(&want);
	str_free(&digits);
	return n;
}

static const char *
label_text(const char *text, struct arena *a)
{
	struct str out = { 0 };

	for (; *text; text++) {
		if (*text == '\\' || *text == '"')
			str_addc(&out, '\\');
		str_addc(&out, (char)((unsigned char)*text < ' ' ? ' '
		    : *text));
	}
	return str_keep(&out, a).p;
}

/* --- the run -------------------------------------------------------------- */

static void
add_run(struct metrics *m)
{
	const struct session *s = m->s;
	const struct clock *clock = &s->cli->clock;
	int64_t now = clock->wall(clock), success;

	/* A label for it would make each run a series of its own. */
	str_addf(&m->out, "# run %s\n", s->id);
	gauge(m, "last_run_timestamp_seconds", "When the last run ended.",
	    now);
	m->name = "last_success_timestamp_seconds";
	success = s->report.exit ? earlier(m, "") : now;
	if (success)
		gauge(m, m->name, "When the last run that ended with 0 did.",
		    success);
	family(m, "last_run_duration_seconds", "gauge",
	    "How long the last run took.");
	sample_ms(m, "", s->report.elapsed_ms);
	gauge(m, "last_run_exit_status", "Its exit status, as in "
	    "icsreserve(1).", s->report.exit);
}

#define KINDS (ACTION_WRITE + 1)
#define RESULTS (RESULT_REFUSED + 1)

static void
add_actions(struct metrics *m)
{
	const struct actions *all = &m->s->actions;
	int64_t n[KINDS][RESULTS] = { { 0 } };
	const struct action *act;
	char labels[64];
	size_t i;
	int k, r;

	for (i = 0; i < all->n; i++) {
		act = &all->items[i];
		n[act->kind][act->result]++;
	}
	family(m, "last_run_actions", "gauge",
	    "What the last run did, by kind and result.");
	for (k = ACTION_CREATE; k < KINDS; k++) {
		for (r = RESULT_OK; r < RESULTS; r++) {
			snprintf(labels, sizeof(labels),
			    ",action=\"%s\",result=\"%s\"",
			    action_kind_name((enum action_kind)k),
			    action_result_name((enum action_result)r));
			sample(m, labels, n[k][r]);
		}
	}
}

static void
add_files(struct metrics *m)
{
	const struct run *r = &m->s->run;
	const struct scan *sc;
	int64_t n = 0;
	size_t i, k;

	for (i = 0; i < r->scans.n; i++) {
		sc = r->scans.items[i];
		for (k = 0; k < sc->files.n; k++)
			n += sc->files.items[k]->status == SCAN_READ;
	}
	family(m, "last_run_files", "gauge",
	    "Calendar files that the last run read and wrote.");
	sample(m, ",op=\"read\"", n);
	sample(m, ",op=\"written\"", r->totals.files_written);
}

/* --- the calls ------------------------------------------------------------ */

static void
add_calls(struct metrics *m)
{
	static const struct {
		const char *name, *help;
		size_t at;
	} families[] = {
		{ "api_calls_total", "Calls that were sent, again too.",
		    offsetof(struct api_count, calls) },
		{ "api_retries_total", "Calls that were sent again.",
		    offsetof(struct api_count, retries) },
		{ "api_wait_seconds_total", "Time in which nothing could be "
		    "sent, by the endpoint that was waited for.",
		    offsetof(struct api_count, waited_ms) },
	};
	char labels[64];
	int64_t n;
	size_t i;
	int op;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++) {
		family(m, families[i].name, "counter", families[i].help);
		for (op = 0; op <= API_OPS; op++) {
			memcpy(&n, (const char *)&m->s->run.calls[op] +
			    families[i].at, sizeof(n));
			snprintf(labels, sizeof(labels), ",endpoint=\"%s\"",
			    api_op_name(op));
			n += earlier(m, labels);
			if (families[i].at ==
			    offsetof(struct api_count, waited_ms))
				sample_ms(m, labels, n);
			else
				sample(m, labels, n);
		}
	}
}

/* --- the state ------------------------------------------------------------ */

struct last_tally {
	int64_t live, unknown, failed;
	int64_t end, next;		/* 0: never */
};

static void
earliest(int64_t *first, int64_t at)
{
	if (at && (!*first || at < *first))
		*first = at;
}

static void
tally(struct last_tally *t, const struct session *s, const struct booking *b,
    int64_t now)
{
	t->unknown += b->state == BOOKING_UNKNOWN ||
	    b->state == BOOKING_CREATING;
	t->failed += b->error.message && b->end > now;
	if (!compare_alive(b, now))
		return;
	t->live++;
	if (b->held.until <= b->end_time)
		return;
	earliest(&t->end, b->end_time);
	earliest(&t->next, compare_due(conf_settings(&s->conf, b->calendar),
	    b));
}

/* Events that wait to come into reach. */
static int
tally_files(struct last_tally *t, struct session *s, struct err *e)
{
	struct file_rows rows = { 0 };
	const struct file_row *f;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < s->conf.calendars.n; i++)
		rc = files_of(s->store, s->conf.calendars.items[i].name,
		    &s->run.arena, &rows, e);
	for (i = 0; i < rows.n; i++) {
		f = &rows.items[i];
		/* Else the end of an event is due, which needs no run. */
		if (f->trusted && f->deferred)
			earliest(&t->next, f->due);
	}
	VEC_FREE(&rows);
	return rc;
}

static void
show_tally(struct metrics *m, const struct last_tally *t)
{
	family(m, "reservations", "gauge", "Reservations of the state: those "
	    "that live, creates whose outcome is unknown, and events whose "
	    "last call failed.");
	sample(m, ",state=\"live\"", t->live);
	sample(m, ",state=\"unknown\"", t->unknown);
	sample(m, ",state=\"failed\"", t->failed);
	if (t->end)
		gauge(m, "renewal_end_timestamp_seconds", "When the first "
		    "link ends that has to be renewed before.", t->end);
	if (t->next)
		gauge(m, "next_run_timestamp_seconds", "By when the next run "
		    "must come to renew and book in time.", t->next);
}

static void
add_state(struct metrics *m)
{
	struct session *s = m->s;
	struct bookings all = { 0 };
	struct last_tally t = { 0 };
	struct err e = { 0 };
	size_t i;

	if (s->store && bookings_all(s->store, NULL, &s->run.arena, &all,
	    &e) == 0 && tally_files(&t, s, &e) == 0) {
		for (i = 0; i < all.n; i++)
			tally(&t, s, &all.items[i], s->run.now);
		show_tally(m, &t);
	}
	VEC_FREE(&all);
}

/* --- all of it ------------------------------------------------------------ */

int
metrics_write(struct session *s, struct err *e)
{
	struct metrics m = { .s = s, .profile = label_text(conf_profile(
	    &s->conf, &s->run.arena), &s->run.arena) };
	struct err none = { 0 };
	mode_t mask;
	int rc;

	/* Nobody may ever read from a pipe, and the lock is still held. */
	if (file_check_plain(s->conf.metrics, e) == -1)
		return -1;
	/* There need not be one. */
	if (file_read(&m.old, s->conf.metrics, OLD_MAX, &none) == -1)
		str_clear(&m.old);
	add_run(&m);
	add_actions(&m);
	add_files(&m);
	add_state(&m);
	add_calls(&m);
	/* A unit's umask is for calendars; this is for others to read. */
	mask = umask(022);
	rc = outfile_write(s->conf.metrics, str_slice(&m.out), 0644, e);
	umask(mask);
	str_free(&m.out);
	str_free(&m.old);
	return rc;
}
