/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/hash.h"
#include "base/intl.h"
#include "base/replace.h"
#include "base/trust.h"
#include "ics/zone_system.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/catalog.h"
#include "sync/input.h"
#include "sync/output.h"
#include "sync/remote.h"
#include "sync/scan_file.h"

uint64_t
scan_file_config(const struct run *r, const struct scan_file *f)
{
	const struct calendar *cal = f->calendar;
	uint64_t config = hash_join(cal->digest, r->write_back);

	if (f->alias)
		config = hash_join(config, 1);
	config = hash_join(config, zone_data_digest());
	/* Floating times are of the system's zone, until one is set. */
	if (!cal->settings.timezone)
		config = hash_join(config, zone_system_digest());
	config = hash_join(config, hash_bytes(SLICE(ICSR_VERSION)));
	return r->clock_seen.jumps
	    ? hash_join(config, (uint64_t)r->clock_seen.jumps) : config;
}

const struct settled *
scan_file_known(const struct scan_file *f, const struct cut_event *ev)
{
	const struct settled key = { .digest = ev->digest };

	return VEC_FIND(&f->known, &key, hash_cmp);
}

static void
count_fresh(struct scan_file *f)
{
	size_t i;

	f->fresh = 0;
	for (i = 0; i < f->cut.events.n; i++)
		f->fresh += !scan_file_known(f, &f->cut.events.items[i]);
}

static bool
has_uid(const struct scan_file *f, uint64_t uid_key)
{
	size_t i;

	for (i = 0; i < f->cut.events.n; i++)
		if (f->cut.events.items[i].uid == uid_key)
			return true;
	return false;
}

/* A UID that the file held, holds no more, and is booked; NULL: none. */
static int
find_missing(struct run *r, const struct scan_file *f, const char **uid,
    struct err *e)
{
	struct bookings rows = { 0 };
	const struct hold *h;
	size_t i, k;
	int rc = 0;

	*uid = NULL;
	for (i = 0; i < f->known_holds.n && rc == 0 && !*uid; i++) {
		h = &f->known_holds.items[i];
		rows.n = 0;
		if (*h->reserve_id && !has_uid(f, (uint64_t)h->uid_key))
			rc = bookings_by_reserve_id(r->store, h->reserve_id,
			    &r->arena, &rows, e);
		for (k = 0; k < rows.n; k++)
			if (compare_alive(&rows.items[k], r->now) &&
			    !rows.items[k].released)
				*uid = rows.items[k].uid;
	}
	VEC_FREE(&rows);
	return rc;
}

/*
 * A file with fewer VCALENDARs than before, and nothing new in the rest,
 * may have been cut off exactly at the end of one: that can't be seen.
 */
static int
judge_length(struct run *r, const struct scan_file *f, struct problem *p,
    struct err *e)
{
	const char *uid;

	if ((int64_t)f->cut.calendars.n >= f->row.calendars || f->fresh)
		return 0;
	if (find_missing(r, f, &uid, e) == -1)
		return -1;
	if (!uid)
		return 0;
	p->kind = "truncated";
	p->uid = uid;
	p->message = _("a whole VCALENDAR is missing at the end and nothing "
	    "else changed; is the file cut off? Nothing is deleted for that. "
	    "If it is meant, end what was booked for this UID: icsreserve "
	    "cancel UID");
	return 0;
}

static int
judge_structure(struct run *r, struct scan_file *f, struct err *e)
{
	struct problem p = { .calendar = f->calendar->name,
		.file = f->row.path, .exit = ERR_SOURCE };

	if (cut_doubtful(f->cut.reason)) {
		p.kind = cut_reason_word(f->cut.reason);
		p.message = cut_reason_text(f->cut.reason);
		p.line = f->cut.reason_line;
	} else if (judge_length(r, f, &p, e) == -1) {
		return -1;
	}
	if (!p.message)
		return 0;
	f->scan->doubt = true;
	f->status = SCAN_DOUBT;
	run_problem(r, &p);
	return 0;
}

static int
load_known(struct run *r, struct scan_file *f, struct err *e)
{
	if (!f->row.id)
		return 0;
	if (files_settled(r->store, f->row.id, &f->known, e) == -1 ||
	    files_holds(r->store, f->row.id, &r->arena, &f->known_holds,
	    e) == -1)
		return -1;
	VEC_SORT(&f->known, hash_cmp);
	return 0;
}

/* What the place says, whatever else there is: an output is replaced where its
 * path says, a calendar where its links lead. */
static const char *
why_place_fixed(struct run *r, const struct scan_file *f, const char *path)
{
	struct str real = { 0 };
	const char *fixed = NULL;
	struct err why;

	if (trust_target(path, &real, &why) == -1)
		fixed = _("the file can't be replaced (another user has put "
		    "it, or a link on its way, into a folder that everybody "
		    "may write to)");
	else if (replace_check_flags(f->calendar->output ? path
	    : str_text(&real), &why) == -1)
		fixed = arena_str(&r->arena, why.msg);
	str_free(&real);
	return fixed;
}

static const char *
why_fixed(struct run *r, const struct scan_file *f, const struct view *view)
{
	const char *path = f->calendar->output
	    ? output_path(&r->arena, f) : f->row.path;
	const char *fixed = why_place_fixed(r, f, path);
	struct err why;

	if (fixed)
		return fixed;
	if (f->calendar->output)
		return file_writable(path, true, &why) == -1
		    ? arena_str(&r->arena, why.msg) : NULL;
	if (!replace_keeps_owner(path))
		return _("the file can't be replaced (its owner or group could "
		    "not be kept: run as its owner, in its group, or as root)");
	fixed = remote_fixed(r, f->calendar);
	if (fixed || (view->links == 1 && file_writable(path, false,
	    &why) == 0))
		return fixed;
	return _("the file can't be replaced (its folder is read-only, or it "
	    "has a second hard link)");
}

/* A state that is new to the calendar may stand for one that was lost. */
static bool
is_new_here(const struct scan *sc)
{
	size_t i;

	for (i = 0; i < sc->files.n; i++)
		if (sc->files.items[i]->row.calendars)
			return false;
	return true;
}

static void
bar(struct run *r, struct scan_file *f, struct problem *p)
{
	p->exit = ERR_FAILED;
	f->barred = f->open = true;
	r->totals.failed++;
	run_problem(r, p);
}

/* What the user has where the copy would stand is not replaced, nor is what
 * another state writes there: the two would do so in turn, for ever. */
static int
judge_output(struct run *r, struct scan_file *f, struct err *e)
{
	const char *path = f->calendar->output ? output_path(&r->arena, f)
	    : NULL;
	struct problem p = { .kind = "not-ours",
		.calendar = f->calendar->name, .file = f->row.path };
	enum output_owner whose;

	if (!path || f->calendar->imported || !r->write_back ||
	    !f->calendar->settings.write_back)
		return 0;
	if (output_whose(r, f, &whose, e) == -1)
		return -1;
	if (whose == OUTPUT_USER) {
		p.message = arena_printf(&r->arena, _("its copy would replace "
		    "%s, which icsreserve did not write; move that file away, "
		    "or set another `output` in the calendar"), path);
		bar(r, f, &p);
	} else if (whose == OUTPUT_OTHER_STATE) {
		p.kind = "other-state";
		p.message = arena_printf(&r->arena, is_new_here(f->scan)
		    ? _("its copy replaces %s, which another state of "
		    "icsreserve wrote; if that one is not lost but in use, "
		    "give each an `output` of its own")
		    : _("its copy would replace %s, which another state of "
		    "icsreserve wrote (another host, or one that was lost); "
		    "give each state an `output` of its own, or move that "
		    "file away"), path);
		if (is_new_here(f->scan))
			run_problem(r, &p);
		else
			bar(r, f, &p);
	}
	return 0;
}

int
scan_file_open(struct run *r, struct scan_file *f, struct err *e)
{
	struct view view;
	struct err why;
	int rc = 0;

	f->status = SCAN_READ;
	f->scan->looked = true;
	f->read_at = file_clock();
	if (load_known(r, f, e) == -1)
		return -1;
	if (run_changing(r, f->row.path) > 1) {
		r->blind |= !f->row.id;
		catalog_doubt_changed(r, f);
		return 0;
	}
	if (input_open(r, &view, f->calendar, f->row.path, &why) == -1) {
		r->blind |= !f->row.id;
		catalog_doubt_file(r, f, why.msg);
		return 0;
	}
	f->row.stamp = view.stamp;
	f->fixed = why_fixed(r, f, &view);
	f->anew = f->calendar->output || r->explainer || r->anew ||
	    f->row.config != scan_file_config(r, f);
	cut_bytes(&f->cut, view.bytes, &view);
	count_fresh(f);
	if (view_intact(&view))
		rc = judge_structure(r, f, e);
	else
		catalog_doubt_changed(r, f);
	if (rc == 0 && f->status == SCAN_READ)
		rc = judge_output(r, f, e);
	view_close(&view);
	return rc;
}
