/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intl.h"
#include "base/member.h"
#include "cmd/import_results.h"
#include "cmd/outfile.h"
#include "export/csv.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/agenda.h"
#include "sync/item.h"
#include "sync/rejects.h"

/* --- the bookings -------------------------------------------------------- */

static int
load(struct import *im, struct vec *all, struct err *e)
{
	size_t i;

	for (i = 0; i < im->cals.n; i++)
		if (bookings_all(im->s->store, im->cals.items[i]->name,
		    &im->s->run.arena, all, e) == -1)
			return -1;
	return 0;
}


/* As `export' has it; when the event takes place is what it says itself. */
static void
add_booking(struct str *out, const struct booking *b,
    const struct agenda_entry *a, int64_t now)
{
	bool alive = compare_alive(b, now);
	struct meeting m = { .calendar = b->calendar, .uid = b->uid,
		.recurrence_id = b->recurrence_id, .topic = b->topic,
		.start = b->start, .end = b->end };

	if (a) {
		if (*a->occurrence)
			m.recurrence_id = a->occurrence;
		m.zone = a->zone;
		m.start = a->start;
		m.end = a->end;
		m.start_offset = a->start_offset;
		m.end_offset = a->end_offset;
		m.all_day = a->all_day;
	}
	if (alive) {
		m.url = b->url;
		m.meeting_no = b->meeting_no;
		m.reserve_id = b->reserve_id;
		m.expires = b->end_time;
	}
	m.state = b->state == BOOKING_LIVE && !alive ? "expired"
	    : booking_state_name(b->state);
	export_csv_row(out, &m);
}

/* A row for each booking whose event stands in what was imported. */
static int
write_csv(const struct import *im, const struct vec *all, mode_t mode,
    struct err *e)
{
	struct str out = { 0 };
	const struct booking *b;
	size_t i, n;
	int rc;

	export_csv_header(&out);
	for (i = 0; i < all->n; i++) {
		b = &VEC_AT(all, struct booking, i);
		if (!b->released && !b->going)
			add_booking(&out, b, agenda_find(&im->agenda, b, &n),
			    im->s->run.now);
	}
	rc = outfile_write(im->o->csv, str_slice(&out), mode, e);
	str_free(&out);
	return rc;
}

/* --- beyond the API's reach ---------------------------------------------- */

static size_t
count_beyond(const struct session *s, const struct vec *all)
{
	const struct booking *b;
	const struct action *act;
	size_t i, n = 0;

	for (i = 0; i < all->n; i++) {
		b = &VEC_AT(all, struct booking, i);
		n += !b->released && compare_alive(b, s->run.now) &&
		    b->held.until > b->end_time;
	}
	for (i = 0; i < s->run.items.n; i++) {
		act = &s->run.items.items[i]->act;
		n += act->deferred || (s->run.dry_run && act->want &&
		    act->kind == ACTION_CREATE &&
		    act->want->until > s->run.now + COMPARE_REACH);
	}
	return n;
}

static void
tell_beyond(struct session *s, bool kept, size_t n)
{
	struct problem p = { .kind = "beyond-reach" };

	if (n == 0)
		return;
	p.message = arena_printf(&s->run.arena, _("%zu bookings reach beyond "
	    "the API's 30 days: a link lasts until then only%s"), n,
	    kept ? _("; let `icsreserve sync` run on a schedule, which "
	    "renews them") : _(", unless a scheduled sync renews it. Import "
	    "with --keep NAME, and `icsreserve sync` takes care of them"));
	run_problem(&s->run, &p);
}

/* --- rejects ------------------------------------------------------------- */

static int
write_rejects(struct session *s, const char *path,
    const struct rejects *r, mode_t mode, struct err *e)
{
	struct problem p = { .kind = "rejects", .exit = ERR_FAILED };

	if (!slice_iends(slice_str(path), SLICE(".csv")))
		return outfile_write(path, str_slice(&r->ics), mode, e);
	if (r->mixed || r->n > r->n_rows) {
		p.message = _("not all rejects fit one table: some are of "
		    "calendars, or of tables with other columns or in another "
		    "encoding; name an .ics with --rejects");
		run_problem(&s->run, &p);
	}
	if (r->n_alike) {
		p.exit = 0;
		p.message = _("rows in it are like others in all but their "
		    "place, and would be taken for these; give them a uid of "
		    "their own before they are imported");
		run_problem(&s->run, &p);
	}
	return outfile_write(path, str_slice(&r->csv), mode, e);
}

/* Who may not read all that was imported may not read what is left of it. */
static mode_t
common_mode(const struct calendars *cals)
{
	struct stat st;
	mode_t mode = 0666;
	size_t i;

	for (i = 0; i < cals->n; i++)
		if (stat(cals->items[i]->path, &st) == 0 &&
		    S_ISREG(st.st_mode))
			mode &= st.st_mode | 0600;
	return mode;
}

/* "import: 2 could not be booked, see bad.ics" */
static void
remark(struct import *im, size_t rejected)
{
	const char *file = im->o->change.dry_run ? NULL : im->o->rejects;

	if (rejected)
		im->s->remark = arena_printf(&im->s->run.arena,
		    _("import: %zu could not be booked%s%s"),
		    rejected, file ? _(", see ") : "", file ? file : "");
}

int
import_results(struct import *im, struct err *e)
{
	struct session *s = im->s;
	const struct import_options *o = im->o;
	bool writes = !o->change.dry_run;
	struct vec all = VEC_OF(struct booking);
	struct rejects rejects;
	mode_t mode = common_mode(&im->cals);
	size_t beyond;
	int rc = load(im, &all, e);

	beyond = count_beyond(s, &all);
	rejects_collect(&s->run, &rejects);
	if (rc == 0 && o->csv && writes)
		rc = write_csv(im, &all, mode, e);
	if (rc == 0 && o->rejects && writes)
		rc = write_rejects(s, o->rejects, &rejects, mode, e);
	tell_beyond(s, o->keep, beyond);
	if (s->cli->json) {
		member_int(&s->out, "rejected", (int64_t)rejects.n);
		member_int(&s->out, "beyond_reach", (int64_t)beyond);
	}
	remark(im, rejects.n);
	rejects_free(&rejects);
	vec_free(&all);
	return rc;
}
