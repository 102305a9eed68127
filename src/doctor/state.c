/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/lock.h"
#include "doctor/check.h"
#include "store/backup.h"

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
		check_fail(d, e->code, _("make it readable for this user"),
		    "%s", e->msg);
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
	if (d->locked)
		check_ok(d, "another run is at work: %s", who);
	else
		check_ok(d, "no other run is at work");
}

const struct check check_lock = {
	"lock", 0, run_lock,
};
