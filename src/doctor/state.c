/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/lock.h"
#include "conf/calendar.h"
#include "doctor/doctor.h"
#include "plan/compare.h"
#include "store/backup.h"
#include "store/bookings.h"
#include "store/files.h"
#include "sync/run_life.h"

#define MIB ((uint64_t)1 << 20)
/* A state has 1 KiB for each booking, and its -wal a few MiB: below the
 * first a run may not come to its end, below the second it soon won't. */
#define DISK_FAIL (8 * MIB)
#define DISK_WARN (64 * MIB)
#define FINDINGS_MAX 4096

#define PUT_BACK N_("keep the file for a look at it, and put the last copy " \
	"back: icsreserve restore FILE")

/* --- the database ------------------------------------------------------- */

/* Something for the calendars to be compared with. */
static void
open_empty(struct doctor *d)
{
	struct err ignored;

	store_open(&d->run.store, arena_printf(&d->arena, "%s.doctor/none",
	    d->state ? d->state : ""), STORE_COPY, d->clock, &ignored);
}

static void
tell_unreadable(struct doctor *d, const struct err *e)
{
	struct err why;

	if (e->code == ERR_LOCKED)
		check_warn(d, _("try again when the other run has ended"), "%s",
		    e->msg);
	else if (e->code == ERR_STATE)
		check_fail(d, ERR_STATE,
		    _("keep the file for a look at it, and put the last copy "
		    "back: icsreserve restore FILE; a state of a newer version "
		    "needs the newer program"),
		    "%s", e->msg);
	else
		check_fail(d, e->code, file_check_plain(d->state, &why) == -1
		    ? _("choose another place by --state or [sync] state")
		    : _("make it readable for this user"), "%s", e->msg);
}

static void
check_integrity(struct doctor *d)
{
	struct str flaws = { .max = FINDINGS_MAX };
	struct err e = { 0 };
	int rc = backup_check(d->run.store, &flaws, &e);

	d->state_read = rc == 0 && !flaws.n;
	if (rc == -1)
		check_fail(d, ERR_STATE, PUT_BACK, "%s", e.msg);
	else if (flaws.n)
		check_fail(d, ERR_STATE, PUT_BACK, "%s is damaged: %.*s",
		    d->state, (int)strcspn(str_text(&flaws), "\n"),
		    str_text(&flaws));
	else if (access(d->state, F_OK) == -1)
		check_ok(d, "%s: there is none yet; the first run makes it",
		    d->state);
	else
		check_ok(d, "%s: sound", d->state);
	str_free(&flaws);
}

/* The checks that follow have the same calendars as a run. */
static void
add_kept(struct doctor *d)
{
	struct err e = { 0 };

	if (run_add_kept(&d->conf, d->run.store, &e) == -1)
		check_fail(d, ERR_STATE, PUT_BACK, "%s", e.msg);
}

static void
run_state(struct doctor *d)
{
	struct err e = { 0 };

	if (!d->state)
		check_skip(d, "not checked: where it is stands in the "
		    "configuration, which can't be read");
	else if (store_open(&d->run.store, d->state, STORE_COPY, d->clock,
	    &e) == -1)
		tell_unreadable(d, &e);
	else
		check_integrity(d);
	if (d->state_read && d->conf_read)
		add_kept(d);
	if (d->state_read)
		return;
	store_close(d->run.store);
	open_empty(d);
}

const struct check check_state = {
	"state", 0, run_state,
};

/* --- the disk ----------------------------------------------------------- */

/* The nearest folder above a path that is there. */
static void
existing_folder(struct str *out, const char *path)
{
	struct str next = { 0 };

	file_dirname(out, path);
	while (access(str_text(out), F_OK) == -1) {
		file_dirname(&next, str_text(out));
		if (strcmp(str_text(&next), str_text(out)) == 0)
			break;
		str_clear(out);
		str_add(out, str_slice(&next));
		str_clear(&next);
	}
	str_free(&next);
}

static void
run_disk(struct doctor *d)
{
	static const char remedy[] = N_("make room there, or put the state "
	    "elsewhere by [sync] state");
	struct str folder = { 0 };
	struct statvfs fs;
	uint64_t left;

	if (d->state)
		existing_folder(&folder, d->state);
	if (!d->state || statvfs(str_text(&folder), &fs) == -1) {
		check_skip(d, "not checked: it is not known where the state "
		    "is");
		str_free(&folder);
		return;
	}
	left = (uint64_t)fs.f_bavail * fs.f_frsize;
	if (fs.f_flag & ST_RDONLY)
		check_fail(d, ERR_FAILED, _("mount it for writing, or put the "
		    "state elsewhere by [sync] state"), "%s: the file system "
		    "is read-only", str_text(&folder));
	else if (left < DISK_FAIL || (fs.f_files && !fs.f_favail))
		check_fail(d, ERR_FAILED, remedy, "%s: the file system is "
		    "full", str_text(&folder));
	else if (left < DISK_WARN)
		check_warn(d, remedy, "%s: only %ju MiB are free",
		    str_text(&folder), (uintmax_t)(left / MIB));
	else
		check_ok(d, "%s: %ju MiB are free", str_text(&folder),
		    (uintmax_t)(left / MIB));
	str_free(&folder);
}

const struct check check_disk = {
	"disk", 0, run_disk,
};

/* --- the lock ----------------------------------------------------------- */

static void
run_lock(struct doctor *d)
{
	char who[LOCK_WHO];

	if (!d->state) {
		check_skip(d, "not checked: it is not known where the state "
		    "is");
		return;
	}
	d->locked = lock_is_held(arena_printf(&d->arena, "%s.lock", d->state),
	    who);
	d->run.other_run = d->locked;
	if (d->locked)
		check_ok(d, "another run is at work: %s", who);
	else
		check_ok(d, "no other run is at work");
}

const struct check check_lock = {
	"lock", 0, run_lock,
};

/* --- bookings ------------------------------------------------------------- */

#define DAY ((int64_t)86400)
/* Links that end sooner and are still needed deserve a word. */
#define SOON (2 * DAY)

/* What is counted of the bookings, each with the first of its kind. */
struct count {
	int64_t n;
	const struct booking *first;
};

struct tally {
	int64_t now;
	int64_t gap;		/* from the last run to now */
	const struct conf *conf;
	struct count live, unknown, failed, expired, overdue, soon;
};

static void
count(struct count *c, const struct booking *b)
{
	if (!c->n++ || b->end_time < c->first->end_time)
		c->first = b;
}

static int64_t
due_of(const struct tally *t, const struct booking *b)
{
	return compare_due(conf_settings(t->conf, b->calendar), b);
}

/* The event goes on after what the server holds ends. */
static void
tally_needed(struct tally *t, const struct booking *b)
{
	int64_t left = b->end_time - t->now;

	if (b->held.until <= b->end_time)
		return;
	if (left <= 0)
		count(&t->expired, b);
	else if (left < SOON || left < t->gap)
		count(&t->soon, b);
	else if (due_of(t, b) && due_of(t, b) < t->now - DAY)
		count(&t->overdue, b);
}

static void
tally(struct tally *t, const struct booking *b)
{
	if (b->state == BOOKING_UNKNOWN || b->state == BOOKING_CREATING)
		count(&t->unknown, b);
	else if (b->error.message && b->end > t->now)
		count(&t->failed, b);
	if (b->state != BOOKING_LIVE)
		return;
	if (compare_alive(b, t->now))
		count(&t->live, b);
	tally_needed(t, b);
}

#define COUNTED(c, one, many) P_(one, many, (c).n), (intmax_t)(c).n
#define RESERVATIONS(c) COUNTED(c, "%jd reservation", "%jd reservations")

/* What is counted, and the first of it by name. */
static const char *__attribute__((format(printf, 3, 4)))
named(struct doctor *d, const struct count *c, const char *fmt, ...)
{
	const struct booking *b = c->first;
	char counted[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(counted, sizeof(counted), fmt, ap);
	va_end(ap);
	return arena_printf(&d->arena, P_("%s (%.60s in %s)",
	    "%s (the first: %.60s in %s)", c->n), counted,
	    b->topic ? b->topic : b->uid, b->calendar);
}

static bool
holds_unknown(const struct doctor *d)
{
	const struct settings *s;
	size_t i;

	for (i = 0; (s = check_settings(d, i)); i++)
		if (s->on_unknown == UNKNOWN_HOLD)
			return true;
	return false;
}

static void
tell_outcomes(struct doctor *d, const struct tally *t)
{
	if (t->unknown.n)
		check_warn(d,
		    holds_unknown(d)
			? _("on_unknown = hold keeps them waiting: look for "
			    "these meetings in the Feishu client, delete what "
			    "is there twice, then set on_unknown = retry, "
			    "which makes them again")
			: _("the next `icsreserve sync` makes them again; what "
			    "the server did make ends by itself within 30 "
			    "days"),
		    "%s: it is not known whether the server made it",
		    named(d, &t->unknown, COUNTED(t->unknown, "%jd create",
		    "%jd creates")));
	if (t->failed.n)
		check_fail(d, ERR_FAILED, _("the next `icsreserve sync` tries "
		    "again; `icsreserve status --failed` has them all"),
		    "%s: the last call failed: %s",
		    named(d, &t->failed, COUNTED(t->failed, "%jd event",
		    "%jd events")),
		    t->failed.first->error.message);
}

static void
tell_ends(struct doctor *d, const struct tally *t)
{
	static const char sync[] = N_("run `icsreserve sync` now, and have it "
	    "run daily by cron or a systemd timer");
	char when[CLOCK_TEXT];

	if (t->expired.n)
		check_fail(d, ERR_FAILED, sync, "%s: the link ended at %s, "
		    "before the event does",
		    named(d, &t->expired, RESERVATIONS(t->expired)),
		    clock_rfc3339(t->expired.first->end_time, when));
	if (t->soon.n)
		check_warn(d, sync, "%s: the link ends at %s and is needed "
		    "for longer%s", named(d, &t->soon, RESERVATIONS(t->soon)),
		    clock_rfc3339(t->soon.first->end_time, when),
		    t->gap > SOON ? arena_printf(&d->arena, _("; the last run "
		    "was %jd days ago"), (intmax_t)(t->gap / DAY)) : "");
	if (t->overdue.n)
		check_warn(d, sync, "%s: to be renewed since %s",
		    named(d, &t->overdue, RESERVATIONS(t->overdue)),
		    clock_rfc3339(due_of(t, t->overdue.first), when));
}

/* The runs of the past tell when the next one may be. */
static int
read_gap(struct doctor *d, struct tally *t, struct err *e)
{
	struct clock_row c = { 0 };

	if (files_clock(d->run.store, &c, e) == -1)
		return -1;
	t->gap = c.run && c.run < t->now ? t->now - c.run : 0;
	return 0;
}

static void
run_bookings(struct doctor *d)
{
	struct tally t = { .now = d->run.now, .conf = d->run.conf };
	struct bookings all = { 0 };
	struct err e = { 0 };
	size_t i, from = d->findings.n;

	if (read_gap(d, &t, &e) == -1 || bookings_all(d->run.store, NULL,
	    &d->arena, &all, &e) == -1)
		check_fail(d, ERR_STATE, _("see the check 'state'"), "%s",
		    e.msg);
	for (i = 0; i < all.n; i++)
		tally(&t, &all.items[i]);
	tell_outcomes(d, &t);
	tell_ends(d, &t);
	if (!check_trouble(d, from))
		check_ok(d, "%jd held, all in order",
		    (intmax_t)t.live.n);
	VEC_FREE(&all);
}

const struct check check_bookings = {
	"bookings", NEED_CONF | NEED_STATE, run_bookings,
};
